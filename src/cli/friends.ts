import { type ListOptions, listContacts } from './list-contacts.js'
import { messageArgument } from './message-argument.js'
import { type OperateOptions, operate } from './operate.js'
import { visible } from './visible.js'

/** `rxwx friends list`: all of them, or whom a query could mean. */
export const listFriends = (query: string | undefined, options: ListOptions): void =>
  listContacts(options, { kind: 'friend', query: query ?? '' }, ({ id, name, remark, alias }) =>
    [id, name, ...(remark === undefined ? [] : [remark]), ...(alias === '' ? [] : [alias])]
      .map((field) => visible(`${field}`))
      .join('\t'),
  )

/** `rxwx friends accept`: by the line that `listen --json` printed of the request, or by its id where a listener runs. */
export function acceptFriend(request: string, options: OperateOptions): void {
  messageArgument(request).subscribe((what) => operate({ type: 'accept', ...what }, options))
}

/** `rxwx friends request` */
export const requestFriend = (who: string, greeting: string | undefined, options: OperateOptions): void =>
  operate({ type: 'befriend', who, greeting: greeting ?? '' }, options)

/** `rxwx friends remark` */
export const remarkFriend = (contact: string, name: string, options: OperateOptions): void =>
  operate({ type: 'remark', contact, name }, options)
