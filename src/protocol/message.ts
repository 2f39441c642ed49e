import { msOf, numberOf, stringOf } from './fields.js'
import type { Fields } from './json.js'
import type { MessageContent } from './message/content.js'
import { contentOf } from './message/content-of.js'
import { isLocation } from './message/location.js'
import { MsgType } from './message-type.js'
import { splitRoomPrefix } from './text.js'
import { isRoomName } from './user-name.js'

/** A message as the wire has it. */
export type RawMessage = Fields

/** What every message has, whatever it says. */
export interface Envelope {
  /** MsgId, all digits of it; '' where the server left it out. */
  readonly id: string
  /** When it was sent, in Unix ms by the clock of the service, which counts whole seconds. The clock of this machine may differ. */
  readonly time: number
  readonly fromUserName: string
  readonly toUserName: string
  /** The conversation: the room, or the other person. */
  readonly peer: string
  /** Who said it: in a room the member, or the room itself for its notices. */
  readonly sender: string
  readonly isRoom: boolean
  /** Sent by this account, here or on another device. */
  readonly own: boolean
  readonly raw: RawMessage
}

export type { MessageContent } from './message/content.js'

/** A message as people see it. Narrow on `type` to reach the payload. */
export type Decoded = MessageContent & Envelope

export type MessageType = Decoded['type']

/**
 * Decodes a message; never throws. `self` is the account's own UserName. What is not understood is of type `unknown`,
 * and `raw` is always there.
 */
export function decodeMessage(raw: RawMessage, self: string): Decoded {
  const { content, ...envelope } = openEnvelope(raw, self)
  return { ...envelope, ...contentOf(raw, content) }
}

/** What every message has, and its Content without the sender that rooms put in front. */
export function openEnvelope(raw: RawMessage, self: string): Envelope & { readonly content: string } {
  const fromUserName = stringOf(raw.FromUserName)
  const toUserName = stringOf(raw.ToUserName)
  const own = fromUserName === '' || fromUserName === self
  const peer = own ? toUserName : fromUserName
  const isRoom = isRoomName(peer)
  const { sender, content } = isRoom ? partsOf(raw, own) : { sender: undefined, content: stringOf(raw.Content) }
  return {
    id: idOf(raw),
    time: msOf(raw.CreateTime),
    fromUserName,
    toUserName,
    peer,
    sender: own ? self || fromUserName : (sender ?? fromUserName),
    isRoom,
    own,
    raw,
    content,
  }
}

function idOf({ MsgId, NewMsgId }: RawMessage): string {
  const id = stringOf(MsgId)
  if (id !== '' && id !== '0') return id
  const newId = stringOf(NewMsgId)
  return newId === '0' ? '' : newId
}

/** System texts have no sender in front, nor have own texts; a label must not be taken for a sender. */
function partsOf(raw: RawMessage, own: boolean): { readonly sender?: string; readonly content: string } {
  const content = stringOf(raw.Content)
  const type = numberOf(raw.MsgType)
  if (type === MsgType.system) return { content }
  const location = isLocation(raw)
  if (own && type === MsgType.text && !location) return { content }
  const parts = spokenBy(splitRoomPrefix(content))
  const sure = !(own || location) || parts.sender?.startsWith('@') === true
  return sure ? parts : { content }
}

/** Notices of newer phones have the room's own real id in front. */
const spokenBy = ({ sender, content }: ReturnType<typeof splitRoomPrefix>): ReturnType<typeof splitRoomPrefix> =>
  sender === undefined || isRoomName(sender) ? { content } : { sender, content }
