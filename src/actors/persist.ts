import { defer, finalize, merge, type Observable, retry, Subject } from 'rxjs'
import { advise, type Failure, isFailure } from '../errors.js'
import { backoff, escalate, type Policy, when } from '../kernel/policy.js'
import type { Env } from './env.js'

/** Runs an effect again under a policy, and tells every failure as a message of the actor. */
export const persist =
  <M>(policy: Policy, note: (failure: Failure, attempt: number) => M) =>
  <O>(source$: Observable<O>): Observable<O | M> =>
    defer(() => {
      const notes$ = new Subject<M>()
      const delay: Policy = (error, attempt) => {
        if (isFailure(error)) notes$.next(note(error, attempt))
        return policy(error, attempt)
      }
      return merge(
        notes$,
        source$.pipe(
          retry({ delay }),
          finalize(() => notes$.complete()),
        ),
      )
    })

const isAgain = (error: unknown): boolean => isFailure(error) && advise(error) === 'again'
const isTooOften = (error: unknown): boolean =>
  isFailure(error) && error.kind === 'retcode' && error.detail.code === 1205
const isAnswer = (error: unknown): boolean => isFailure(error) && error.kind === 'retcode'

/** How long the service wants to be left alone after 1205: 30 s, then four times as long each time, at most 30 minutes. */
export const tooOften = { first: 30_000, factor: 4, max: 30 * 60_000 }

/** How often an unwelcome but readable answer is tried again. */
const refusalTries = 3

/**
 * What to do about an effect that failed: repeat what may pass (1 s, 2 s, … 15 s, with jitter), wait long after 1205,
 * give readable refusals three more tries, and hand the rest to the actor.
 */
export function transient(env: Env, tries = Number.POSITIVE_INFINITY): Policy {
  const { scheduler, random } = env
  const common = { jitter: 0.3, random, scheduler }
  const again = backoff({ ...common, first: 1_000, max: 15_000, tries })
  const answered = backoff({ ...common, first: 1_000, max: 15_000, tries: Math.min(tries, refusalTries) })
  const often = backoff({ ...tooOften, scheduler })
  return (error, attempt) => {
    if (isTooOften(error)) return often(error, attempt)
    if (isAnswer(error)) return when(isAgain, answered)(error, attempt)
    return isAgain(error) ? again(error, attempt) : escalate(error, attempt)
  }
}
