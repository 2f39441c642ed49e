import { defer, EMPTY, Observable, of, retry, type SchedulerLike, Subject } from 'rxjs'
import { createSteadyClock } from './steady-clock.js'

/** So many failures within `window` milliseconds, and a stream is not started again. */
export const restartLimit = { failures: 10, window: 60_000 }

/** Messages on their way to one stream. */
export interface HandedOver<M> {
  readonly messages$: Observable<M>
  /** The message that is being handed over right now. What fails meanwhile fails because of it. */
  readonly current: () => M | undefined
}

/**
 * Why a stream is not started again: it failed before a message had come since its start (`atOnce`),
 * ten times within a minute (`tooOften`), or a policy has given it up (`policy`).
 */
export type StopReason = 'atOnce' | 'tooOften' | 'policy'

/** What a stream that restarts tells, and its clock. */
export interface Restarting {
  /** Called for each failure; with a reason if the stream is stopped. */
  readonly failed: (error: unknown, stopped?: StopReason) => void
  readonly scheduler: SchedulerLike
}

/**
 * A stream over the messages of `source$` that is started again, in the same tick, when it fails. Its
 * operators begin anew, and the message at which it failed is not handed over again. It completes if
 * it is stopped (see {@link StopReason}).
 */
export const restarting = <M, T>(
  source$: Observable<M>,
  start: (handed: HandedOver<M>) => Observable<T>,
  { failed, scheduler }: Restarting,
): Observable<T> =>
  new Observable((out) => {
    // One subscription for all lives: a stream that restarts keeps its place among those beside it.
    const let$ = new Subject<M>()
    let current: M | undefined
    let heard = 0
    const life = lives({ heard: () => heard, failed, scheduler }, () =>
      start({ messages$: let$, current: () => current }),
    )
    out.add(life.subscribe(out))
    if (out.closed) return
    out.add(
      source$.subscribe({
        next: (message) => {
          heard += 1
          current = message
          let$.next(message)
          current = undefined
        },
        error: (error: unknown) => let$.error(error),
        complete: () => let$.complete(),
      }),
    )
  })

function lives<T>(
  { heard, failed, scheduler }: Restarting & { readonly heard: () => number },
  start: () => Observable<T>,
): Observable<T> {
  const clock = createSteadyClock(scheduler)
  let failures: readonly number[] = []
  let heardBefore = 0
  const begin$ = defer(() => {
    heardBefore = heard()
    return start()
  })
  const stopReason = (error: unknown): StopReason | undefined => {
    if (takeFinal(error)) return 'policy'
    if (heard() === heardBefore) return 'atOnce'
    return failures.length >= restartLimit.failures ? 'tooOften' : undefined
  }
  const again = (error: unknown): Observable<unknown> => {
    const now = clock()
    failures = [...failures.filter((at) => now - at < restartLimit.window), now]
    const stopped = stopReason(error)
    failed(error, stopped)
    return stopped === undefined ? of(undefined) : EMPTY
  }
  return begin$.pipe(retry({ delay: again }))
}

const finals = new WeakSet<object>()

/** The same error, marked: a policy has given the stream up, and nothing starts it again. */
export function finalError(error: unknown): unknown {
  const marked = typeof error === 'object' && error !== null ? error : new Error(String(error), { cause: error })
  finals.add(marked)
  return marked
}

/** Taken once: somebody may throw the same object again, about something else. */
const takeFinal = (error: unknown): boolean => typeof error === 'object' && error !== null && finals.delete(error)
