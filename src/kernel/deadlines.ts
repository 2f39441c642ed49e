import type { SchedulerLike, Subscription, Unsubscribable } from 'rxjs'
import { createSteadyClock } from './steady-clock.js'

/** Waits that hardly ever end by themselves, on one timer: it runs while anything waits, and rings for the earliest of them. */
export interface Deadlines {
  /** Calls `late` once `ms` milliseconds have passed, unless unsubscribed before. */
  readonly watch: (ms: number, late: () => void) => Unsubscribable
}

interface Wait {
  readonly due: number
  readonly late: () => void
}

/** Requests end long before their patience does: a timer of its own for each would be started and stopped for nothing. */
export function createDeadlines(scheduler: SchedulerLike): Deadlines {
  const clock = createSteadyClock(scheduler)
  const waits = new Set<Wait>()
  let timer: Subscription | undefined
  let rings = Number.POSITIVE_INFINITY

  const quiet = (): void => {
    timer?.unsubscribe()
    timer = undefined
    rings = Number.POSITIVE_INFINITY
  }
  const ringAt = (due: number): void => {
    if (due >= rings) return
    quiet()
    rings = due
    timer = scheduler.schedule(ring, due - clock())
  }
  const ring = (): void => {
    quiet()
    const now = clock()
    for (const wait of [...waits]) if (wait.due <= now && waits.delete(wait)) wait.late()
    for (const { due } of waits) ringAt(due)
  }

  return {
    watch: (ms, late) => {
      const wait: Wait = { due: clock() + ms, late }
      waits.add(wait)
      ringAt(wait.due)
      return {
        unsubscribe: () => {
          if (waits.delete(wait) && waits.size === 0) quiet()
        },
      }
    },
  }
}
