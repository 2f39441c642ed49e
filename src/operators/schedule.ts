import { defer, EMPTY, expand, type Observable, of, type SchedulerLike, skip } from 'rxjs'
import { until } from '../kernel/until.js'
import { cronTimes } from './cron.js'

/** On which clock and in which zone a plan is followed. */
export interface ScheduleOptions {
  /** The clock: `bot.scheduler`. */
  readonly scheduler: SchedulerLike
  /** Whose days and hours: an IANA name such as `Asia/Shanghai`. There is no default, since a server is seldom where its people are. */
  readonly timeZone: string
}

/**
 * Emits at the times of a cron plan the moment that was planned (Unix ms): minute, hour, day of the month, month, day of the week, with seconds in
 * front if there are six. It completes when the plan has no more times, and holds one timer.
 *
 * A fixed hour that a change of the clocks leaves out comes right after it, and one that there is twice comes once. What falls due while the
 * process sleeps comes once, late; what fell due before it ran never does: a Command with an `at` waits in the store. Throws an `argument`
 * failure for what is no plan.
 *
 * @example
 * bot.use((_, { scheduler }) =>
 *   schedule('0 9 * * 1-5', { timeZone: 'Asia/Shanghai', scheduler }).pipe(map(() => text('Team', 'Good morning!'))),
 * )
 *
 * @see [its marble](../../marbles/svg/operators/schedule.svg)
 */
export const schedule = (cron: string, { scheduler, timeZone }: ScheduleOptions): Observable<number> => {
  const next = cronTimes(cron, timeZone)
  return defer(() => of(scheduler.now())).pipe(
    expand((last) => {
      const due = next(Math.max(last, scheduler.now()))
      return due === undefined ? EMPTY : until(due, scheduler)
    }),
    skip(1),
  )
}
