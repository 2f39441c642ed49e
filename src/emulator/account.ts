import type { Session } from './session.js'
import type { Shelf } from './shelf.js'
import type { SyncQueue } from './sync-queue.js'
import type { Pace } from './too-often.js'

/** The bytes of a sent message, in short. */
export interface SentMedia {
  /** What `World.media` knows the bytes by. */
  readonly mediaId: string
  /** As the receiver sees it. */
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** Lower-case hex. */
  readonly md5: string
  /** '' where it was forwarded, and nobody computed it. */
  readonly sha256: string
}

/** What a web client has sent. */
export interface Sent {
  /** The id that the server gave it. */
  readonly msgId: string
  /** The id that the client gave it: the same on each try. */
  readonly clientMsgId: string
  /** By the world's id: a person, a room, or `filehelper`. */
  readonly to: string
  /** The MsgType of the wire: 1 for a text. */
  readonly type: number
  /** The text as it was sent; '' for media. */
  readonly text: string
  /** Of a picture, a video, a sticker or a file; absent for texts. */
  readonly media?: SentMedia
  /** When it was accepted first, in milliseconds. */
  readonly at: number
  /** How many requests carried it: more than one where a client repeated itself. */
  requests: number
  /** It was taken back. */
  recalled: boolean
}

/** How somebody stands to an account. */
export interface Friend {
  /** The world's id of the person. */
  readonly id: string
  /** The account's own name for them; '' without one. */
  remarkName: string
  /** Among the starred friends. */
  starred: boolean
  /** The friend has deleted the account, which does not know it. */
  deletedYou: boolean
  /** The friend refuses messages of the account, which reads of it. */
  blockedYou: boolean
}

/** An account's own view of a room. */
export interface Membership {
  /** The world's id of the room. */
  readonly id: string
  /** Saved rooms stand in the address book. */
  saved: boolean
  /** Its messages make no sound on the phone. */
  muted: boolean
}

/** When the phone does what a person would do, in milliseconds after the code appeared and after the scan. */
export interface AutoPhone {
  /** Milliseconds from the code to the scan. */
  readonly scanAfter: number
  /** Milliseconds from the scan to the tap. */
  readonly confirmAfter: number
}

/** Web logins of this account: all, those of the desktop client, or none. */
export type WebLogin = 'allowed' | 'desktopOnly' | 'refused'

/** A person with a phone whose web client is what the emulator is there for. */
export interface Account {
  /** The world's id of it, such as `bot`. */
  readonly id: string
  /** The account's number, in decimal. */
  readonly uin: string
  /** Whether web clients may log in to it. */
  webLogin: WebLogin
  /** What its phone does by itself. */
  phone: 'manual' | AutoPhone
  /** By the world's ids. */
  readonly friends: Map<string, Friend>
  /** By the world's ids. */
  readonly rooms: Map<string, Membership>
  /** Recent conversations, the latest last. */
  readonly recent: Set<string>
  /** Friend requests that wait for an answer, by who asked. */
  readonly requests: Map<string, { readonly ticket: string; readonly until: number }>
  /** Whom the web client has asked to be a friend, with the greeting. */
  readonly asked: Map<string, string>
  /** Pinned chats. */
  readonly pinned: Set<string>
  /** Chats that the web client has marked as read, and when. */
  readonly markedRead: Map<string, number>
  /** What a webwxsync hands out. */
  readonly queue: SyncQueue
  /** What it can download. */
  readonly shelf: Shelf
  /** What its web client has sent, oldest first. */
  readonly sent: Sent[]
  /** The same by ClientMsgId, receiver and type: a repeated send is known by it. */
  readonly sentByClientId: Map<string, Sent>
  /** The same by MsgId. */
  readonly sentById: Map<string, Sent>
  /** What a push login needs, from the last login. */
  device?: { readonly uvid: string; readonly ticket: string; readonly until: number }
  /** The web login, also one that has ended; absent before the first. */
  session?: Session
  /** How far a client has shown that it has read. */
  read: number
  /** For the limits: sends, changes of rooms, friend requests. */
  readonly pace: { readonly send: Pace; readonly room: Pace; readonly request: Pace }
}

/** Puts a conversation to the top of the list. */
export function touch(account: Account, chat: string): void {
  account.recent.delete(chat)
  account.recent.add(chat)
}

/** The latest first. */
export const recentChats = (account: Account): readonly string[] => [...account.recent].reverse()

/** What makes a send the same one again. */
export type SendId = Pick<Sent, 'clientMsgId' | 'to' | 'type'>

/** The key of {@link Account.sentByClientId}. */
export const sendKey = ({ clientMsgId, to, type }: SendId): string => `${clientMsgId} ${type} ${to}`
