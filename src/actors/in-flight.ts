import type { RawMessage } from '../protocol/message.js'
import { isSend, ownMessage, type SentBetween, type SentContent } from '../protocol/own-message.js'
import type { ReadyMedia } from './media/ready.js'
import type { UploadedMedia } from './media/upload.js'
import type { Outgoing } from './sender/sender-state.js'

/** One try of a send: between whom, in this session, and what it says; no content for a revocation. */
export interface Attempted extends SentBetween {
  readonly clientMsgId: string
  readonly content: SentContent | undefined
}

/** Sends that may be on their way. */
export interface InFlight {
  readonly begin: (attempt: Attempted) => void
  readonly has: (clientMsgId: string) => boolean
  /** The last try of it; undefined where there was none. */
  readonly get: (clientMsgId: string) => Attempted | undefined
  /** Its fate is in the store. */
  readonly end: (clientMsgId: string) => void
  /** Whether a message that was pulled is one of these sends: the service may hand it out before it answers the send. */
  readonly includes: (raw: RawMessage) => boolean
}

export function createInFlight(): InFlight {
  const attempts = new Map<string, Attempted>()
  return {
    begin: (attempt) => void attempts.set(attempt.clientMsgId, attempt),
    has: (clientMsgId) => attempts.has(clientMsgId),
    get: (clientMsgId) => attempts.get(clientMsgId),
    end: (clientMsgId) => void attempts.delete(clientMsgId),
    includes: (raw) => {
      for (const { content, ...between } of attempts.values())
        if (content !== undefined && isSend(raw, between, content)) return true
      return false
    },
  }
}

/** What an item says, with its file as the service has taken it; undefined for a revocation. */
export function sentContent(
  { content }: Outgoing,
  media: (ReadyMedia & UploadedMedia) | undefined,
): SentContent | undefined {
  if (content.type === 'text') return { as: 'text', text: content.text }
  if (content.type === 'forward') return content.forward
  if (content.type === 'revoke' || media === undefined) return undefined
  const { kind, mediaId } = media
  const { name, size, md5 } = media.file
  return { as: 'file', kind, name, size, md5, mediaId }
}

/** The message that an accepted send has become; undefined for a revocation, and where the service gave no id. */
export const sentMessage = (
  attempt: Attempted | undefined,
  sent: { readonly msgId: string; readonly time: number },
): RawMessage | undefined =>
  attempt?.content === undefined || sent.msgId === '' ? undefined : ownMessage(attempt, attempt.content, sent)
