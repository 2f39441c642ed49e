import { catchError, concat, defer, EMPTY, ignoreElements, Observable, type Subscriber, Subscription, take } from 'rxjs'
import type { Failure } from '../errors.js'
import { backoff, type Policy } from '../kernel/policy.js'
import type { Changes, Env, Store } from './env.js'
import { isUnwritable } from './persist.js'

/** So many commits may wait; those beyond it fail. What a bot asks for by itself stops long before. */
export const waitingLimit = 10_000

interface Waiting {
  /** Commits are numbered as they are asked for. */
  readonly number: number
  readonly changes: Changes
  readonly out: Subscriber<void>
}

/**
 * A store that waits where it cannot write now: on a full disk a commit takes as long as it takes until there is room. The others wait behind it, so
 * that they land in the order in which they were asked for. `troubled` is told of every try that failed. Whatever else is wrong with a store is told
 * to whoever commits. Closing it tries what waits once more.
 */
export function patientStore(
  store: Store,
  { scheduler, random }: Pick<Env, 'scheduler' | 'random'>,
  troubled: (failure: Failure, attempt: number) => void,
): Store {
  const waiting: Waiting[] = []
  const pausing = new Subscription()
  let asked = 0
  let attempt = 0
  let again: Policy | undefined
  /** The first of those that wait is being tried, or will be after a pause. */
  let isBusy = false

  const pause = (error: Failure): void => {
    isBusy = true
    attempt += 1
    again ??= backoff({ first: 1_000, max: 30_000, jitter: 0.3, random, scheduler })
    troubled(error, attempt)
    const paused$ = again(error, attempt).pipe(take(1))
    pausing.add(paused$.subscribe(() => release(() => {})))
  }

  const release = (tell: () => void): void => {
    isBusy = false
    tell()
    drain()
  }

  let isDraining = false
  /** A loop, not a recursion: a store may answer at once, and thousands may wait. */
  const drain = (): void => {
    if (isDraining) return
    isDraining = true
    for (let first = waiting[0]; first !== undefined && !isBusy && !pausing.closed; first = waiting[0]) attemptOf(first)
    isDraining = false
    if (waiting.length > 0) return
    attempt = 0
    again = undefined
  }

  const attemptOf = (one: Waiting): void => {
    isBusy = true
    const over = (tell: () => void): void => {
      waiting.splice(waiting.indexOf(one), 1)
      release(tell)
    }
    store.commit(one.changes).subscribe({
      next: () => one.out.next(),
      error: (error) => (isUnwritable(error) ? pause(error) : over(() => one.out.error(error))),
      complete: () => over(() => one.out.complete()),
    })
  }

  /** One that was under way when another one failed may have been asked for before those that wait. */
  const wait = (one: Waiting): void => {
    waiting.splice(waiting.findLastIndex(({ number }) => number < one.number) + 1, 0, one)
  }

  const commit = (changes: Changes): Observable<void> =>
    new Observable((out) => {
      asked += 1
      const one = { number: asked, changes, out }
      if (waiting.length > 0 && waiting.length < waitingLimit) return wait(one)
      // What is asked of a store cannot be taken back: unsubscribing only forgets the answer.
      store.commit(changes).subscribe({
        next: () => out.next(),
        error: (error) => {
          if (pausing.closed || waiting.length >= waitingLimit || !isUnwritable(error)) return out.error(error)
          wait(one)
          if (!isBusy) pause(error)
        },
        complete: () => out.complete(),
      })
    })

  const lastTry = (): Observable<never> =>
    concat(...waiting.splice(0).map(({ changes }) => defer(() => store.commit(changes)))).pipe(
      ignoreElements(),
      catchError(() => EMPTY),
    )

  return {
    load: store.load,
    commit,
    close: () =>
      defer(() => {
        pausing.unsubscribe()
        return waiting.length === 0 ? store.close() : concat(lastTry(), defer(store.close))
      }),
  }
}
