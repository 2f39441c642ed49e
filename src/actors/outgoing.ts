import { checkChoice, checkText, unexpected } from '../check-argument.js'
import { failure } from '../errors.js'
import type { AddressBook } from './address-book.js'
import { checkAt } from './check-at.js'
import { checkedCommand } from './checked-command.js'
import type { Command } from './command.js'
import type { MediaFile, MediaSource } from './files.js'
import type { Identities } from './identity/identities.js'
import { isOutboxItem } from './is-outbox-item.js'
import { isRecord } from './json-guards.js'
import type { FilePlace, OutboxContent, OutboxItem } from './saved.js'
import type { ClientMsgIds } from './sender/client-msg-ids.js'
import { targetNow } from './target.js'

/** What the sender of an item may ask for. */
export interface Wishes {
  readonly key?: string
  readonly at?: number
  readonly tooOften?: 'wait' | 'refuse'
}

/** The same wishes, without a time that is past: what is due is for now, and counts as that. Throws `argument` for a time that is none. */
export function timely(wishes: Wishes = {}, now: number): Wishes {
  const { at, ...rest } = wishes
  checkAt(at, now)
  return at === undefined || at > now ? wishes : rest
}

/** An item of the outbox. Its ClientMsgId is given here, once, and kept on every try. Throws `argument` for a time that is none, and for what a store could not hold. */
export function outgoingItem(
  ids: ClientMsgIds,
  to: string,
  content: OutboxContent,
  { key, at, tooOften }: Wishes = {},
): OutboxItem {
  checkAt(at)
  checkText('key', key)
  checkChoice('tooOften', tooOften, ['wait', 'refuse'])
  if (content.type === 'text') checkGiven('text', content.text)
  if (content.type === 'revoke') checkGiven('msgId', content.msgId)
  const clientMsgId = ids.next()
  const item = {
    clientMsgId,
    key: key ?? clientMsgId,
    to,
    content,
    ...(at === undefined ? {} : { at }),
    ...(tooOften === 'refuse' ? { tooOften } : {}),
  }
  if (isOutboxItem(item)) return item
  throw failure('argument', {
    name: 'command',
    why: 'it holds what is none of a Command: texts, keys and ids are strings',
  })
}

/** A Command as an item of the outbox. Throws a `target` failure where nobody, or more than one, is meant by its name, `argument` for a time that is none. */
export const outgoing = (
  command: Command,
  ids: ClientMsgIds,
  identities: Identities,
  book: AddressBook | undefined,
  now: number,
): OutboxItem =>
  outgoingItem(
    ids,
    targetNow(checkedCommand(command).to, identities, book),
    contentOf(command),
    timely(wishesOf(command), now),
  )

/**
 * What a Command sends. Throws an `argument` failure for an empty text, and for bytes where there is no time to copy them: where a Command has to be data,
 * its media are paths.
 */
export function contentOf(command: Command): OutboxContent {
  switch (command.type) {
    case 'send':
      if (command.text === '') throw failure('argument', { name: 'text', why: 'an empty text cannot be sent' })
      return { type: 'text', text: command.text }
    case 'revoke':
      return { type: 'revoke', msgId: command.msgId }
    case 'forward':
      return { type: 'forward', forward: command.forward }
    case 'media':
      return { type: 'media', kind: command.kind, file: placeOf(command) }
  }
}

/** It has to be there, and a string. */
function checkGiven(name: string, value: unknown): void {
  if (typeof value !== 'string') throw unexpected(name, 'a string', value)
}

function placeOf({ source, name }: Extract<Command, { readonly type: 'media' }>): MediaFile | FilePlace {
  if (isReady(source)) return source
  if (typeof source === 'string') return { path: source, ...(name === undefined ? {} : { name }) }
  throw failure('argument', { name: 'source', why: 'here it has to be the path of a file' })
}

/** Was it measured already? */
export const isReady = (source: MediaSource | MediaFile | FilePlace): source is MediaFile =>
  isRecord(source) && 'md5' in source && 'path' in source

/** What a Command asks for besides its content. */
export const wishesOf = (command: Command): Wishes => {
  if (command.type === 'revoke') return {}
  const { at, key, tooOften } = command
  return {
    ...(at === undefined ? {} : { at }),
    ...(key === undefined ? {} : { key }),
    ...(tooOften === undefined ? {} : { tooOften }),
  }
}
