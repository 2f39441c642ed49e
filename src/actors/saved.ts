import type { Forward } from '../protocol/forward.js'
import type { MediaKind } from '../protocol/media-kind.js'
import type { SavedSession } from '../protocol/session.js'
import type { Keys } from '../protocol/sync-key.js'
import type { MediaFile } from './files.js'

// The saved form: what a store keeps, and what a later process finds.

/** One cookie as data that JSON can hold; its form is the jar's own. */
export type SavedCookie = Readonly<Record<string, string | number | boolean>>

/** A kept message that has not been dispatched yet. */
export interface Entry {
  /** Counts up over the life of the store, without holes. */
  readonly seq: number
  /** The login it belongs to: UserNames in `raw` mean something only there. */
  readonly epoch: number
  /** MsgId, or a hash of the raw form where there is none. */
  readonly id: string
  /** As the service sent it: an entry of AddMsgList. Of what this bot sent: as the service would send it to another client. */
  readonly raw: Readonly<Record<string, unknown>>
  /** Present where this bot has sent it. */
  readonly origin?: 'bot'
}

/** An own id of a person or room, with the evidence that finds it again after a login re-assigned all UserNames. */
export interface Identity {
  /** The own id, such as `p_0123456789ab`: made once, and never given to somebody else. */
  readonly id: string
  readonly kind: 'person' | 'room'
  readonly remarkName: string
  readonly alias: string
  readonly nickName: string
  /** The account's own number, where the service lets it leak. */
  readonly uin?: number
  /** The name in Latin letters, as the service spells it; absent where it does not. */
  readonly pinyin?: string
  /** Counts the changes of the avatar; absent where the service does not say. */
  readonly avatarSeq?: number
  /** Hashes of the names of a room's members, sorted. */
  readonly members?: readonly number[]
  /** The room in which somebody was met who is in no address book. */
  readonly room?: string
  /** It turned out to be this one: it leads there. */
  readonly boundTo?: string
  /** Weak evidence says that it is this one: what depends on that one waits until `bind` settles it. */
  readonly likely?: string
  /** The login in which `userName` is valid. */
  readonly epoch: number
  /** The UserName in the login `epoch`; in others it means nobody. */
  readonly userName: string
}

/** Where a file is that was not looked at yet. */
export interface FilePlace {
  /** Where it is on the disk. */
  readonly path: string
  /** As the receiver is to see it; default that of the path. */
  readonly name?: string
}

/** What is to be sent. */
export type OutboxContent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'revoke'; readonly msgId: string }
  /** `auto`: what its content says. A place is looked at when its turn comes. */
  | { readonly type: 'media'; readonly kind: MediaKind | 'auto'; readonly file: MediaFile | FilePlace }
  /** A received message, passed on without uploading anything. */
  | { readonly type: 'forward'; readonly forward: Forward }

/** Something to be sent, as kept until its fate is known. */
export interface OutboxItem {
  /** The id under which the server knows it, on every try. */
  readonly clientMsgId: string
  /** What its receipt is known by. */
  readonly key: string
  /** The conversation's own id: the UserName is looked up when it is sent. */
  readonly to: string
  /** A text, a file, something passed on, a revocation. */
  readonly content: OutboxContent
  /** The login in which it was first tried; absent while it was not. */
  readonly attempted?: number
  /** Not to be sent before this time, ms. */
  readonly at?: number
  /** Where the service says "too often" it is refused for good, instead of waiting. */
  readonly tooOften?: 'refuse'
}

/**
 * A key under which something was sent. For 30 days after the receipt, the same key with the same content and receiver is
 * the same message; the newest 10,000 keys are kept.
 */
export interface SendKey {
  /** As the bot gave it. */
  readonly key: string
  /** The own id of the receiver. */
  readonly to: string
  /** A hash of what was sent: it tells this content from any other. */
  readonly content: string
  /** When the receipt came, Unix ms. */
  readonly time: number
  /** The id under which the server knows it. */
  readonly clientMsgId: string
  /** How it ended. A key whose send was refused is free, and is not kept. */
  readonly outcome: 'accepted' | 'unknown'
  /** The id of the accepted message. */
  readonly msgId?: string
  /** Why nobody knows whether it arrived. */
  readonly reason?: string
}

/** How far a durable consumer has come. Others may still be at work on entries that it is done with. */
export interface ConsumerMark {
  /** The name of the consumer. */
  readonly consumer: string
  /** It is done with every entry up to and including this `seq`. */
  readonly upTo: number
  /** Entries above `upTo` that it is done with: from the first `seq` to the last, ascending and apart. */
  readonly above: readonly (readonly [first: number, last: number])[]
}

/** What a durable consumer is done with from now on. */
export interface ConsumerDone {
  /** The name of the consumer. */
  readonly consumer: string
  /** It is done with every entry up to and including this `seq`. A lower one than before changes nothing. */
  readonly upTo: number
  /** Entries above `upTo` that it is done with, too. Default: none. */
  readonly seqs?: readonly number[]
}

/** What a converse consumer remembers of one conversation: data that JSON can hold. */
export interface ConversationState {
  /** The name of the dialogue. */
  readonly consumer: string
  /** The own id of the room or of the other person. */
  readonly conversation: string
  /** What its `reduce` answered last; `undefined` forgets it. */
  readonly state: unknown
}

/** A message that its handler refused for good. */
export interface DeadLetter extends Entry {
  /** The handler's name. */
  readonly consumer: string
  /** Why, in words: for people. */
  readonly reason: string
  /** How often the handler was tried, 1 at least. */
  readonly attempts: number
  /** When it was given up, ms. */
  readonly time: number
}

/** What a start finds. */
export interface Saved {
  /** In words, what was found to be missing and let pass; it is told once. */
  readonly gap?: string
  /** Counts logins; 0 before the first. */
  readonly epoch: number
  /** The session that may still be alive; absent where there is none. It holds secrets. */
  readonly session?: SavedSession
  /** What `Cookies.save` gave last. They are secrets, too. */
  readonly cookies: readonly SavedCookie[]
  /** The Uin of the account it belongs to; absent before the first login, and in a store of an earlier version. */
  readonly owner?: string
  /** The SyncKeys: the place in the server's order; absent before the first login. */
  readonly keys?: Keys
  /** The last message ids, oldest first, at most 10,000. */
  readonly seen: readonly string[]
  /** Kept and not dispatched, in order. */
  readonly entries: readonly Entry[]
  /** The `seq` of the last entry ever kept; 0 before the first. */
  readonly lastSeq: number
  /** Everybody who was given an own id and was not forgotten since. */
  readonly identities: readonly Identity[]
  /** The last ClientMsgId handed out, a decimal string; '' before the first. */
  readonly clientMsgId: string
  /** What waits to be sent, in the order it was asked for. */
  readonly outbox: readonly OutboxItem[]
  /** Dead letters, oldest first, at most 1,000. */
  readonly dead: readonly DeadLetter[]
  /** What the dialogues remember. */
  readonly states: readonly ConversationState[]
  /** How far each durable consumer has come, one mark for each. Absent in a store of an earlier version. */
  readonly marks?: readonly ConsumerMark[]
  /** Keys of sends that ended, the oldest first. Absent in a store of an earlier version. */
  readonly sendKeys?: readonly SendKey[]
}

/** How many dead letters a store keeps; the oldest make room. */
export const deadLimit = 1_000

/**
 * How many people and rooms a store remembers: beyond it a login forgets those who were last found by the oldest logins. It always forgets
 * those of earlier logins of whom nothing is known that could find them again.
 */
export const identityLimit = 20_000

/** How many keys of ended sends a store remembers; the oldest make room. */
export const sendKeyLimit = 10_000

/** How many message ids a store remembers, to drop what the server repeats. */
export const seenLimit = 10_000

/** The Uin of the account whose store this is; a store of an earlier version says so by its session only. */
export const ownerOf = ({ owner, session }: Saved): string | undefined => owner ?? session?.uin
