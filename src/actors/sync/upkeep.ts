import { defer, type Observable, type SchedulerLike, timer } from 'rxjs'
import { createSteadyClock } from '../../kernel/steady-clock.js'

/** When the session's cookies were renewed last, and when that is due again. */
export interface Upkeep {
  /** A pull was answered: the cookies are new. */
  readonly renewed: () => void
  /** A pull is due, or overdue. */
  readonly isDue: () => boolean
  /** Emits once when a pull is due. */
  readonly due$: Observable<unknown>
}

/** The service's cookies live for 12 hours, and only webwxsync renews them (ms). */
const pullEvery = 90 * 60_000

/**
 * A session is kept by time, not by traffic: nobody may write for days. How old the cookies of a
 * resumed session are is not known, so a pull is due at once.
 */
export function createUpkeep(scheduler: SchedulerLike, isResumed: boolean): Upkeep {
  const passed = createSteadyClock(scheduler)
  let dueAt = isResumed ? 0 : pullEvery
  return {
    renewed: () => {
      dueAt = passed() + pullEvery
    },
    isDue: () => passed() >= dueAt,
    due$: defer(() => timer(dueAt - passed(), scheduler)),
  }
}
