import { concat, filter, map, NEVER, type Observable, of, switchMap, take } from 'rxjs'
import type { AddressBook } from './address-book.js'
import { checkedCommand } from './checked-command.js'
import type { Command } from './command.js'
import type { Identities } from './identity/identities.js'
import { needsBook } from './target.js'

/** The Commands, as soon as all of their names can be looked up: a namesake may be on a page of the address book that is still to come. Those to known ids are there at once. */
export function namesKnown(
  commands: readonly Command[],
  engine$: Observable<{ readonly identities: Identities }>,
  contacts$: Observable<AddressBook>,
): Observable<readonly Command[]> {
  return engine$.pipe(
    take(1),
    switchMap(({ identities }) => {
      const names = commands.map((command) => checkedCommand(command).to).filter((to) => needsBook(to, identities))
      if (names.length === 0) return of(commands)
      // A stop ends the wait by unsubscribing, never with an empty answer.
      return concat(contacts$, NEVER).pipe(
        filter((book) => book.status !== 'loading' || names.every((name) => book.has(String(name)))),
        take(1),
        map(() => commands),
      )
    }),
  )
}
