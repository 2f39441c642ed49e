import { VirtualTimeScheduler } from 'rxjs'
import { checkNumber } from '../check-number.js'

/** Time that passes when it is told to: a day takes as long as what happens in it. */
export interface VirtualClock {
  /** For timers, bots and worlds that live on this clock. */
  readonly scheduler: VirtualTimeScheduler
  /** Lets `ms` milliseconds pass, with everything that falls due in them; an `argument` failure for what has no end. */
  readonly advance: (ms: number) => void
  /** Unix time in milliseconds. */
  readonly now: () => number
}

/** A day may take as long as what happens in it; for ever would take for ever. */
const anEnd = { from: 0, to: Number.MAX_VALUE }

/** Where virtual time begins: 2020-01-01T00:00:00Z. */
export const epochStart = Date.UTC(2020, 0, 1)

/**
 * A clock that stands still until it is told to go on: time for a test, with a scheduler for everything that waits. `start` is in Unix
 * milliseconds; default 2020-01-01T00:00:00Z.
 *
 * @example
 * const clock = createVirtualClock()
 * timer(86_400_000, clock.scheduler).subscribe(() => console.log('a day has passed'))
 * clock.advance(86_400_000)
 */
export function createVirtualClock(start = epochStart): VirtualClock {
  checkNumber('start', start, anEnd)
  const scheduler = new VirtualTimeScheduler()
  scheduler.now = () => start + scheduler.frame
  return {
    scheduler,
    advance: (ms) => {
      checkNumber('advance', ms, anEnd)
      const until = scheduler.frame + ms
      scheduler.maxFrames = until
      scheduler.flush()
      scheduler.frame = until
    },
    now: () => scheduler.now(),
  }
}
