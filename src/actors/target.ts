import { filter, map, type Observable, of, take } from 'rxjs'
import { whatIs } from '../check-argument.js'
import { failure } from '../errors.js'
import type { AddressBook } from './address-book.js'
import type { Identities } from './identity/identities.js'
import { selfTarget } from './identity/self-id.js'
import type { Party } from './message.js'

/**
 * Whom a message is for: a party, a received message (its conversation), or a name: own id, `self` (this account), UserName,
 * remark, nickname, alias, `filehelper`.
 */
export type Target = string | Pick<Party, 'id'> | { readonly conversation: Pick<Party, 'id'> }

/**
 * The own id behind a target. A name is looked up in the address book and waits until it is complete, or known to stay partial, so that a
 * name that two people have is noticed. Fails with `target`, which lists the candidates.
 */
export function resolveTarget(
  target: Target,
  identities: Identities,
  books$: Observable<AddressBook>,
): Observable<string> {
  const id = knownId(target, identities)
  if (id !== undefined) return of(id)
  const name = String(target)
  return books$.pipe(
    filter((book) => book.status !== 'loading' || name === selfTarget || book.get(name) !== undefined),
    take(1),
    map((book) => only(name, book)),
  )
}

/** The same with the address book as it is now. Throws a `target` failure. */
export function targetNow(target: Target, identities: Identities, book: AddressBook | undefined): string {
  const id = knownId(target, identities)
  if (id !== undefined) return id
  const name = String(target)
  if (book === undefined) throw failure('target', { to: name, candidates: [] })
  return only(name, book)
}

/** Parties, messages, own ids and `filehelper` need no address book. */
function knownId(target: Target, identities: Identities): string | undefined {
  if (typeof target !== 'string') return identities.currentId(idWithin(target))
  return identities.get(target) !== undefined || isSpecial(target) ? identities.currentId(target) : undefined
}

/** Has this to be looked up in the address book? */
export const needsBook = (target: Target, identities: Identities): boolean => knownId(target, identities) === undefined

/** What a program without types gives may be anything. */
function idWithin(target: unknown): string {
  const { conversation, id } = (target ?? {}) as { conversation?: { id?: unknown } | null; id?: unknown }
  const own = conversation === undefined ? id : conversation?.id
  if (typeof own === 'string' && own !== '') return own
  throw failure('argument', {
    name: 'to',
    why: `expected a name, an id, a message or somebody of one, got ${whatIs(target)}`,
  })
}

const isSpecial = (name: string): boolean => name === 'filehelper'

function only(target: string, book: AddressBook): string {
  if (target === book.self.userName || target === selfTarget) return book.self.id
  const [first, ...others] = book.find(target)
  if (first !== undefined && others.length === 0) return first.id
  const candidates = first === undefined ? [] : [first, ...others].map(({ id, name }) => `${name} (${id})`)
  throw failure('target', { to: target, candidates, ...missingOf(book) })
}

/** Why the one who is looked for may be missing in the book: a part of the `target` failure. */
export const missingOf = ({ missing }: AddressBook): { readonly missing?: string } =>
  missing === undefined ? {} : { missing: missing.message }
