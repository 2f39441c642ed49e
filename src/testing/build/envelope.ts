import type { MessageOf, Origin, Party } from '../../index.js'
import { epochStart } from '../virtual-clock.js'
import { madeId } from './made-id.js'
import { personOf, roomOf, selfParty, type Who } from './party-of.js'

/** Who says a made message, where and when. */
export interface EnvelopeOptions {
  /** Who says it. Default `alice`; for notices of the system in a room, the room. Of no use where the account itself speaks. */
  readonly from?: Who
  /** The room it is said in. Default: none, a chat between two. */
  readonly room?: Who
  /** `peer` (default), or the account itself: `phone` or `bot`. */
  readonly origin?: Origin
  /** Whom the account wrote to, where it is its own message outside of rooms. Default `alice`. */
  readonly to?: Who
  /** Default: the text says `@bot`, `@all` or `@所有人` in a room. */
  readonly mentionsMe?: boolean
  /** Unix time in milliseconds. Default: the beginning of virtual time, 2020-01-01T00:00:00Z. */
  readonly time?: number
  /** MsgId. Default: made from all the rest. */
  readonly id?: string
}

/** How a kind is marked on the wire. */
export interface Wire {
  readonly msgType: number
  readonly appType?: number
}

/** What every message has, whatever it says. */
type Common = Omit<MessageOf<'text'>, 'type' | 'text'>

/** The envelope of a made message. */
export function envelope(wire: Wire, payload: object, options: EnvelopeOptions): Common {
  const { origin = 'peer', time = epochStart } = options
  const own = origin !== 'peer'
  const room = options.room === undefined ? undefined : roomOf(options.room)
  const from = speaker(wire, own, room, options)
  const conversation = room ?? (own ? personOf(options.to ?? 'alice') : from)
  const to = own || room !== undefined ? conversation : selfParty
  const content = contentOf(payload)
  const words = wordsOf(payload)
  const id = options.id ?? madeId(JSON.stringify(payload), from.id, conversation.id, `${time}`)
  const fromUserName = own ? selfParty.userName : conversation.userName
  const toUserName = own ? conversation.userName : selfParty.userName
  const mentionsMe =
    options.mentionsMe ?? (room !== undefined && !own && /@(?:bot|all|所有人)(?:[\u2005\s]|$)/.test(words))
  return {
    id,
    time,
    fromUserName,
    toUserName,
    peer: conversation.userName,
    sender: from.userName,
    isRoom: room !== undefined,
    own,
    raw: {
      MsgId: id,
      FromUserName: fromUserName,
      ToUserName: toUserName,
      MsgType: wire.msgType,
      AppMsgType: wire.appType ?? 0,
      CreateTime: Math.floor(time / 1_000),
      Content: room !== undefined && !own && from !== room ? `${from.userName}:<br/>${content}` : content,
    },
    origin,
    conversation,
    from,
    to,
    ...(room === undefined ? {} : { room }),
    words,
    wordsWithoutMentions: (room === undefined
      ? words
      : words.replace(/@(?:bot|all|所有人)(?:[\u2005\s]|$)/g, '')
    ).trim(),
    mentions: mentionsMe ? [{ name: selfParty.name, isEveryone: false, people: [selfParty] }] : [],
    mentionsMe,
  }
}

/** Notices of a room come from the room itself. */
function speaker({ msgType }: Wire, own: boolean, room: Party | undefined, { from }: EnvelopeOptions): Party {
  if (own) return selfParty
  if (from !== undefined) return personOf(from)
  return room !== undefined && msgType === 10_000 ? room : personOf('alice')
}

function contentOf(payload: object): string {
  if ('content' in payload && typeof payload.content === 'string') return payload.content
  return textOf(payload)
}

/** Texts, and replies that quote something, have words of their own. */
const wordsOf = (payload: object): string =>
  'type' in payload && (payload.type === 'text' || payload.type === 'quote') ? textOf(payload) : ''

const textOf = (payload: object): string => ('text' in payload && typeof payload.text === 'string' ? payload.text : '')
