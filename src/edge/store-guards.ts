import type { ConversationState, DeadLetter, Entry, Identity, OutboxItem, SavedCookie } from '../actors/env.js'
import type { SavedSession } from '../protocol/session.js'
import type { Keys, SyncKey } from '../protocol/sync-key.js'

/** What comes back from a disk is believed only after these. */
export type Guard<T> = (value: unknown) => value is T

type Unknowns = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Unknowns =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isText: Guard<string> = (value) => typeof value === 'string'

/** A number that JSON can hold. */
export const isNumber: Guard<number> = (value): value is number => Number.isFinite(value)

/** A whole number from 0 up. */
export const isCount: Guard<number> = (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0

export const isList =
  <T>(isItem: Guard<T>): Guard<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(isItem)

export const isSession: Guard<SavedSession> = (value): value is SavedSession =>
  isRecord(value) &&
  [value.uin, value.sid, value.skey, value.passTicket, value.deviceId, value.web].every(isText) &&
  (value.profile === 'web' || value.profile === 'desktop')

export const isCookie: Guard<SavedCookie> = (value): value is SavedCookie =>
  isRecord(value) && Object.values(value).every((part) => isText(part) || isNumber(part) || typeof part === 'boolean')

const isSyncKey: Guard<SyncKey> = (value): value is SyncKey =>
  isRecord(value) && isNumber(value.Count) && isList(isKeyVal)(value.List)

const isKeyVal: Guard<SyncKey['List'][number]> = (value): value is SyncKey['List'][number] =>
  isRecord(value) && isNumber(value.Key) && (isNumber(value.Val) || isText(value.Val))

export const isKeys: Guard<Keys> = (value): value is Keys =>
  isRecord(value) && isSyncKey(value.sync) && isSyncKey(value.check)

export const isEntry: Guard<Entry> = (value): value is Entry =>
  isRecord(value) && isCount(value.seq) && isCount(value.epoch) && isText(value.id) && isRecord(value.raw)

export const isIdentity: Guard<Identity> = (value): value is Identity =>
  isRecord(value) &&
  [value.id, value.remarkName, value.alias, value.nickName, value.userName].every(isText) &&
  (value.kind === 'person' || value.kind === 'room') &&
  isCount(value.epoch) &&
  [value.uin, value.avatarSeq].every((one) => one === undefined || isNumber(one)) &&
  [value.pinyin, value.room, value.boundTo].every((one) => one === undefined || isText(one)) &&
  (value.members === undefined || isList(isCount)(value.members))

const kinds: readonly unknown[] = ['image', 'gif', 'video', 'file', 'auto']

/** Whatever else is in it, a private copy is only ever deleted where private copies are. */
const isFile = (value: unknown): boolean =>
  isRecord(value) &&
  isText(value.path) &&
  [value.name, value.md5, value.mime].every((one) => one === undefined || isText(one)) &&
  (value.md5 === undefined ||
    (isText(value.name) && isText(value.mime) && isCount(value.size) && isNumber(value.modified)))

const isForward = (value: unknown): boolean =>
  isRecord(value) &&
  [value.text, value.content, value.md5].every((one) => one === undefined || isText(one)) &&
  (value.as === 'text'
    ? isText(value.text)
    : value.as === 'emoticon'
      ? isText(value.md5)
      : isText(value.content) &&
        (value.as === 'location' ||
          value.as === 'image' ||
          value.as === 'video' ||
          (value.as === 'app' && isCount(value.appMsgType))))

const isContent: Guard<OutboxItem['content']> = (value): value is OutboxItem['content'] => {
  if (!isRecord(value)) return false
  switch (value.type) {
    case 'text':
      return isText(value.text)
    case 'revoke':
      return isText(value.msgId)
    case 'media':
      return kinds.includes(value.kind) && isFile(value.file)
    case 'forward':
      return isForward(value.forward)
    default:
      return false
  }
}

export const isOutboxItem: Guard<OutboxItem> = (value): value is OutboxItem =>
  isRecord(value) &&
  [value.clientMsgId, value.key, value.to].every(isText) &&
  isContent(value.content) &&
  (value.attempted === undefined || isCount(value.attempted)) &&
  (value.at === undefined || isNumber(value.at)) &&
  (value.tooOften === undefined || value.tooOften === 'refuse')

export const isDeadLetter: Guard<DeadLetter> = (value): value is DeadLetter =>
  isRecord(value) &&
  isEntry(value) &&
  [value.consumer, value.reason].every(isText) &&
  [value.attempts, value.time].every(isCount)

/** What the state holds is the consumer's business; that it came from JSON is enough. */
export const isConversationState: Guard<ConversationState> = (value): value is ConversationState =>
  isRecord(value) && isText(value.consumer) && isText(value.conversation)
