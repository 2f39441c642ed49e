import { type Guard, isCount, isList, isNumber, isRecord, isText } from '../actors/json-guards.js'
import type { ConversationState, DeadLetter, Entry, Identity, SavedCookie, SendKey } from '../actors/saved.js'
import type { SavedSession } from '../protocol/session.js'
import type { Keys, SyncKey } from '../protocol/sync-key.js'

/** What comes back from a disk is believed only after these. */
export const isSession: Guard<SavedSession> = (value): value is SavedSession =>
  isRecord(value) &&
  [value.uin, value.sid, value.skey, value.passTicket, value.deviceId, value.web].every(isText) &&
  (value.profile === 'web' || value.profile === 'desktop')

export const isCookie: Guard<SavedCookie> = (value): value is SavedCookie =>
  isRecord(value) && Object.values(value).every((part) => isText(part) || isNumber(part) || typeof part === 'boolean')

const isSyncKey: Guard<SyncKey> = (value): value is SyncKey =>
  isRecord(value) && isNumberOrText(value.Count) && isList(isKeyVal)(value.List)

const isKeyVal: Guard<SyncKey['List'][number]> = (value): value is SyncKey['List'][number] =>
  isRecord(value) && isNumberOrText(value.Key) && isNumberOrText(value.Val)

const isNumberOrText: Guard<number | string> = (value): value is number | string => isNumber(value) || isText(value)

export const isKeys: Guard<Keys> = (value): value is Keys =>
  isRecord(value) && isSyncKey(value.sync) && isSyncKey(value.check)

const isOrigin = (value: unknown): boolean => value === undefined || value === 'bot'

export const isEntry: Guard<Entry> = (value): value is Entry =>
  isRecord(value) &&
  isCount(value.seq) &&
  isCount(value.epoch) &&
  isText(value.id) &&
  isRecord(value.raw) &&
  isOrigin(value.origin)

export const isIdentity: Guard<Identity> = (value): value is Identity =>
  isRecord(value) &&
  [value.id, value.remarkName, value.alias, value.nickName, value.userName].every(isText) &&
  (value.kind === 'person' || value.kind === 'room') &&
  isCount(value.epoch) &&
  [value.uin, value.avatarSeq].every((one) => one === undefined || isNumber(one)) &&
  [value.pinyin, value.room, value.boundTo, value.likely].every((one) => one === undefined || isText(one)) &&
  (value.members === undefined || isList(isCount)(value.members))

export const isDeadLetter: Guard<DeadLetter> = (value): value is DeadLetter =>
  isRecord(value) &&
  isEntry(value) &&
  [value.consumer, value.reason].every(isText) &&
  [value.attempts, value.time].every(isCount)

/** What the state holds is the consumer's business; that it came from JSON is enough. */
export const isConversationState: Guard<ConversationState> = (value): value is ConversationState =>
  isRecord(value) && isText(value.consumer) && isText(value.conversation)

export const isSendKey: Guard<SendKey> = (value): value is SendKey =>
  isRecord(value) &&
  [value.key, value.to, value.content, value.clientMsgId].every(isText) &&
  isNumber(value.time) &&
  (value.outcome === 'accepted' || value.outcome === 'unknown') &&
  [value.msgId, value.reason].every((one) => one === undefined || isText(one))
