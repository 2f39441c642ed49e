/** The friend request that is accepted: what of its message is needed. */
export interface FriendRequest {
  readonly userName: string
  readonly ticket: string
}

/** What somebody outside this process wants done to contacts, friendships and rooms. People and rooms are targets. */
export type OperationCommand =
  | { readonly type: 'remark'; readonly contact: string; readonly name: string }
  | { readonly type: 'pin'; readonly contact: string; readonly isPinned: boolean }
  | { readonly type: 'markRead'; readonly conversation: string }
  /** By the id of a message that this listener has received, or by the message as it was printed. */
  | { readonly type: 'accept'; readonly what: string | FriendRequest }
  | { readonly type: 'befriend'; readonly who: string; readonly greeting: string }
  | { readonly type: 'createRoom'; readonly members: readonly string[]; readonly topic: string }
  | { readonly type: 'invite' | 'remove'; readonly room: string; readonly members: readonly string[] }
  | { readonly type: 'renameRoom'; readonly room: string; readonly topic: string }
  | { readonly type: 'leaveRoom'; readonly room: string }

/** A command that needs no memory of what a listener has received. */
export type ReadyOperation =
  | Exclude<OperationCommand, { readonly type: 'accept' }>
  | { readonly type: 'accept'; readonly what: FriendRequest }

type Fields = Readonly<Record<string, unknown>>

/** Is it one that says all by itself? */
export const isReady = (command: OperationCommand): command is ReadyOperation =>
  command.type !== 'accept' || typeof command.what !== 'string'

/** Reads a command; a text says why it is none. */
export function readOperation(fields: Fields): OperationCommand | string {
  const { type, contact, conversation, who, room } = fields
  const members = listOf(fields.members)
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '')
  switch (type) {
    case 'remark':
      return isText(contact) ? { type, contact, name: text('name') } : needs('remark', 'contact')
    case 'pin':
      return isText(contact) ? { type, contact, isPinned: fields.pinned !== false } : needs('pin', 'contact')
    case 'markRead':
      return isText(conversation) ? { type, conversation } : needs('markRead', 'conversation')
    case 'accept':
      return acceptOf(fields)
    case 'befriend':
      return isText(who) ? { type, who, greeting: text('greeting') } : needs('befriend', 'who')
    case 'createRoom':
      if (members === undefined) return needs('createRoom', 'members')
      return new Set(members).size < 2
        ? 'a room begins with two others or more'
        : { type, members, topic: text('topic') }
    case 'invite':
    case 'remove':
      return isText(room) && members !== undefined ? { type, room, members } : needs(type, 'room", "members')
    case 'renameRoom':
      return isText(room) ? { type, room, topic: text('topic') } : needs('renameRoom', 'room')
    case 'leaveRoom':
      return isText(room) ? { type, room } : needs('leaveRoom', 'room')
    default:
      return '"operate" needs a "type" that is known'
  }
}

const needs = (type: string, field: string): string => `"${type}" needs "${field}"`

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const listOf = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.length > 0 && value.every(isText) ? value : undefined

function acceptOf({ id, message }: Fields): OperationCommand | string {
  if (isText(id)) return { type: 'accept', what: id }
  const request = requestOf(message)
  return request === undefined
    ? '"accept" needs the "id" of a received friend request, or its "message" as it was printed'
    : { type: 'accept', what: request }
}

/** Longer ones the service does not write. */
const longest = 2_000

function requestOf(message: unknown): FriendRequest | undefined {
  if (typeof message !== 'object' || message === null) return undefined
  const { type, userName, ticket } = message as Fields
  const isRequest = type === 'friendRequest' && isText(userName) && isText(ticket)
  return isRequest && userName.length <= longest && ticket.length <= longest ? { userName, ticket } : undefined
}
