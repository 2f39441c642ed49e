import { concat, defer, EMPTY, NEVER, Observable, of, throwError, timer } from 'rxjs'
import { expect, test } from 'vitest'
import { type Attempts, attempts } from '../../../src/actors/persist.js'
import { type Failure, failure } from '../../../src/errors.js'
import { escalate, type Policy } from '../../../src/kernel/policy.js'
import { createVirtualClock } from '../../../src/testing/index.js'

const unreached = failure('network', { endpoint: 'webwxsync', reason: 'ECONNRESET', sent: true })

/** Fails so many times and then answers; what is heard of it, with the time in ms. */
function staged(fails: number, more: Partial<Attempts<string, string>> = {}) {
  const clock = createVirtualClock()
  const heard: string[] = []
  const start = clock.now()
  let left = fails
  const tell = (what: string) => heard.push(`${clock.now() - start} ${what}`)
  const run = attempts<string, string>({
    act: () => (left-- > 0 ? throwError(() => unreached) : of('an answer')),
    policy: () => (_, attempt) => timer(attempt * 100, clock.scheduler),
    note: ({ kind }: Failure, attempt) => `${kind} ${attempt}`,
    told: (value) => value,
    ...more,
  }).subscribe({ next: tell, error: (error) => tell(`error ${error.message}`), complete: () => tell('end') })
  return { clock, heard, run }
}

test('each attempt begins anew, each failure is noted, and the answer is the end', () => {
  const { clock, heard } = staged(2)
  clock.advance(1_000)
  expect(heard).toEqual(['0 network 1', '100 network 2', '300 an answer', '300 end'])
})

test('the policy is made at the first failure, and once', () => {
  let made = 0
  const make = (): Policy => {
    made += 1
    return () => of('at once')
  }
  staged(0, { policy: make })
  expect(made).toBe(0)
  staged(3, { policy: make })
  expect(made).toBe(1)
})

test('a failure that the policy hands on is the last message, or an error where there is none for it', () => {
  const policy = () => escalate
  expect(staged(1, { policy, over: ({ kind }) => `given up: ${kind}` }).heard).toEqual([
    '0 network 1',
    '0 given up: network',
    '0 end',
  ])
  expect(staged(1, { policy }).heard).toEqual(['0 network 1', expect.stringContaining('0 error')])
})

test('a policy that ends without a word ends the effect', () => {
  expect(staged(1, { policy: () => () => EMPTY }).heard).toEqual(['0 network 1', '0 end'])
})

test('what is no Failure is not noted, goes through the policy, and is an error in the end', () => {
  const act = () => throwError(() => new TypeError('a defect'))
  expect(staged(0, { act, policy: () => escalate, over: () => 'never' }).heard).toEqual(['0 error a defect'])
})

test.each([
  ['an attempt', { act: throwing, policy: () => escalate }],
  ['a policy', { act: () => throwError(() => unreached), policy: () => throwing }],
])('%s that throws is an error, not one that nobody hears', (_, more) => {
  expect(staged(0, more).heard.at(-1)).toBe('0 error thrown')
})

test('unsubscribing ends the attempt under way, and the pause before the next one', () => {
  let ended = 0
  const held = defer(() => new Observable<never>(() => () => ended++))
  staged(0, { act: () => held }).run.unsubscribe()
  expect(ended).toBe(1)
  const { clock, heard, run } = staged(1)
  run.unsubscribe()
  clock.advance(1_000)
  expect(heard).toEqual(['0 network 1'])
})

test('values before a failure are told, too', () => {
  const { heard } = staged(0, {
    act: () =>
      concat(
        of('one'),
        throwError(() => unreached),
      ),
    policy: () => () => NEVER,
  })
  expect(heard).toEqual(['0 one', '0 network 1'])
})

function throwing(): never {
  throw new Error('thrown')
}
