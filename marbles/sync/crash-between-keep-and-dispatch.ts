import { concat, concatMap, delay, map, type Observable, takeUntil, timer } from 'rxjs'
import type { Store } from '../../src/actors/env.js'
import { memoryStore } from '../../src/actors/memory-store.js'
import type { Marble, MarbleTools } from '../../src/testing/index.js'
import { batch, stageSync } from './stage-sync.js'

/** A store whose commits take two seconds, as a slow disk's may. */
const slow = (store: Store, { scheduler }: MarbleTools): Store => ({
  ...store,
  commit: (changes) => store.commit(changes).pipe(delay(2_000, scheduler)),
})

/** What the next process finds: entries that were kept and not handed out. */
const found = (store: Store): Observable<string> =>
  store.load().pipe(map(({ entries }) => `found ${entries.map(({ id }) => id).join(' ')}`))

export const crashBetweenKeepAndDispatch = {
  title: 'a process that dies while a batch is being committed leaves it for the next one',
  doc: 'The commit lands although nobody hears of it any more; nothing was handed out, so the next process hands it out.',
  unit: 1_000,
  given: { synccheck: ['-n|', '-'], webwxsync: 'b|' },
  run: (tools) => {
    const store = memoryStore()
    const dies$ = timer(2_000, tools.scheduler)
    return concat(
      stageSync(tools, { store: slow(store, tools) }).pipe(takeUntil(dies$)),
      timer(3_000, tools.scheduler).pipe(concatMap(() => found(store))),
    )
  },
  then: '-----(f|)',
  values: { n: { selector: '2' }, b: batch(2, ['m1', 'm2']), f: 'found m1 m2' },
} satisfies Marble
