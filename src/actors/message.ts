import type { Decoded } from '../protocol/message.js'

/** Somebody, or a room: the own id that outlives a login, the shown name, and this session's UserName. */
export interface Party {
  /** The own id: the same after each login. */
  readonly id: string
  /** The remark, else the nickname; in a room the member's name there. '' while nothing is known. */
  readonly name: string
  /** Valid in this session only. */
  readonly userName: string
}

/** Who sent a message: this bot, the account's owner on another device, or somebody else. */
export type Origin = 'bot' | 'phone' | 'peer'

/** One `@name` of a text. */
export interface Mention {
  /** As it stands in the text, without the `@`. */
  readonly name: string
  /** Everybody in the room. */
  readonly isEveryone: boolean
  /** Who has this name: nobody if it is not known, several if it is not clear who is meant. */
  readonly people: readonly Party[]
}

/** What addressing adds to a decoded message. */
export interface Addressed {
  /** Which device it comes from. */
  readonly origin: Origin
  /** The room, or the other person. */
  readonly conversation: Party
  /** Who said it; in a room the member. */
  readonly from: Party
  /** Whom it was sent to: the room, this account, or the other person. */
  readonly to: Party
  /** Present in rooms only. */
  readonly room?: Party
  /** Who is mentioned in a text of a room, in the order of the text. */
  readonly mentions: readonly Mention[]
  /** The text mentions this account, by its name or its name in the room, or everybody. */
  readonly mentionsMe: boolean
}

/**
 * A received message: an envelope, who takes part, and the content of its `type`. Narrow on `type` to reach the payload.
 *
 * @example
 * messages$.subscribe((message) => { if (message.type === 'text') console.log(message.from.name, message.text) })
 */
export type Message = Decoded & Addressed

/** A message of one or more kinds. */
export type MessageOf<T extends Message['type']> = Extract<Message, { readonly type: T }>
