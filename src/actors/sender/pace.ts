import { defer, map, type Observable, of, type SchedulerLike } from 'rxjs'
import { after } from '../../kernel/after.js'
import { createSteadyClock } from '../../kernel/steady-clock.js'

/** `burst` at once, then one each `interval` milliseconds. */
export interface Rate {
  /** How many sends at once, after a silence. */
  readonly burst: number
  /** Milliseconds from one to the next after those. */
  readonly interval: number
}

/** How fast an account sends, all in all and to one conversation. `off` leaves it to the service. */
export type Pace = (Rate & { readonly perTarget?: Rate }) | 'off'

/**
 * Slow enough for what people report to be safe: ten at once and then one every two seconds; to one conversation five at
 * once and then one every three seconds.
 */
export const defaultPace: Pace = { burst: 10, interval: 2_000, perTarget: { burst: 5, interval: 3_000 } }

/** Targets whose last turn is remembered; the idle ones among them are forgotten. */
const targetsLimit = 1_000

/** Hands out turns in the order they are asked for (leaky buckets). Each subscription takes one. */
export function createPace(pace: Pace, scheduler: SchedulerLike): (target: string) => Observable<void> {
  if (pace === 'off') return () => of(undefined)
  const { perTarget, ...all } = pace
  const passed = createSteadyClock(scheduler)
  const targets = new Map<string, number>()
  let full = Number.NEGATIVE_INFINITY
  let sweepAt = targetsLimit
  const take = (rate: Rate, before: number, now: number): number => Math.max(before, now) + rate.interval
  const waitOf = (rate: Rate, after: number, now: number): number => after - rate.burst * rate.interval - now
  return (target) =>
    defer(() => {
      const now = passed()
      full = take(all, full, now)
      let wait = waitOf(all, full, now)
      if (perTarget !== undefined) {
        if (targets.size >= sweepAt) {
          for (const [id, until] of targets) if (until <= now) targets.delete(id)
          // Twice as many before the next look: thousands may be waited for, and none of them be idle.
          sweepAt = Math.max(targetsLimit, 2 * targets.size)
        }
        const until = take(perTarget, targets.get(target) ?? Number.NEGATIVE_INFINITY, now)
        targets.set(target, until)
        wait = Math.max(wait, waitOf(perTarget, until, now))
      }
      return wait <= 0 ? of(undefined) : after(wait, scheduler).pipe(map(() => undefined))
    })
}
