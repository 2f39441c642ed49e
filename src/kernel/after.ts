import { NEVER, type Observable, type SchedulerLike, switchMap, timer } from 'rxjs'

/** Timers of Node reach so far (ms); one that is to take longer rings at once. */
const longestTimer = 2 ** 31 - 1

/** No date is later than that many milliseconds: what is to take longer does not come. */
const never = 8.64e15

/**
 * Emits once when `ms` milliseconds have passed, however many: a long wait is a chain of timers, and one for `Infinity` is none at all. What
 * is no number is no wait. Whatever waits as long as somebody says, waits with this.
 */
export const after = (ms: number, scheduler: SchedulerLike): Observable<0> => {
  if (ms > never) return NEVER
  if (ms > longestTimer)
    return timer(longestTimer, scheduler).pipe(switchMap(() => after(ms - longestTimer, scheduler)))
  return timer(ms > 0 ? ms : 0, scheduler)
}
