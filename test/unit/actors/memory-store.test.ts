import { lastValueFrom, of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { memoryStore, nothingSaved } from '../../../src/actors/memory-store.js'
import type { Saved } from '../../../src/actors/saved.js'
import { storeCases } from '../../../src/testing/store-conformance.js'

describe('the store without a path keeps the promises of every store', () => {
  test.each(storeCases)('$name', async ({ run }) => {
    const store = memoryStore()
    await lastValueFrom(
      run(() => of(store)),
      { defaultValue: undefined },
    )
  })
})

test('it answers in the same tick', () => {
  const store = memoryStore()
  const found: Saved[] = []
  store.commit({ epoch: 3 }).subscribe()
  store.load().subscribe((saved) => found.push(saved))
  expect(found).toEqual([{ ...nothingSaved, epoch: 3 }])
})

test('it begins with what it is given, and leaves that as it was', () => {
  const before: Saved = { ...nothingSaved, epoch: 3, seen: ['a'], clientMsgId: '5' }
  const store = memoryStore(before)
  store.commit({ epoch: 4, seen: ['b'] }).subscribe()
  store.load().subscribe((saved) => expect(saved).toEqual({ ...before, epoch: 4, seen: ['a', 'b'] }))
  expect(before).toEqual({ ...nothingSaved, epoch: 3, seen: ['a'], clientMsgId: '5' })
  expect.assertions(2)
})

test('what was loaded does not change with later commits', () => {
  const store = memoryStore()
  const loaded: Saved[] = []
  store.load().subscribe((saved) => loaded.push(saved))
  store.commit({ seen: ['a'], epoch: 1 }).subscribe()
  expect(loaded).toEqual([nothingSaved])
})
