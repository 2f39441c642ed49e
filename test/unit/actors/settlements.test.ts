import { concatMap, of, throwError, timer } from 'rxjs'
import { expect, test } from 'vitest'
import type { Changes } from '../../../src/actors/env.js'
import { createIdentities } from '../../../src/actors/identity/identities.js'
import { createSettlements } from '../../../src/actors/inbox/settlements.js'
import { memoryStore } from '../../../src/actors/memory-store.js'
import { createVirtualClock } from '../../../src/testing/index.js'

/** The first commit takes so long (ms). */
function staged(first = 0) {
  const clock = createVirtualClock()
  const store = memoryStore()
  const commits: Changes[] = []
  let pause = first
  const commit = (changes: Changes) => {
    const ready$ = pause === 0 ? of(0) : timer(pause, clock.scheduler)
    pause = 0
    return ready$.pipe(
      concatMap(() => {
        commits.push(changes)
        return store.commit(changes)
      }),
    )
  }
  const env = {
    http: () => throwError(() => new Error('no network here')),
    cookies: { header: () => '', receive: () => {}, value: () => undefined, save: () => [], restore: () => {} },
    store: { ...store, commit },
    scheduler: clock.scheduler,
    random: () => 0,
    log: () => {},
  }
  const settlements = createSettlements(env, createIdentities([], 0), { upTo: 0 })
  settlements.run$.subscribe()
  return { clock, commits, ...settlements }
}

const item = { clientMsgId: '1', key: '1', to: 'a', content: { type: 'text', text: 'x' } } as const

test('the watermark stands below the lowest that is open; what is done above it is named', () => {
  const { open, settle, commits, clock } = staged()
  for (const seq of [1, 2, 3, 4, 5]) open(seq, ['one'])
  for (const seq of [2, 4, 5]) settle({ seqs: [seq] })
  clock.advance(5)
  settle({ seqs: [1] })
  clock.advance(5)
  settle({ seqs: [3] })
  clock.advance(5)
  expect(commits.map(({ dispatched, settled = [] }) => [dispatched, [...settled]])).toEqual([
    [0, [2, 4, 5]],
    [2, []],
    [5, []],
  ])
})

test('settlements wait 5 ms for each other, 64 do not wait, and one with Commands does not either', () => {
  const { open, settle, commits, clock } = staged()
  for (let seq = 1; seq <= 100; seq += 1) open(seq, ['one'])
  settle({ seqs: [1] })
  clock.advance(4)
  expect(commits).toHaveLength(0)
  clock.advance(1)
  expect(commits).toHaveLength(1)
  for (let seq = 2; seq <= 65; seq += 1) settle({ seqs: [seq] })
  expect(commits).toHaveLength(2)
  settle({ seqs: [66], outbox: [item] })
  expect(commits.at(-1)).toMatchObject({ dispatched: 66, outbox: [item], durable: true })
})

test('what has landed is told once the commit has', () => {
  const { open, settle, clock } = staged(7_000)
  const landed: number[] = []
  open(1, ['one'])
  settle({ seqs: [1], landed: () => landed.push(clock.now()) })
  const start = clock.now()
  clock.advance(10_000)
  expect(landed.map((at) => at - start)).toEqual([7_005])
})

test('flush commits what waits, and nothing where nothing waits', () => {
  const { open, settle, flush, commits } = staged()
  flush()
  expect(commits).toHaveLength(0)
  open(1, ['one'])
  settle({ seqs: [1] })
  flush()
  expect(commits.map(({ dispatched }) => dispatched)).toEqual([1])
})

test('pass says that everything up to an entry is done: after 10 ms, or 20 where more was passed meanwhile', () => {
  const { pass, commits, clock } = staged()
  pass(50)
  clock.advance(9)
  expect(commits).toEqual([])
  clock.advance(1)
  expect(commits).toEqual([{ dispatched: 50 }])
  pass(100)
  clock.advance(9)
  pass(200)
  clock.advance(10)
  expect(commits).toHaveLength(1)
  clock.advance(1)
  expect(commits.slice(1)).toEqual([{ dispatched: 200 }])
})

test('what was passed rides along with the next pull, the same until that has landed', () => {
  const { pass, riding, rode, commits, clock } = staged()
  expect(riding()).toEqual({})
  pass(100)
  expect(riding()).toEqual({ dispatched: 100 })
  pass(200)
  expect(riding()).toEqual({ dispatched: 100 })
  rode()
  expect(riding()).toEqual({ dispatched: 200 })
  rode()
  expect(riding()).toEqual({})
  clock.advance(100)
  expect(commits).toEqual([])
})

test('while one pull follows another, nothing is committed but their own; the last is', () => {
  const { pass, riding, rode, commits, clock } = staged()
  for (let pull = 1; pull <= 100; pull += 1) {
    riding()
    rode()
    pass(pull)
    clock.advance(3)
  }
  expect(commits).toEqual([])
  clock.advance(10)
  expect(commits).toEqual([{ dispatched: 100 }])
})

test('what was to ride and did not land is committed by a flush', () => {
  const { pass, riding, flush, commits } = staged()
  pass(100)
  riding()
  flush()
  expect(commits).toEqual([{ dispatched: 100 }])
})

test('no commit speaks for an entry whose own has not landed: its Commands would be lost with the process', () => {
  const { open, settle, pass, riding, commits, clock } = staged(1_000)
  for (const seq of [1, 2, 3]) open(seq, ['one'])
  settle({ seqs: [1], outbox: [item] })
  settle({ seqs: [2] })
  pass(3)
  expect(riding()).toEqual({})
  clock.advance(5)
  expect(commits).toEqual([{ dispatched: 0, settled: [2] }])
  clock.advance(1_000)
  expect(commits.slice(1)).toEqual([{ dispatched: 1, outbox: [item], durable: true }])
  expect(riding()).toEqual({ dispatched: 2 })
})

test('what was passed and is waiting is committed by a flush', () => {
  const { pass, flush, commits } = staged()
  pass(100)
  flush()
  expect(commits).toEqual([{ dispatched: 100 }])
})

test('each consumer commits alone: its Commands and its mark are in the store while another is at work', () => {
  const { open, settle, commits, clock } = staged()
  for (const seq of [1, 2, 3]) open(seq, ['fast', 'slow'])
  settle({ done: { consumer: 'fast', seq: 1 }, outbox: [item] })
  settle({ done: { consumer: 'fast', seq: 3 } })
  clock.advance(5)
  expect(commits).toEqual([
    { dispatched: 0, done: [{ consumer: 'fast', upTo: 1 }], outbox: [item], durable: true },
    { dispatched: 0, done: [{ consumer: 'fast', upTo: 1, seqs: [3] }] },
  ])
})

test('an entry leaves with the commit of its last consumer, also where two are in one group', () => {
  const { open, settle, commits, clock } = staged()
  const finished: number[] = []
  const landed = (count: number) => finished.push(count)
  for (const seq of [1, 2]) open(seq, ['a', 'b'])
  settle({ done: { consumer: 'a', seq: 1 }, landed })
  clock.advance(5)
  settle({ done: { consumer: 'b', seq: 1 }, landed })
  settle({ done: { consumer: 'a', seq: 2 }, landed })
  settle({ done: { consumer: 'b', seq: 2 }, landed })
  clock.advance(5)
  expect(commits.map(({ dispatched }) => dispatched)).toEqual([0, 2])
  expect(finished).toEqual([0, 1, 0, 1])
})

test('no commit speaks for another consumer whose own has not landed; a later one says that the entry leaves', () => {
  const { open, settle, commits, clock } = staged(1_000)
  open(1, ['a', 'b'])
  settle({ done: { consumer: 'a', seq: 1 }, outbox: [item] })
  settle({ done: { consumer: 'b', seq: 1 } })
  clock.advance(5)
  expect(commits).toEqual([{ dispatched: 0, done: [{ consumer: 'b', upTo: 1 }] }])
  clock.advance(1_010)
  expect(commits.slice(1)).toEqual([
    { dispatched: 0, done: [{ consumer: 'a', upTo: 1 }], outbox: [item], durable: true },
    { dispatched: 1 },
  ])
})
