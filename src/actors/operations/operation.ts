import type { NewMember } from '../../protocol/new-member.js'
import type { Party } from '../message.js'

/** Somebody who is in no address book has no own id: a UserName, and the number of the login in which it means somebody. */
export interface Stranger {
  readonly userName: string
  readonly epoch: number
}

/** Something that is done to a contact, a friendship or a room. People and rooms are own ids. */
export type Operation =
  | { readonly type: 'remark'; readonly contact: string; readonly name: string }
  | { readonly type: 'pin'; readonly contact: string; readonly isPinned: boolean }
  | { readonly type: 'markRead'; readonly conversation: string }
  | { readonly type: 'search'; readonly keyWord: string }
  | { readonly type: 'accept'; readonly who: Stranger; readonly ticket: string }
  | { readonly type: 'befriend'; readonly who: string | Stranger; readonly greeting: string }
  | { readonly type: 'createRoom'; readonly members: readonly string[]; readonly topic: string }
  | { readonly type: 'invite'; readonly room: string; readonly members: readonly string[] }
  | { readonly type: 'remove'; readonly room: string; readonly members: readonly string[] }
  | { readonly type: 'renameRoom'; readonly room: string; readonly topic: string }
  | { readonly type: 'leaveRoom'; readonly room: string }

/** What can be done to friends and rooms. */
export type OperationName = Operation['type']

/** Somebody who was to come into a room. `hasDeletedYou` and `hasBlockedYou`: is not in it. */
export interface Newcomer extends Party {
  /** `joined`, `hasDeletedYou` or `hasBlockedYou`. */
  readonly status: NewMember['status']
}

/** A new room, and what became of everybody who was to be in it. */
export interface CreatedRoom {
  /** What can be written to from now on. */
  readonly room: Party
  /** Everybody who was to be in it, with what became of them. */
  readonly members: readonly Newcomer[]
}

/** `added`: they are in the room. `invited`: each has an invitation in the chat with this account. */
export interface Invited {
  /** Invitations are sent where the room is large, or where the service does not let this account add anybody. */
  readonly how: 'added' | 'invited'
  /** Everybody who was to come, with what became of them. */
  readonly members: readonly Newcomer[]
}

/** What comes of each operation. */
export interface OperationAnswers {
  readonly remark: undefined
  readonly pin: undefined
  readonly markRead: undefined
  readonly search: readonly Party[]
  readonly accept: undefined
  readonly befriend: undefined
  readonly createRoom: CreatedRoom
  readonly invite: Invited
  readonly remove: undefined
  readonly renameRoom: undefined
  readonly leaveRoom: undefined
}
