import { type Dialogue, type Forward, forwardOf, type Message, type MessageOf, texts } from 'rxwx'
import { runExample } from './run-example.js'

/** What somebody has said and may still take back. */
interface Kept {
  readonly id: string
  /** When it was said (ms). */
  readonly time: number
  readonly who: string
  readonly what: string
  /** How it is shown again, where it is more than a text. */
  readonly forward?: Forward
}

/** WeChat lets people take back what is two minutes old; the rest is for messages that come late. */
const memory = 5 * 60_000

/** However much is said in that time, so much is remembered of a conversation. */
const limit = 200

/** Longer XML is not kept. */
const forwardLimit = 8_000

/** Tells the file helper what somebody took back: texts as texts, and pictures, films and files once more. */
export const recallWatcher: Dialogue<readonly Kept[]> = {
  start: () => [],
  reduce: (kept, message) => {
    if (message.type === 'recall') {
      const gone = kept.find(({ id }) => id === message.recalledId)
      const rest = kept.filter((one) => one !== gone)
      return { state: rest.length === 0 ? undefined : rest, commands: toldOf(message, gone) }
    }
    const young = kept.filter(({ time }) => time > message.time - memory)
    if (message.type === 'system' || message.type === 'pat') return { state: young }
    return { state: [...young, keptOf(message)].slice(-limit) }
  },
}

function keptOf(message: Message): Kept {
  const forward = message.type === 'text' ? undefined : forwardOf(message)
  const isShort = forward !== undefined && JSON.stringify(forward).length <= forwardLimit
  const { id, time, from, room } = message
  // Only the owner reads it, so it may show what the owner calls them.
  const name = from.remark ?? from.name
  const who = room === undefined ? name : `${name} (${room.remark ?? room.name})`
  return { id, time, who, what: whatOf(message), ...(isShort ? { forward } : {}) }
}

function whatOf(message: Message): string {
  if (message.type === 'file') return `[file] ${message.fileName}`
  return 'text' in message && message.text !== '' ? message.text : `[${message.type}]`
}

function toldOf({ text: notice, conversation }: MessageOf<'recall'>, gone: Kept | undefined) {
  if (gone === undefined) return texts('filehelper', `[撤回 recalled] ${notice || conversation.name} (not seen here)`)
  const { who, what, forward } = gone
  const shown = forward === undefined ? [] : [{ type: 'forward', to: 'filehelper', forward } as const]
  return [...texts('filehelper', `[撤回 recalled] ${who}: ${what}`), ...shown]
}

runExample(import.meta.url, { prepare: (bot) => bot.converse('recall-watcher', recallWatcher) })
