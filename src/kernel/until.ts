import { defer, type Observable, of, type SchedulerLike, switchMap } from 'rxjs'
import { after } from './after.js'

/** A clock that was set, or a computer that slept, is noticed within a day. */
const longest = 86_400_000

/** Emits `due` (Unix ms) once the clock shows it: at once, if it does already, and for what is no time at all. */
export const until = (due: number, scheduler: SchedulerLike): Observable<number> =>
  defer(() => {
    const left = due - scheduler.now()
    if (!(left > 0)) return of(due)
    return after(Number.isFinite(due) ? Math.min(left, longest) : left, scheduler).pipe(
      switchMap(() => until(due, scheduler)),
    )
  })
