import type { World } from '../emulator/index.js'
import type { Bot, BotEvent } from '../index.js'
import { told } from './behaviour/told.js'
import { epochStart, type VirtualClock } from './virtual-clock.js'

interface Moment {
  readonly at: number
  readonly line: string
}

/**
 * Writes down what happens to a bot: states, messages and events as they come, and from the world what it asked the server and sent. Two runs
 * were the same if their lines are.
 */
export function createTrace(bot: Bot, world: World, account: string, { now }: VirtualClock): () => readonly string[] {
  const moments: Moment[] = []
  const note = (line: string): void => {
    moments.push({ at: now(), line })
  }
  bot.state$.subscribe(({ type }) => note(`state ${type}`))
  bot.messages$.subscribe((message) => note(`message ${message.id} ${told(message)}`))
  bot.events$.subscribe((event) => note(`event ${eventLine(event)}`))
  return () => {
    const exchanges = world.exchanges.list().map(({ startedAt, endpoint, outcome, code, fault }): Moment => {
      const marks = [outcome, code, fault].filter((mark) => mark !== undefined)
      return { at: startedAt, line: `request ${endpoint} ${marks.join(' ')}` }
    })
    const sent = world
      .sent(account)
      .map(({ at, to, text, msgId }): Moment => ({ at, line: `sent ${msgId} to ${to}: ${text}` }))
    return [...exchanges, ...sent, ...moments]
      .sort((one, other) => one.at - other.at)
      .map(({ at, line }) => `${((at - epochStart) / 1_000).toFixed(3)} s ${line}`)
  }
}

/** Errors have no JSON of their own: by their words. */
const eventLine = (event: BotEvent): string =>
  JSON.stringify(event, (_, value: unknown) => (value instanceof Error ? value.message : value))
