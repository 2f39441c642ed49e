import { type Command, type Handler, type Message, splitText, text } from 'rxwx'
import { runExample } from './run-example.js'

/** A room, by its own id or its name. Names can be changed and taken by others; ids cannot. */
type Rooms = readonly [string, string]

/** What a relayed text begins with: relays know by it that a text was relayed, whatever the rooms are called. */
const mark = '⇄ ['

/**
 * Passes texts on between two rooms. What carries the mark was relayed before, by this bot or by another one, or repeated by somebody: it goes no
 * further, and so nothing runs in circles.
 */
export const relay =
  (rooms: Rooms): Handler =>
  (message) => {
    const to = otherOf(rooms, message)
    if (to === undefined || message.words === '' || message.origin !== 'peer') return
    if (message.words.includes(mark)) return
    const lead = `${mark}${message.conversation.name}] ${message.from.name}: `
    return splitText(message.words).map((part): Command => text(to, `${lead}${part}`))
  }

function otherOf([one, other]: Rooms, { room }: Message): string | undefined {
  const names = [room?.id, room?.name]
  if (names.includes(one)) return other
  return names.includes(other) ? one : undefined
}

runExample(import.meta.url, {
  prepare: (bot) => {
    const [one, other] = (process.env.RELAY_ROOMS ?? '').split(',').map((name) => name.trim())
    if (!one || !other || one === other) throw new Error('RELAY_ROOMS=Hiking,Reading names the two rooms')
    bot.handle('relay', relay([one, other]))
  },
})
