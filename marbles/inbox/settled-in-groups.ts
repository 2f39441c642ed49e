import { concatMap, ignoreElements, merge, range, Subject, tap } from 'rxjs'
import type { Changes } from '../../src/actors/env.js'
import { createIdentities } from '../../src/actors/identity/identities.js'
import { createSettlements } from '../../src/actors/inbox/settlements.js'
import { memoryStore } from '../../src/actors/memory-store.js'
import type { Marble } from '../../src/testing/index.js'
import { stageEnv } from '../stage.js'

export const settledInGroups = {
  title: 'settlements are committed together: 5 ms after the first, or at once when there are 64',
  unit: 1,
  hot: { settled: '1-1-----s' },
  run: (tools) => {
    const commits$ = new Subject<string>()
    const store = memoryStore()
    const commit = (changes: Changes) => {
      commits$.next(`up to ${changes.dispatched}`)
      return store.commit(changes)
    }
    const settlements = createSettlements(stageEnv(tools, { ...store, commit }), createIdentities([], 0), { upTo: 0 })
    let seq = 0
    const settle$ = tools.hot<number>('settled').pipe(
      concatMap((count) => range(0, count)),
      tap(() => {
        seq += 1
        settlements.open(seq, ['one'])
        settlements.settle({ seqs: [seq] })
      }),
      ignoreElements(),
    )
    return merge(commits$, settlements.run$, settle$)
  },
  then: '-----t--u----',
  values: { 1: 1, s: 64, t: 'up to 2', u: 'up to 66' },
} satisfies Marble
