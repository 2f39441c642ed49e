import type { Contact } from '../protocol/contact.js'
import type { Decoded } from '../protocol/message.js'

/**
 * What somebody is. `person`: a human, and whoever is not known yet. `official`: an official account that people follow. `service`: an account that
 * the service itself plays, such as `weixin` or `filehelper`. `room`: a group chat.
 */
export type PartyKind = Contact['kind']

/** Somebody, or a room: the own id that outlives a login, what it is, its public name, and this session's UserName. */
export interface Party {
  /** The own id: the same after each login. */
  readonly id: string
  /** Person, official account, service account or room. */
  readonly kind: PartyKind
  /** Public, for everybody to see: in a room the member's name there, else the nickname or topic. '' while it is not known. */
  readonly name: string
  /** Private: what the account's owner calls them. Absent where there is none. Never write it into a chat. */
  readonly remark?: string
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

/** Somebody whom a notice or a pat names. */
export interface NamedParty {
  /** As it stands in the notice. For a friend with a remark that is the remark: never write it into a chat. */
  readonly shown: string
  /** It is the reader: this account. `shown` is '' then. */
  readonly isSelf: boolean
  /** Who has this name: nobody if it is not known, several if it is not clear who is meant. Their `name` is public. */
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
  /**
   * What the person wrote now: the text, or the reply without what it quotes. '' for a message that has no words of its own, such as a
   * picture. `hears`, `command`, `mentions` and `mentionsMe` go by it.
   */
  readonly words: string
  /** `words` without the mentions in it, and without spaces around it: `@File Helper /roll 6` has `/roll 6`. */
  readonly wordsWithoutMentions: string
  /** Who is mentioned in `words`, in their order. Only in rooms. */
  readonly mentions: readonly Mention[]
  /** `words` mention this account, by its name or its name in the room, or everybody. */
  readonly mentionsMe: boolean
  /** Whom a notice (`system`) or a pat names, as people. Absent where nobody is named, and on other types. */
  readonly named?: readonly NamedParty[]
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
