import type { SchedulerLike } from 'rxjs'

/**
 * Milliseconds that have passed since this was made, for what is measured and not dated: a clock that is set back would make a rest of seconds one of
 * hours. It stands still at that moment, and goes on.
 */
export function createSteadyClock(scheduler: Pick<SchedulerLike, 'now'>): () => number {
  let last = scheduler.now()
  let passed = 0
  return () => {
    const now = scheduler.now()
    passed += Math.max(0, now - last)
    last = now
    return passed
  }
}
