import { Observable, throwError } from 'rxjs'
import { expect, test } from 'vitest'
import type { Changes } from '../../../src/actors/env.js'
import { memoryStore } from '../../../src/actors/memory-store.js'
import { patientStore, waitingLimit } from '../../../src/actors/patient-store.js'
import { failure } from '../../../src/errors.js'
import { createVirtualClock } from '../../../src/testing/index.js'
import { outcomeOf } from '../../support/bot/outcome.js'

const full = failure('store', { reason: 'unwritable', path: '', why: 'the disk is full' })

/** A disk, the order in which commits landed, and the tries that failed. */
function staged(inner = memoryStore()) {
  const clock = createVirtualClock()
  const landed: (string | undefined)[] = []
  const troubles: number[] = []
  let isFull = false
  let tries = 0
  const disk = {
    ...inner,
    commit: ({ clientMsgId }: Changes) =>
      new Observable<void>((out) => {
        tries += 1
        if (isFull) return out.error(full)
        landed.push(clientMsgId)
        out.next()
        out.complete()
      }),
  }
  const store = patientStore(disk, { scheduler: clock.scheduler, random: () => 0 }, (_, attempt) =>
    troubles.push(attempt),
  )
  return {
    ...clock,
    store,
    landed,
    troubles,
    tries: () => tries,
    fill: (next: boolean) => {
      isFull = next
    },
    commit: (clientMsgId: string) => outcomeOf(store.commit({ clientMsgId })),
    pending: () => clock.scheduler.actions.filter(({ closed }) => !closed).length,
  }
}

test('what waits lands in the order in which it was asked for, with pauses that grow and begin anew', () => {
  const { commit, fill, advance, landed, troubles, tries } = staged()
  fill(true)
  const one = commit('1')
  advance(500)
  const two = commit('2')
  expect([one.end(), two.end(), tries()]).toEqual(['pending', 'pending', 1])
  advance(6_000)
  expect(troubles).toEqual([1, 2, 3])
  fill(false)
  commit('3')
  expect(landed).toEqual([])
  advance(30_000)
  expect([landed, one.end(), two.end(), one.values]).toEqual([['1', '2', '3'], 'done', 'done', [undefined]])
  commit('4')
  expect(landed).toHaveLength(4)
  fill(true)
  commit('5')
  expect(troubles.slice(3)).toEqual([1])
})

test('one that was under way when another one failed takes its place before those that came later', () => {
  const clock = createVirtualClock()
  const open: { readonly changes: Changes; readonly fail: () => void; readonly land: () => void }[] = []
  const inner = memoryStore()
  const disk = {
    ...inner,
    commit: (changes: Changes) =>
      new Observable<void>((out) => {
        open.push({
          changes,
          fail: () => out.error(full),
          land: () => {
            out.next()
            out.complete()
          },
        })
      }),
  }
  const store = patientStore(disk, { scheduler: clock.scheduler, random: () => 0 }, () => {})
  for (const clientMsgId of ['1', '2']) store.commit({ clientMsgId }).subscribe()
  open[0]?.fail()
  store.commit({ clientMsgId: '3' }).subscribe()
  open[1]?.fail()
  clock.advance(10_000)
  for (const at of [2, 3, 4]) open[at]?.land()
  expect(open.map(({ changes }) => changes.clientMsgId)).toEqual(['1', '2', '1', '2', '3'])
})

test('thousands that waited land without growing the stack, and more than that fail', () => {
  const { commit, fill, advance, landed } = staged()
  fill(true)
  const all = Array.from({ length: waitingLimit }, (_, n) => commit(`${n}`))
  expect(commit('one too many').error()).toBe(full)
  fill(false)
  advance(60_000)
  expect(landed).toHaveLength(waitingLimit)
  expect(all.every(({ end }) => end() === 'done')).toBe(true)
})

test('nobody listens any more, and it lands all the same', () => {
  const { commit, fill, advance, landed } = staged()
  fill(true)
  commit('1').unsubscribe()
  fill(false)
  advance(10_000)
  expect(landed).toEqual(['1'])
})

test('closing tries once more, in order, and leaves no timer', () => {
  const { commit, fill, store, landed, pending, tries } = staged()
  fill(true)
  for (const id of ['1', '2']) commit(id)
  expect(pending()).toBe(1)
  fill(false)
  expect(outcomeOf(store.close()).end()).toBe('done')
  expect([landed, pending()]).toEqual([['1', '2'], 0])

  const other = staged()
  other.fill(true)
  for (const id of ['1', '2']) other.commit(id)
  expect(outcomeOf(other.store.close()).end()).toBe('done')
  expect([other.landed, other.pending(), other.tries()]).toEqual([[], 0, 2])
  expect(tries()).toBe(3)
})

test('a failure of another kind is told to whoever commits, and holds nobody', () => {
  const inner = memoryStore()
  const broken = failure('store', { reason: 'unreadable', path: '', why: 'damaged' })
  let errors = [full, broken]
  const disk = {
    ...inner,
    commit: (changes: Changes) => {
      const [error] = errors
      errors = errors.slice(1)
      return error === undefined ? inner.commit(changes) : throwError(() => error)
    },
  }
  const clock = createVirtualClock()
  const store = patientStore(disk, { scheduler: clock.scheduler, random: () => 0 }, () => {})
  const [one, two] = ['1', '2'].map((clientMsgId) => outcomeOf(store.commit({ clientMsgId })))
  clock.advance(10_000)
  expect([one?.error(), two?.end()]).toEqual([broken, 'done'])
})
