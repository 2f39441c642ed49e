import {
  catchError,
  concat,
  concatMap,
  defer,
  EMPTY,
  forkJoin,
  from,
  ignoreElements,
  last,
  map,
  Observable,
  of,
  tap,
} from 'rxjs'
import { type Changes, isFailure, type Saved, type Store } from '../index.js'
import { conversation, entries, entry, keys, letter, nothing, outgoing, person, session } from './store-samples.js'

/** One promise of every store. `open` answers with the same store as before, as a later process would find it. */
export interface StoreCase {
  readonly name: string
  /** Completes when the promise is kept, fails with an Error that says what was expected where it is broken. */
  readonly run: (open: () => Observable<Store>) => Observable<void>
}

/** One promise of what holds a store for each account. `open` is as in a {@link StoreCase}, for the account that is named. */
export interface AccountCase {
  readonly name: string
  /** Completes when the promise is kept, fails with an Error that says what was expected where it is broken. */
  readonly run: (open: (account: string) => Observable<Store>) => Observable<void>
}

const seenLimit = 10_000
const deadLimit = 1_000

/** Commits in order to one opened store, and answers with what a later opening finds. */
const afterwards = (open: () => Observable<Store>, changes: readonly Changes[]): Observable<Saved> =>
  concat(
    withStore(open, (store) => from(changes).pipe(concatMap((change) => store.commit(change)))).pipe(ignoreElements()),
    withStore(open, (store) => store.load()),
  )

const withStore = <T>(open: () => Observable<Store>, use: (store: Store) => Observable<T>): Observable<T> =>
  open().pipe(concatMap((store) => concat(use(store), defer(() => store.close()).pipe(ignoreElements()))))

const finds = (name: string, changes: readonly Changes[], expected: Partial<Saved>): StoreCase => ({
  name,
  run: (open) =>
    afterwards(open, changes).pipe(
      last(),
      tap((saved) => expectSame('after the commits', pick(saved, expected), expected)),
      map(() => undefined),
    ),
})

const pick = (saved: Saved, expected: Partial<Saved>): unknown =>
  Object.fromEntries(Object.entries(saved).filter(([name]) => name in expected))

function expectSame(what: string, found: unknown, expected: unknown): void {
  if (canonical(found) !== canonical(expected)) {
    throw new Error(`${what}: expected ${canonical(expected).slice(0, 500)}, found ${canonical(found).slice(0, 500)}`)
  }
}

/** JSON with sorted names: the order of fields is no promise. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  ) ?? 'nothing'

const manyIds = Array.from({ length: seenLimit + 700 }, (_, index) => `seen ${index}`)
const inParts = Array.from(
  { length: 107 },
  (_, index): Changes => ({ seen: manyIds.slice(index * 100, index * 100 + 100) }),
)

/** Two hundred entries above the third, in pulls of four, settled in pairs and backwards within each pull. */
const manySettled = Array.from({ length: 50 }, (_, index): readonly Changes[] => {
  const first = 4 + index * 4
  return [{ entries: entries(first, first + 3) }, { settled: [first + 3, first + 1] }, { settled: [first + 2, first] }]
}).flat()

/**
 * What every store has to promise, free of any test framework. Run each case with a store of its own; all data is made up.
 *
 * @example
 * for (const { name, run } of storeCases) test(name, () => lastValueFrom(run(() => myStore(freshDirectory)), { defaultValue: undefined }))
 */
export const storeCases: readonly StoreCase[] = [
  finds('a new store holds nothing', [], { ...nothing }),
  finds(
    'everything that is committed is found again',
    [
      {
        epoch: 1,
        session,
        cookies: [{ name: 'a', expires: 1, secure: true }],
        keys,
        entries: entries(1, 3),
        seen: ['x', 'y'],
        identities: [person('p', '甲')],
        clientMsgId: '17000000000000001',
      },
    ],
    {
      epoch: 1,
      session,
      cookies: [{ name: 'a', expires: 1, secure: true }],
      keys,
      entries: entries(1, 3),
      lastSeq: 3,
      seen: ['x', 'y'],
      identities: [person('p', '甲')],
      clientMsgId: '17000000000000001',
    },
  ),
  finds('what a change leaves out stays as it is', [{ epoch: 4, session, keys }, { clientMsgId: '1' }, {}], {
    epoch: 4,
    session,
    keys,
    clientMsgId: '1',
  }),
  finds(
    'entries that are settled out of order are not found again, the others are',
    [{ entries: entries(1, 5) }, { settled: [4, 2] }, { dispatched: 1 }, { entries: entries(6, 7) }, { settled: [7] }],
    { entries: [entry(3), entry(5), entry(6)], lastSeq: 7 },
  ),
  finds(
    'what waits to be sent keeps its place until its fate is known',
    [
      { outbox: [outgoing('1', 'a'), outgoing('2', 'b')] },
      { outbox: [{ ...outgoing('1', 'a'), attempted: 4 }, outgoing('3', 'c')] },
      { sent: ['2'] },
    ],
    { outbox: [{ ...outgoing('1', 'a'), attempted: 4 }, outgoing('3', 'c')] },
  ),
  finds(
    'dead letters are kept until they are buried',
    [{ entries: entries(1, 2) }, { settled: [1], dead: [letter(1)] }, { dead: [letter(2)] }, { buried: [1] }],
    { dead: [letter(2)] },
  ),
  finds(
    'dead letters are a thousand at most, and the oldest make room',
    Array.from({ length: 11 }, (_, index) => ({
      dead: Array.from({ length: 100 }, (_, at) => letter(index * 100 + at + 1)),
    })),
    { dead: Array.from({ length: deadLimit }, (_, at) => letter(101 + at)) },
  ),
  finds(
    'one entry that nobody settles stays, and nothing of what came after it',
    [{ entries: entries(1, 3) }, { settled: [1, 3] }, ...manySettled, { entries: entries(204, 205) }],
    { entries: [entry(2), entry(204), entry(205)], lastSeq: 205 },
  ),
  {
    name: 'a store that misses nothing tells of no gap',
    run: (open) =>
      afterwards(open, [{ entries: entries(1, 2), outbox: [outgoing('1', 'a')] }]).pipe(
        last(),
        tap(({ gap, outbox }) => expectSame('gap and outbox', [gap ?? 'none', outbox], ['none', [outgoing('1', 'a')]])),
        map(() => undefined),
      ),
  },
  finds(
    'conversation states are replaced and forgotten one by one',
    [
      { states: [conversation('a', { n: 1 }), conversation('b', ['x'])] },
      { states: [conversation('a', { n: 2 }), conversation('b', undefined)] },
    ],
    { states: [conversation('a', { n: 2 })] },
  ),
  {
    name: 'session and keys are forgotten with null',
    run: (open) =>
      afterwards(open, [
        { epoch: 1, session, keys },
        { session: null, keys: null },
      ]).pipe(
        last(),
        tap((saved) =>
          expectSame('session and keys', [saved.session, saved.keys, saved.epoch], [undefined, undefined, 1]),
        ),
        map(() => undefined),
      ),
  },
  finds('cookies are replaced, not added', [{ cookies: [{ name: 'a' }] }, { cookies: [{ name: 'b' }] }], {
    cookies: [{ name: 'b' }],
  }),
  finds(
    'entries are appended in order',
    [{ entries: entries(1, 2) }, { entries: entries(3, 3) }, { entries: entries(4, 9) }],
    { entries: entries(1, 9), lastSeq: 9 },
  ),
  finds(
    'dispatched entries are gone, also in the middle of a commit',
    [{ entries: entries(1, 4) }, { entries: entries(5, 8) }, { dispatched: 6 }],
    { entries: entries(7, 8), lastSeq: 8 },
  ),
  finds('entries dispatched in the commit that brings them are not kept', [{ entries: entries(1, 4), dispatched: 4 }], {
    entries: [],
    lastSeq: 4,
  }),
  finds(
    'dispatching twice, or something older, changes nothing',
    [{ entries: entries(1, 4) }, { dispatched: 3 }, { dispatched: 3 }, { dispatched: 1 }],
    { entries: entries(4, 4), lastSeq: 4 },
  ),
  finds(
    'the number of the last entry outlives the entry',
    [{ entries: entries(1, 4) }, { dispatched: 4 }, { epoch: 2 }],
    { entries: [], lastSeq: 4 },
  ),
  finds('the newest seen ids are remembered, oldest first', inParts, { seen: manyIds.slice(-seenLimit) }),
  finds(
    'identities are put by their id',
    [{ identities: [person('p', 'one'), person('q', 'two')] }, { identities: [person('p', 'three')] }],
    { identities: [person('p', 'three'), person('q', 'two')] },
  ),
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
 * for (const { name, run } of accountCases) test(name, () => lastValueFrom(run((account) => stores.account(account)), { defaultValue: undefined }))
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
