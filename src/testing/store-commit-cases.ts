import { concat, concatMap, defer, EMPTY, ignoreElements, Observable, tap } from 'rxjs'
import { entries } from './store-samples.js'
import { expectSame, type StoreCase, withStore } from './store-steps.js'

/** When a commit is made, in which order, and how often it answers. */
export const commitCases: readonly StoreCase[] = [
  {
    name: 'a commit is made once per subscription, and not by asking for it',
    run: (open) =>
      withStore(open, (store) => {
        const commit$ = store.commit({ seen: ['once'] })
        return concat(
          store.load().pipe(tap(({ seen }) => expectSame('before subscribing', seen, []))),
          commit$,
          commit$,
          store.load().pipe(tap(({ seen }) => expectSame('after subscribing twice', seen, ['once', 'once']))),
        ).pipe(ignoreElements())
      }),
  },
  {
    name: 'commits that do not wait for each other land in the order they were made',
    run: (open) =>
      withStore(open, (store) => {
        const names = Array.from({ length: 50 }, (_, index) => `${index}`)
        for (const name of names) store.commit({ seen: [name], clientMsgId: name }).subscribe({ error: () => {} })
        return store.load().pipe(
          tap(({ seen, clientMsgId }) => expectSame('the order', [seen, clientMsgId], [names, '49'])),
          ignoreElements(),
        )
      }),
  },
  {
    name: 'a commit that nobody waits for is made all the same',
    run: (open) =>
      concat(
        withStore(open, (store) => {
          store
            .commit({ epoch: 7, entries: entries(1, 2) })
            .subscribe({ error: () => {} })
            .unsubscribe()
          return EMPTY
        }),
        withStore(open, (store) =>
          store.load().pipe(
            tap(({ epoch, entries: kept }) => expectSame('what was committed', [epoch, kept], [7, entries(1, 2)])),
            ignoreElements(),
          ),
        ),
      ),
  },
  {
    name: 'commit and close answer once and complete',
    run: (open) =>
      open().pipe(
        concatMap((store) => concat(count(store.commit({ durable: true })), count(store.close()))),
        tap((answers) => expectSame('answers', answers, 1)),
        ignoreElements(),
      ),
  },
  {
    name: 'closing twice is closing once',
    run: (open) =>
      open().pipe(
        concatMap((store) =>
          concat(
            store.close(),
            defer(() => store.close()),
          ),
        ),
        ignoreElements(),
      ),
  },
]

const count = (answers$: Observable<unknown>): Observable<number> =>
  new Observable((out) => {
    let answers = 0
    return answers$.subscribe({
      next: () => {
        answers++
      },
      error: (error) => out.error(error),
      complete: () => {
        out.next(answers)
        out.complete()
      },
    })
  })
