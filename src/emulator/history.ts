import type { Account, Sent, SentMedia } from './account.js'
import type { Message, News } from './news.js'

/** One message of an account, whoever wrote it. Ids of persons and rooms are the world's own. */
export interface HistoryEntry {
  readonly msgId: string
  /** Unix ms; in whole seconds for what the web client did not send. */
  readonly at: number
  /** The other side: a person, a room, or `filehelper`. */
  readonly chat: string
  /** Who wrote it; the room itself for its system texts. */
  readonly from: string
  /** `web`: sent by the web client; `phone`: by the account's owner; `other`: by anybody else. */
  readonly origin: 'web' | 'phone' | 'other'
  /** The MsgType of the wire. */
  readonly type: number
  /** A text as it was written; else Content as on the wire. */
  readonly text: string
  /** Of a picture, a video, a sticker or a file that the web client sent. */
  readonly media?: SentMedia
  /** The web client has taken it back. */
  readonly recalled?: true
}

/** All messages of an account that it still has, oldest first; with `chat`, those of one chat. */
export const historyOf = (account: Account, chat?: string): readonly HistoryEntry[] =>
  account.queue
    .after(0, Number.POSITIVE_INFINITY)
    .flatMap((news) => entryOf(account, news) ?? [])
    .filter((entry) => chat === undefined || entry.chat === chat)

function entryOf(account: Account, news: News): HistoryEntry | undefined {
  if (news.kind === 'message') return messageEntry(account, news.message, news.at * 1_000)
  const sent = news.kind === 'moved' && news.sent !== undefined ? account.sentById.get(news.sent) : undefined
  return sent === undefined ? undefined : sentEntry(account, sent)
}

/** What phones tell web clients of each other (51) is not part of any chat. */
function messageEntry(account: Account, message: Message, at: number): HistoryEntry | undefined {
  const { msgId, from, to, sender, type, text, content } = message
  const sent = account.sentById.get(msgId)
  if (sent !== undefined) return sentEntry(account, sent)
  if (type === 51) return undefined
  const own = from === account.id
  const origin = own ? 'phone' : 'other'
  return { msgId, at, chat: own ? to : from, from: sender ?? from, origin, type, text: text ?? content }
}

function sentEntry(account: Account, { msgId, at, to, type, text, media, recalled }: Sent): HistoryEntry {
  const entry = { msgId, at, chat: to, from: account.id, origin: 'web' as const, type, text }
  return { ...entry, ...(media === undefined ? {} : { media }), ...(recalled ? { recalled } : {}) }
}
