import { map, type Observable, take } from 'rxjs'
import { failure } from '../../errors.js'
import { type AddressBook, findNamed } from '../address-book.js'
import type { Engine } from '../engine/engine.js'
import type { Identity } from '../saved.js'
import { resolveTarget, type Target } from '../target.js'

/**
 * The own id of a room, or of a person: a friend who is called as the room is not meant. Fails with `target`, and with `argument` for an id of the
 * other kind.
 */
export const resolveOfKind = (
  kind: Identity['kind'],
  target: Target,
  { identities }: Pick<Engine, 'identities'>,
  contacts$: Observable<AddressBook>,
): Observable<string> =>
  resolveTarget(target, identities, contacts$.pipe(map((book) => onlyOf(kind, book)))).pipe(
    take(1),
    map((id) => {
      if ((identities.get(id)?.kind ?? kind) === kind) return id
      throw failure('argument', { name: id, why: kind === 'room' ? 'this is no room' : 'this is a room' })
    }),
  )

const onlyOf = (wanted: Identity['kind'], book: AddressBook): AddressBook => ({
  ...book,
  find: (name) =>
    findNamed(
      book.all().filter(({ kind }) => (kind === 'room') === (wanted === 'room')),
      name,
    ),
})
