import type { Observable } from 'rxjs'
import type { Known } from '../address-book.js'
import type { MessageOf, Party } from '../message.js'
import type { Target } from '../target.js'
import type { CreatedRoom, Invited } from './operation.js'

/** What may be asked of every operation. */
export interface OperationOptions {
  /** After 1205 the service wants to be left alone, for up to half an hour: `wait` (default) or be refused with that code. */
  readonly tooOften?: 'wait' | 'refuse'
}

/**
 * What a bot can do to contacts, friendships and rooms.
 *
 * Each is cold, as `send`: nothing happens before it is subscribed, and each subscription does it once. It emits once the service has answered, and
 * completes. It waits while there is no session, but in memory only: what waits when the process ends is not done. Unsubscribing takes out what
 * has not been begun. Fails with `refused` (the code, the service's text, the name of the operation), `target` where
 * nobody or more than one is meant, `argument`, `overflow` or `stopped`; with `timeout`, `network`, `status` or `decode` where the answer was lost, and
 * nobody knows whether it was done.
 *
 * @example
 * bot.createRoom(['Alice', 'Bob'], 'Friday').subscribe(({ room }) => console.log(room.id))
 */
export interface BotOperations {
  /** Gives a person a remark name; '' takes it away. */
  readonly remark: (contact: Target, name: string, options?: OperationOptions) => Observable<undefined>
  /** Puts a conversation on top of the list on the phone, or takes it from there. */
  readonly pin: (contact: Target, isPinned: boolean, options?: OperationOptions) => Observable<undefined>
  /** Takes away the count of unread messages on the phone. */
  readonly markRead: (conversation: Target, options?: OperationOptions) => Observable<undefined>
  /** Accepts a friend request, in the login in which it came. */
  readonly accept: (
    request: Pick<MessageOf<'friendRequest'>, 'userName' | 'ticket'>,
    options?: OperationOptions,
  ) => Observable<undefined>
  /**
   * Asks somebody to be friends: a party of a message, an own id, a name in the address book, or a UserName of this login, as a card or a member of a
   * room has it.
   */
  readonly befriend: (who: Target, greeting: string, options?: OperationOptions) => Observable<undefined>
  /** Opens a room with two friends or more. Those whose `status` is not `joined` are not in it. */
  readonly createRoom: (
    members: readonly Target[],
    topic?: string,
    options?: OperationOptions,
  ) => Observable<CreatedRoom>
  /** Adds friends to a room, or sends them an invitation where it is large or the service asks for it. */
  readonly invite: (room: Target, members: readonly Target[], options?: OperationOptions) => Observable<Invited>
  /** Takes members out of a room that this account owns: parties of messages, own ids, UserNames, or their names in the room. */
  readonly remove: (room: Target, members: readonly Target[], options?: OperationOptions) => Observable<undefined>
  /** Gives a room another name. */
  readonly renameRoom: (room: Target, topic: string, options?: OperationOptions) => Observable<undefined>
  /** Leaves a room. The name of the call is known, but no answer to it was ever published. */
  readonly leaveRoom: (room: Target, options?: OperationOptions) => Observable<undefined>
  /** The service's own search in the address book. */
  readonly search: (keyWord: string, options?: OperationOptions) => Observable<readonly Party[]>
  /** Whom the words could mean: once the address book is complete, or known to stay partial, best first, as {@link findContacts}. Asks nobody. */
  readonly find: (query: string) => Observable<readonly Known[]>
}
