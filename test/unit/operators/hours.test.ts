import { Subject, tap } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { quietHours, schedule } from '../../../src/index.js'
import { createVirtualClock } from '../../../src/testing/index.js'
import { createStage } from '../../support/operators/stage.js'
import { wrongUse } from '../../support/operators/wrong-use.js'

const hour = 3_600_000
const iso = (seen: readonly unknown[]) =>
  seen.map((one) => (typeof one === 'number' ? new Date(one).toISOString() : one))

/** The stage, at another time. */
const stageAt = (start: string) => ({ ...createStage(), ...createVirtualClock(Date.parse(start)) })

describe('schedule', () => {
  test.each([
    ['spring forward', '2026-03-28T12:00:00Z', ['2026-03-29T01:00:00.000Z', '2026-03-30T00:30:00.000Z']],
    ['fall back', '2026-10-24T12:00:00Z', ['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z']],
  ])('%s: half past two in Berlin comes once a day', (_, start, expected) => {
    const { scheduler, advance, watch } = stageAt(start)
    const { seen } = watch(schedule('30 2 * * *', { timeZone: 'Europe/Berlin', scheduler }))
    advance(48 * hour)
    expect(iso(seen)).toEqual(expected)
  })

  test('it begins after the moment of subscription, with seconds if there are six, and stops with the subscription', () => {
    const { scheduler, advance, watch } = createStage()
    const { seen, stop } = watch(schedule('*/20 * * * * *', { timeZone: 'UTC', scheduler }))
    advance(45_000)
    stop()
    advance(hour)
    expect(iso(seen)).toEqual(['2020-01-01T00:00:20.000Z', '2020-01-01T00:00:40.000Z'])
  })

  test('months are not too long for a timer, and a day that never comes is an end', () => {
    const { scheduler, advance, watch } = createStage()
    const { seen } = watch(schedule('0 0 1 7 *', { timeZone: 'UTC', scheduler }))
    advance(366 * 24 * hour)
    expect(iso(seen)).toEqual(['2020-07-01T00:00:00.000Z'])
    expect(watch(schedule('0 0 30 2 *', { timeZone: 'UTC', scheduler })).seen).toEqual(['|'])
  })

  test('no timer is longer than a day: longer ones would fire at once', () => {
    const { scheduler, watch } = createStage()
    const waits: number[] = []
    const plan = scheduler.schedule.bind(scheduler)
    const spied = {
      now: () => scheduler.now(),
      schedule: ((work, wait = 0, state) => {
        waits.push(wait)
        return plan(work, wait, state as never)
      }) as typeof scheduler.schedule,
    }
    watch(schedule('0 0 1 7 *', { timeZone: 'UTC', scheduler: spied }))
    expect(waits).toEqual([24 * hour])
  })

  test('what fell due while the process slept comes once', () => {
    const { scheduler, advance, watch, now } = createStage()
    let slept = 0
    const sleepy = { now: () => now() + slept, schedule: scheduler.schedule.bind(scheduler) }
    const { seen } = watch(schedule('0 * * * *', { timeZone: 'UTC', scheduler: sleepy }))
    slept = 5 * hour + 60_000
    advance(hour)
    expect(iso(seen)).toEqual(['2020-01-01T01:00:00.000Z'])
    advance(hour - 60_000)
    expect(iso(seen).slice(1)).toEqual(['2020-01-01T07:00:00.000Z'])
  })

  test.each([
    ['every day', 'UTC'],
    ['61 * * * *', 'UTC'],
    ['* * * * *', 'Moon/Crater'],
    ['', 'UTC'],
  ])('"%s" in %s is no plan', (cron, timeZone) => {
    const { scheduler } = createStage()
    expect(() => schedule(cron, { timeZone, scheduler })).toThrow(wrongUse)
  })
})

describe('quietHours', () => {
  const night = { from: '22:00', to: '07:00', timeZone: 'UTC' }

  test('from the first minute on and not in the last, over midnight', () => {
    const { scheduler, advance, watch } = createStage()
    const values$ = new Subject<number>()
    const { seen } = watch(values$.pipe(quietHours({ ...night, meanwhile: 'drop', scheduler })))
    for (let minute = 0; minute < 24 * 60; minute += 30) {
      values$.next(minute / 60)
      advance(hour / 2)
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => 7 + index / 2))
  })

  test('what is held comes in its order at the end, with what comes at that moment behind it', () => {
    const { scheduler, advance, watch } = createStage()
    const values$ = new Subject<string>()
    const { seen } = watch(values$.pipe(quietHours({ ...night, scheduler })))
    scheduler.schedule(() => values$.next('at 7'), 7 * hour)
    values$.next('a')
    values$.next('b')
    advance(7 * hour - 1)
    expect(seen).toEqual([])
    advance(1)
    values$.next('c')
    expect(seen).toEqual(['a', 'b', 'at 7', 'c'])
    advance(20 * hour)
    values$.next('next night')
    expect(seen).toHaveLength(4)
    values$.complete()
    expect(seen).toHaveLength(4)
    advance(4 * hour)
    expect(seen.slice(4)).toEqual(['next night', '|'])
  })

  test('above the limit the oldest is dropped, an error passes at once, and unsubscribing forgets', () => {
    const { scheduler, advance, watch } = createStage()
    const dropped: string[] = []
    const quiet = quietHours<string>({ ...night, limit: 2, dropped: (value) => dropped.push(value), scheduler })
    const values$ = new Subject<string>()
    const { seen } = watch(values$.pipe(quiet))
    const { seen: stopped, stop } = watch(values$.pipe(quiet))
    for (const value of ['a', 'b', 'c']) values$.next(value)
    stop()
    expect(dropped).toEqual(['a', 'a'])
    advance(7 * hour)
    expect([seen, stopped]).toEqual([['b', 'c'], []])
    const failing$ = new Subject<string>()
    advance(16 * hour)
    const { seen: failed } = watch(failing$.pipe(quiet))
    failing$.next('x')
    failing$.error(new Error('no'))
    advance(24 * hour)
    expect(failed).toEqual(['# no'])
  })

  test('what is brought by something that was held comes behind the rest', () => {
    const { scheduler, advance, watch } = createStage()
    const values$ = new Subject<string>()
    const { seen } = watch(
      values$.pipe(
        quietHours({ ...night, scheduler }),
        tap((value) => value === 'a' && values$.next('echo')),
      ),
    )
    for (const value of ['a', 'b']) values$.next(value)
    advance(7 * hour)
    expect(seen).toEqual(['a', 'b', 'echo'])
  })

  test('hours that are none are noticed when the bot is written', () => {
    const { scheduler } = createStage()
    for (const [from, to, timeZone] of [
      ['24:00', '7:00', 'UTC'],
      ['7', '8:00', 'UTC'],
      ['7:00', '07:00', 'UTC'],
      ['1:00', '2:00', 'No'],
    ])
      expect(() => quietHours({ from: from ?? '', to: to ?? '', timeZone: timeZone ?? '', scheduler })).toThrow(
        wrongUse,
      )
  })
})
