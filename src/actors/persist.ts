import { defer, Observable, take } from 'rxjs'
import { advise, type Failure, isFailure } from '../errors.js'
import { backoff, escalate, type Policy } from '../kernel/policy.js'
import type { Env } from './env.js'

/** Runs an effect again under a policy, and tells every failure as a message of the actor. */
export const persist =
  <M>(policy: Policy, note: (failure: Failure, attempt: number) => M) =>
  <O>(source$: Observable<O>): Observable<O | M> =>
    attempts<O, O | M>({ act: () => source$, policy: () => policy, note, told: (value) => value })

/** How an effect is tried, and what its actor is told. */
export interface Attempts<O, M> {
  /** One attempt. */
  readonly act: () => Observable<O>
  /** What to do about failures; asked for at the first of them. */
  readonly policy: () => Policy
  readonly note: (failure: Failure, attempt: number) => M
  readonly told: (value: O) => M
  /** The policy handed this failure on; without it the effect fails with it. */
  readonly over?: (failure: Failure) => M
}

/** `persist` with the operators around it in one subscriber: sync runs two of these for every pull. */
export const attempts = <O, M>({ act, policy: policyOf, note, told, over }: Attempts<O, M>): Observable<M> =>
  new Observable((out) => {
    let policy: Policy | undefined
    let attempt = 0
    const begin = (): void => {
      let source$: Observable<O>
      try {
        source$ = act()
      } catch (error) {
        return failed(error)
      }
      const next = (value: O): void => out.next(told(value))
      out.add(source$.subscribe({ next, error: failed, complete: () => out.complete() }))
    }
    const failed = (error: unknown): void => {
      attempt += 1
      if (isFailure(error)) out.next(note(error, attempt))
      const advice$ = defer(() => {
        policy ??= policyOf()
        return policy(error, attempt)
      })
      let again = false
      const next = (): void => {
        again = true
        begin()
      }
      const complete = (): void => {
        if (!again) out.complete()
      }
      out.add(advice$.pipe(take(1)).subscribe({ next, error: end, complete }))
    }
    const end = (error: unknown): void => {
      if (over === undefined || !isFailure(error)) return out.error(error)
      out.next(over(error))
      out.complete()
    }
    begin()
  })

/** How long the service wants to be left alone after 1205: 30 s, then four times as long each time, at most 30 minutes. */
export const tooOften = { first: 30_000, factor: 4, max: 30 * 60_000 }

export interface Tries {
  /** How often to ask a server again that was not reached; default without end. */
  readonly unreached?: number
  /** How often to ask again after an answer that could not be used; default without end. */
  readonly unusable?: number
  /** How often to ask again after a readable refusal; default 3. */
  readonly refused?: number
}

/**
 * What to do about an effect that failed: repeat what may pass (1 s, 2 s, … 15 s, with jitter), wait long after 1205, and
 * hand the rest to the actor.
 */
export function transient(env: Env, tries: Tries = {}): Policy {
  const { scheduler, random } = env
  const { unreached = Number.POSITIVE_INFINITY, unusable = Number.POSITIVE_INFINITY, refused = 3 } = tries
  const again = (limit: number): Policy =>
    backoff({ first: 1_000, max: 15_000, tries: limit, jitter: 0.3, random, scheduler })
  const policies = { unreached: again(unreached), unusable: again(unusable), refused: again(refused) }
  const often = backoff({ ...tooOften, scheduler })
  return (error, attempt) => {
    if (!isFailure(error) || advise(error) !== 'again') return escalate(error, attempt)
    if (error.kind === 'retcode') return (error.detail.code === 1205 ? often : policies.refused)(error, attempt)
    return (isUnreached(error) ? policies.unreached : policies.unusable)(error, attempt)
  }
}

/** A store that cannot write now (a full disk) may later. */
export const isUnwritable = (error: unknown): boolean =>
  isFailure(error) && error.kind === 'store' && error.detail.reason === 'unwritable'

const isUnreached = ({ kind }: Failure): boolean => kind === 'network' || kind === 'timeout' || kind === 'certificate'
