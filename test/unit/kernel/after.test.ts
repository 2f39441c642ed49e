import { asyncScheduler } from 'rxjs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { after } from '../../../src/kernel/after.js'
import { until } from '../../../src/kernel/until.js'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const day = 86_400_000

test.each([0, 1, 2 ** 31 - 1, 2 ** 31, 100 * day])('%d ms pass to the millisecond', async (ms) => {
  const came: number[] = []
  after(ms, asyncScheduler).subscribe((value) => came.push(value))
  if (ms > 0) await vi.advanceTimersByTimeAsync(ms - 1)
  expect(came).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(came).toEqual([0])
  expect(vi.getTimerCount()).toBe(0)
})

test('what never comes takes no timer, and what is no number or past is not waited for', async () => {
  const came: string[] = []
  for (const ms of [Number.POSITIVE_INFINITY, Number.MAX_VALUE])
    after(ms, asyncScheduler).subscribe(() => came.push('no'))
  expect(vi.getTimerCount()).toBe(0)
  for (const ms of [Number.NaN, -1, Number.NEGATIVE_INFINITY])
    after(ms, asyncScheduler).subscribe(() => came.push('now'))
  expect(came).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(came).toEqual(['now', 'now', 'now'])
})

test('a long wait that nobody wants any more leaves no timer', async () => {
  const run = after(100 * day, asyncScheduler).subscribe()
  await vi.advanceTimersByTimeAsync(50 * day)
  expect(vi.getTimerCount()).toBe(1)
  run.unsubscribe()
  expect(vi.getTimerCount()).toBe(0)
})

test('until looks at the clock once a day: one that was set is believed', async () => {
  const came: number[] = []
  const due = Date.now() + 100 * day
  until(due, asyncScheduler).subscribe((at) => came.push(at))
  await vi.advanceTimersByTimeAsync(10 * day)
  vi.setSystemTime(due)
  await vi.advanceTimersByTimeAsync(day)
  expect(came).toEqual([due])
})

test('a time that is past, or none, is now; one that is no date does not come', async () => {
  const came: number[] = []
  for (const due of [0, Number.NaN, Number.NEGATIVE_INFINITY])
    until(due, asyncScheduler).subscribe((at) => came.push(at))
  expect(came).toEqual([0, Number.NaN, Number.NEGATIVE_INFINITY])
  until(Number.POSITIVE_INFINITY, asyncScheduler).subscribe((at) => came.push(at))
  expect(vi.getTimerCount()).toBe(0)
})
