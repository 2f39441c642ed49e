import { failure } from '../errors.js'
import type { AddressBook } from './address-book.js'
import type { Command } from './command.js'
import type { OutboxItem } from './env.js'
import type { Identities } from './identity/identities.js'
import type { ClientMsgIds } from './sender/client-msg-ids.js'
import { targetNow } from './target.js'

/** What the sender of an item may ask for. */
export interface Wishes {
  readonly key?: string
  readonly at?: number
  readonly tooOften?: 'wait' | 'refuse'
}

/** An item of the outbox. Its ClientMsgId is given here, once, and kept on every try. */
export function outgoingItem(
  ids: ClientMsgIds,
  to: string,
  content: OutboxItem['content'],
  { key, at, tooOften }: Wishes = {},
): OutboxItem {
  const clientMsgId = ids.next()
  return {
    clientMsgId,
    key: key ?? clientMsgId,
    to,
    content,
    ...(at === undefined ? {} : { at }),
    ...(tooOften === 'refuse' ? { tooOften } : {}),
  }
}

/** A Command as an item of the outbox. Throws a `target` failure where nobody, or more than one, is meant by its name. */
export function outgoing(
  command: Command,
  ids: ClientMsgIds,
  identities: Identities,
  book: AddressBook | undefined,
): OutboxItem {
  const to = targetNow(command.to, identities, book)
  if (command.type === 'revoke') return outgoingItem(ids, to, { type: 'revoke', msgId: command.msgId })
  if (command.text === '') throw failure('argument', { name: 'text', why: 'an empty text cannot be sent' })
  return outgoingItem(ids, to, { type: 'text', text: command.text }, wishesOf(command))
}

/** What a Command asks for besides its text. */
export const wishesOf = ({ at, key }: Extract<Command, { readonly type: 'send' }>): Wishes => ({
  ...(at === undefined ? {} : { at }),
  ...(key === undefined ? {} : { key }),
})
