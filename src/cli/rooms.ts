import { type ListOptions, listContacts } from './list-contacts.js'
import { type OperateOptions, operate } from './operate.js'
import { visible } from './visible.js'

/** `rxwx rooms list`: all of them, or whom a query could mean. */
export const listRooms = (query: string | undefined, options: ListOptions): void =>
  listContacts(options, { kind: 'room', query: query ?? '' }, ({ id, memberCount, name, remark }) =>
    [id, memberCount, name, ...(remark === undefined ? [] : [remark])].map((field) => visible(`${field}`)).join('\t'),
  )

/** `rxwx rooms create` */
export const createRoom = (
  members: readonly string[],
  { topic = '', ...options }: OperateOptions & { readonly topic?: string },
): void => operate({ type: 'createRoom', members, topic }, options)

/** `rxwx rooms invite` */
export const inviteTo = (room: string, members: readonly string[], options: OperateOptions): void =>
  operate({ type: 'invite', room, members }, options)

/** `rxwx rooms remove` */
export const removeFrom = (room: string, members: readonly string[], options: OperateOptions): void =>
  operate({ type: 'remove', room, members }, options)

/** `rxwx rooms rename` */
export const renameRoom = (room: string, topic: string, options: OperateOptions): void =>
  operate({ type: 'renameRoom', room, topic }, options)
