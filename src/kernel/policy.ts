import { EMPTY, type Observable, type SchedulerLike, throwError } from 'rxjs'
import { checkNumber } from '../check-number.js'
import { after } from './after.js'

/**
 * What to do about an error, given how many times it was tried: emit = again, complete = stop, error = hand upwards.
 * That is the contract of RxJS `retry({ delay })`, so one policy serves the retry of an effect and the supervision of an actor.
 */
export type Policy = (error: unknown, attempt: number) => Observable<unknown>

/**
 * Hands every error upwards.
 *
 * @example
 * const patient: Policy = (error, attempt) => (attempt < 3 ? timer(1_000, scheduler) : escalate(error, attempt))
 */
export const escalate: Policy = (error) => throwError(() => error)

/**
 * Ends quietly at the first error: the stream completes, and nobody is told.
 *
 * @example
 * const lines$ = bot.messages$.pipe(map((message) => JSON.stringify(message)), retry({ delay: stop }))
 */
export const stop: Policy = () => EMPTY

/**
 * Applies `policy` where `holds`, and hands the rest upwards. The public entry calls it `whenError`: `when` is for behaviours.
 *
 * @example
 * const network = whenError(
 *   (error) => isFailure(error) && error.kind === 'network',
 *   backoff({ first: 1_000, max: 60_000, scheduler }),
 * )
 *
 * @see [its marble](../../marbles/svg/kernel/others-escalate.svg)
 */
export const when =
  (holds: (error: unknown) => boolean, policy: Policy): Policy =>
  (error, attempt) =>
    holds(error) ? policy(error, attempt) : escalate(error, attempt)

/** How pauses grow, and when they end. Times are in milliseconds, of any length. */
export interface Backoff {
  /** The first pause, in milliseconds. */
  readonly first: number
  /** The longest pause, in milliseconds. */
  readonly max: number
  /** What the pause is multiplied with from one attempt to the next, 1 at least; default 2. */
  readonly factor?: number
  /** How often to try again before the error is handed upwards; default without end. */
  readonly tries?: number
  /** The share of a pause that is left to chance, 0 to 1; default 0. */
  readonly jitter?: number
  /** Uniform in [0, 1); needed for jitter. */
  readonly random?: () => number
  /** A life that lasted this long (ms) counts as healthy: its failure is a first attempt again. Default 60 s. */
  readonly healthyAfter?: number
  /** The clock that the pauses are counted on: `bot.scheduler`. */
  readonly scheduler: SchedulerLike
}

/** The pause before attempt number `attempt` + 1, in milliseconds. */
export function pauseOf({ first, max, factor = 2, jitter = 0, random }: Backoff, attempt: number): number {
  const full = Math.min(max, first * factor ** Math.min(attempt - 1, 64))
  return random === undefined ? full : Math.round(full * (1 - jitter * random()))
}

/**
 * Tries again after a pause that grows from `first` to `max`.
 *
 * It remembers when it last let somebody try again, so make one for each actor or kind of effect, not one for all. Throws an `argument` failure for
 * numbers that make no sense.
 *
 * @example
 * bot.send('alice', 'hello').pipe(retry({ delay: backoff({ first: 1_000, max: 60_000, tries: 5, scheduler: bot.scheduler }) })).subscribe()
 *
 * @see [its marble](../../marbles/svg/kernel/backoff-doubles.svg), and that of [a healthy life](../../marbles/svg/kernel/healthy-life.svg)
 */
export function backoff(options: Backoff): Policy {
  const { first, max, factor = 2, jitter = 0, tries = Number.POSITIVE_INFINITY, healthyAfter = 60_000 } = options
  for (const [name, pause] of Object.entries({ first, max, tries, healthyAfter })) checkNumber(name, pause, { from: 0 })
  checkNumber('factor', factor, { from: 1 })
  checkNumber('jitter', jitter, { from: 0, to: 1 })
  const { scheduler } = options
  let forgiven = 0
  let restartedAt = Number.POSITIVE_INFINITY
  return (error, attempt) => {
    if (attempt === 1) forgiven = 0
    else if (scheduler.now() - restartedAt >= healthyAfter) forgiven = attempt - 1
    const counted = attempt - forgiven
    if (counted > tries) return throwError(() => error)
    const pause = Math.max(1, pauseOf(options, counted))
    restartedAt = scheduler.now() + pause
    return after(pause, scheduler)
  }
}
