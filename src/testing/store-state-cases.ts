import { catchError, concat, ignoreElements, last, map, type Observable, of, tap } from 'rxjs'
import { isFailure } from '../index.js'
import type { StoreCase } from './store-conformance.js'
import { conversation } from './store-samples.js'
import { expectSame, withStore } from './store-steps.js'

/** The kind of the failure, and the name in it. */
const refusal = (commit$: Observable<void>): Observable<readonly unknown[]> =>
  commit$.pipe(
    map((): readonly unknown[] => ['no failure']),
    catchError((error: unknown) =>
      of(isFailure(error) && error.kind === 'argument' ? [error.kind, error.detail.name] : [error]),
    ),
    last(),
  )

/** What every store promises of the states of dialogues: they go through JSON. */
export const stateCases: readonly StoreCase[] = [
  {
    name: 'a state that JSON cannot give back is refused by its path, and nothing of its commit is there',
    run: (open) =>
      withStore(open, (store) =>
        concat(
          refusal(store.commit({ epoch: 3, states: [conversation('a', { items: [1, { when: new Date(0) }] })] })).pipe(
            tap((failed) => expectSame('the failure', failed, ['argument', 'state.items[1].when'])),
          ),
          refusal(store.commit({ epoch: 3, states: [conversation('a', new Map())] })).pipe(
            tap((failed) => expectSame('the failure', failed, ['argument', 'state'])),
          ),
          store.load().pipe(tap(({ epoch, states }) => expectSame('what is there', [epoch, states], [0, []]))),
        ).pipe(ignoreElements()),
      ),
  },
  {
    name: 'a state that is changed after its commit, or after it was loaded, stays in the store as it was',
    run: (open) =>
      withStore(open, (store) => {
        const state = { n: 1 }
        return concat(
          store.commit({ states: [conversation('a', state)] }).pipe(tap(() => (state.n = 2))),
          store.load().pipe(tap(({ states }) => Object.assign(states[0]?.state ?? {}, { n: 3 }))),
          store.load().pipe(tap(({ states }) => expectSame('the state', states, [conversation('a', { n: 1 })]))),
        ).pipe(ignoreElements())
      }),
  },
]
