import { defer, type Observable, of, type SchedulerLike, switchMap, timer } from 'rxjs'

/** A real timer cannot count further than 24 days, and a clock may be put right meanwhile: it is looked at again each day. */
const longest = 86_400_000

/** Emits when the clock has reached a moment (Unix ms), and completes. */
export const until = (due: number, scheduler: SchedulerLike): Observable<number> =>
  defer(() => {
    const left = due - scheduler.now()
    if (left <= 0) return of(due)
    return timer(Math.min(left, longest), scheduler).pipe(switchMap(() => until(due, scheduler)))
  })
