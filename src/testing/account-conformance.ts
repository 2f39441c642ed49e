import { catchError, concat, defer, forkJoin, ignoreElements, map, type Observable, of, tap } from 'rxjs'
import { isFailure, type Store } from '../index.js'
import { entries, outgoing, person, session } from './store-samples.js'
import { expectSame, pick, withStore } from './store-steps.js'

/** One promise of what holds a store for each account. `open` is as in a {@link StoreCase}, for the account that is named. */
export interface AccountCase {
  /** What is promised, as the name of a test. */
  readonly name: string
  /** Completes when the promise is kept, fails with an Error that says what was expected where it is broken. */
  readonly run: (open: (account: string) => Observable<Store>) => Observable<void>
}

/** Two accounts at the same time. */
const both = <T>(
  open: (account: string) => Observable<Store>,
  use: (one: Store, other: Store) => Observable<T>,
): Observable<T> =>
  withStore(
    () => open('one'),
    (one) =>
      withStore(
        () => open('other'),
        (other) => use(one, other),
      ),
  )

/**
 * What has to be promised, besides {@link storeCases}, by what holds a store for each account. Run each case with a directory of its own.
 *
 * @example
 * for (const { name, run } of accountCases) test(name, () => lastValueFrom(run((account) => myStores.account(account)), { defaultValue: undefined }))
 */
export const accountCases: readonly AccountCase[] = [
  {
    name: 'accounts that are open side by side know nothing of each other, and each counts by itself',
    run: (open) =>
      concat(
        both(open, (one, other) =>
          concat(
            one.commit({ epoch: 1, session, entries: entries(1, 3), clientMsgId: '1' }),
            other.commit({ epoch: 5, entries: entries(1, 1), identities: [person('p', 'A')] }),
            one.commit({ settled: [1], outbox: [outgoing('1', 'a')] }),
            other.commit({ dispatched: 1 }),
          ),
        ).pipe(ignoreElements()),
        both(open, (one, other) => forkJoin([one.load(), other.load()])).pipe(
          tap(([one, other]) => {
            const first = { epoch: 1, session, entries: entries(2, 3), outbox: [outgoing('1', 'a')], identities: [] }
            expectSame('the first account', pick(one, first), first)
            const second = { epoch: 5, entries: [], lastSeq: 1, outbox: [], identities: [person('p', 'A')] }
            expectSame('the second account', pick(other, second), second)
            expectSame('the session of the second account', other.session ?? 'none', 'none')
          }),
          ignoreElements(),
        ),
      ),
  },
  {
    name: 'an account is open once: the second opening fails with inUse, and the first one goes on',
    run: (open) =>
      concat(
        withStore(
          () => open('one'),
          (store) => concat(failsInUse(open('one')), store.commit({ epoch: 3 })).pipe(ignoreElements()),
        ),
        withStore(
          () => open('one'),
          (store) => store.load().pipe(tap(({ epoch }) => expectSame('epoch', epoch, 3))),
        ).pipe(ignoreElements()),
      ),
  },
  {
    name: 'an account that is closed does not close another one',
    run: (open) =>
      withStore(
        () => open('one'),
        (one) =>
          concat(
            withStore(
              () => open('other'),
              (other) => other.commit({ epoch: 1 }),
            ),
            one.commit({ epoch: 2 }),
            defer(() => one.load()).pipe(tap(({ epoch }) => expectSame('epoch', epoch, 2))),
          ).pipe(ignoreElements()),
      ),
  },
]

const failsInUse = (opening$: Observable<Store>): Observable<never> =>
  opening$.pipe(
    map(() => 'it was opened'),
    catchError((error: unknown) => of(isFailure(error) && error.kind === 'store' ? error.detail.reason : 'untyped')),
    tap((reason) => expectSame('the second opening', reason, 'inUse')),
    ignoreElements(),
  )
