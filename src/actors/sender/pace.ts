import { defer, map, type Observable, of, type SchedulerLike, timer } from 'rxjs'

/** How fast an account sends: `burst` at once, then one each `interval` milliseconds. `off` leaves it to the service. */
export type Pace = { readonly burst: number; readonly interval: number } | 'off'

/** Slow enough for what people report to be safe: ten at once, then one every two seconds. */
export const defaultPace: Pace = { burst: 10, interval: 2_000 }

/** Hands out turns in the order they are asked for (a leaky bucket). Each subscription takes one. */
export function createPace(pace: Pace, scheduler: SchedulerLike): Observable<void> {
  if (pace === 'off') return of(undefined)
  const { burst, interval } = pace
  let full = Number.NEGATIVE_INFINITY
  return defer(() => {
    const now = scheduler.now()
    full = Math.max(full, now) + interval
    const wait = full - burst * interval - now
    return wait <= 0 ? of(undefined) : timer(wait, scheduler).pipe(map(() => undefined))
  })
}
