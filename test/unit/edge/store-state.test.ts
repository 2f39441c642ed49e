import { expect, test } from 'vitest'
import { applyCommit, emptyState, isState, restored, type State } from '../../../src/edge/store-state.js'

test('what earlier versions wrote as single numbers is read as ranges', () => {
  const written: unknown = { ...emptyState, dispatched: 1, settled: [4, 3, [7, 9]] }
  if (!isState(written)) throw new Error('it was refused')
  expect(restored(written).settled).toEqual([
    [3, 4],
    [7, 9],
  ])
})

test('behind an entry that nobody settles, records go as soon as all of theirs are settled', () => {
  const commits = [
    { pull: [1, 3] },
    { pull: [4, 6] },
    { pull: [7, 9] },
    { dispatched: 0, settled: [2, 3, 4, 5, 6, 7] },
  ] as const
  const state = commits.reduce<State>(applyCommit, emptyState)
  expect(state.pulls).toEqual([
    [1, 3],
    [7, 9],
  ])
  expect(applyCommit(state, { dispatched: 7 })).toMatchObject({ pulls: [[7, 9]], settled: [] })
})
