import { type Bot, type Dialogue, reply } from 'rxwx'
import { conversing } from 'rxwx/testing'

declare const bot: Bot

interface Item {
  readonly name: string
  readonly price?: number
}

/** An interface, and a state that holds itself. */
interface Tree {
  readonly items: readonly Item[]
  readonly below: readonly Tree[]
  readonly asked?: 'name' | 'price' | undefined
}

declare const tree: Dialogue<Tree>
bot.converse('tree', tree)
conversing(tree)
bot.converse('count', {
  start: () => 0,
  reduce: (count, message) => ({ state: count + 1, commands: [reply(message, `${count}`)] }),
})
bot.converse<Tree | undefined>('maybe', { start: () => undefined, reduce: (state) => ({ state }) })
declare const unknowns: Dialogue<unknown>
bot.converse('unknown', unknowns)

interface Seen {
  readonly people: ReadonlySet<string>
}
declare const seen: Dialogue<Seen>
// @ts-expect-error: JSON cannot hold a Set
bot.converse('seen', seen)
declare const dated: Dialogue<{ readonly items: readonly { readonly when: Date }[] }>
// @ts-expect-error: JSON cannot hold a Date
bot.converse('dated', dated)
// @ts-expect-error: JSON cannot hold a Map
bot.converse('map', { start: () => new Map<string, number>(), reduce: (state) => ({ state }) })
// @ts-expect-error: a dialogue is not asynchronous
bot.converse<number>('async', { start: () => 0, reduce: async (state) => ({ state }) })
