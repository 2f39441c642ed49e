import { concatMap, defer, type Observable, retry, throwError, timer } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { expect, test } from 'vitest'
import { backoff, escalate, type Policy, pauseOf, stop, when } from '../../../src/kernel/policy.js'

const scheduler = (): TestScheduler => new TestScheduler((actual, expected) => expect(actual).toEqual(expected))

/** When each attempt began, in virtual ms. */
function attempts(
  policy: (scheduler: TestScheduler) => Policy,
  source$: (begun: number, s: TestScheduler) => Observable<never>,
): number[] {
  const test = scheduler()
  const begun: number[] = []
  test.run(({ flush }) => {
    defer(() => {
      begun.push(test.now())
      return source$(begun.length, test)
    })
      .pipe(retry({ delay: policy(test) }))
      .subscribe({ error: () => undefined })
    flush()
  })
  return begun
}

const fails = (): Observable<never> => throwError(() => new Error('no'))

test('backoff doubles its pause up to the longest', () => {
  expect(attempts((s) => backoff({ first: 100, max: 500, tries: 5, scheduler: s }), fails)).toEqual([
    0, 100, 300, 700, 1_200, 1_700,
  ])
})

test('backoff hands the error upwards after its tries', () => {
  const errors: unknown[] = []
  const test = scheduler()
  test.run(({ flush }) => {
    fails()
      .pipe(retry({ delay: backoff({ first: 1, max: 1, tries: 2, scheduler: test }) }))
      .subscribe({ error: (error: Error) => errors.push(error.message) })
    flush()
  })
  expect(errors).toEqual(['no'])
})

test('a life that was healthy for long enough starts at the first pause again', () => {
  const lives = (n: number, s: TestScheduler): Observable<never> =>
    n === 3 ? timer(60_000, s).pipe(concatMap(fails)) : fails()
  const policy = (s: TestScheduler): Policy => backoff({ first: 100, max: 10_000, tries: 2, scheduler: s })
  expect(attempts(policy, lives)).toEqual([0, 100, 300, 60_400, 60_600])
})

test('jitter only ever shortens the pause', () => {
  const options = { first: 1_000, max: 8_000, jitter: 0.5, scheduler: scheduler() }
  expect(pauseOf({ ...options, random: () => 0 }, 2)).toBe(2_000)
  expect(pauseOf({ ...options, random: () => 0.999 }, 2)).toBe(1_001)
})

test('when applies its policy where the predicate holds and escalates the rest', () => {
  const policy = when((error) => error instanceof TypeError, stop)
  const ended: string[] = []
  policy(new TypeError('mine'), 1).subscribe({ complete: () => ended.push('stopped') })
  policy(new Error('not mine'), 1).subscribe({ error: (error: Error) => ended.push(error.message) })
  escalate(new Error('up'), 1).subscribe({ error: (error: Error) => ended.push(error.message) })
  expect(ended).toEqual(['stopped', 'not mine', 'up'])
})
