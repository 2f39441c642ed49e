import { map, type Observable, of, take } from 'rxjs'
import type { AddressBook } from '../address-book.js'
import type { Engine } from '../engine/engine.js'
import { resolveTarget, type Target } from '../target.js'
import type { Stranger } from './operation.js'

/** Somebody who need not be in the address book: a UserName, as a card has it, is taken as it is. */
export function resolveStranger(
  target: Target,
  { identities, epoch }: Pick<Engine, 'identities' | 'epoch'>,
  contacts$: Observable<AddressBook>,
): Observable<string | Stranger> {
  const isUserName = typeof target === 'string' && target.startsWith('@')
  return isUserName
    ? of(target).pipe(map((userName) => ({ userName, epoch: epoch() })))
    : resolveTarget(target, identities, contacts$).pipe(take(1))
}
