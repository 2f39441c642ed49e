import { defer, filter, map, NEVER, type Observable, of, race, startWith, switchMap, take, timer } from 'rxjs'
import type { AddressBook } from '../address-book.js'
import type { Core } from './core.js'

/** How long a send waits for an address book to show where an old id is now (ms). */
const reunionPatience = 10 * 60_000

/**
 * A new login hides everybody until the address book has been read: only then an id is known to be nobody's. While somebody is
 * likely the one who is meant, it waits until that is settled.
 */
export const located =
  ({ env, identities, books$, present }: Core) =>
  (id: string): Observable<string | undefined> =>
    defer(() => {
      const userName = identities.userNameOf(id)
      if (userName !== undefined) return of(userName)
      const shown$ = books$.pipe(
        startWith(present.book),
        filter(
          (book) =>
            identities.userNameOf(id) !== undefined ||
            (!identities.isAwaited(id) && isRead(book, identities.selfName())),
        ),
      )
      const patience$ = timer(reunionPatience, env.scheduler).pipe(
        switchMap(() => (identities.isAwaited(id) ? NEVER : of(undefined))),
      )
      return race(shown$, patience$).pipe(
        take(1),
        map(() => identities.userNameOf(id)),
      )
    })

const isRead = (book: AddressBook | undefined, self: string): boolean =>
  book?.complete === true && book.self.userName === self
