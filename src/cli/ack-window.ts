import {
  asyncScheduler,
  BehaviorSubject,
  debounceTime,
  distinctUntilChanged,
  EMPTY,
  ignoreElements,
  interval,
  map,
  merge,
  type Observable,
  type SchedulerLike,
  skip,
  startWith,
  tap,
} from 'rxjs'
import type { Delivery } from 'rxwx'

/** How many messages may be out, and how long each may wait (ms; 0 = without end). */
export interface AckLimits {
  readonly size: number
  readonly timeout: number
}

/** The messages that a reader has been given and has not acknowledged. */
export interface AckWindow {
  readonly expect: (delivery: Delivery) => void
  /** Takes out the delivery of a message, to be settled; undefined where none waits. */
  readonly take: (id: string) => Delivery | undefined
  /** Says when the window is full and when it is free again, and makes a dead letter of what waits too long. */
  readonly run$: Observable<never>
}

interface Waiting {
  readonly delivery: Delivery
  readonly since: number
}

/** A reader that keeps pace at the edge of the window is no news (ms). */
const quiet = 250

/** How often it is checked what waits too long (ms). */
const glance = 100

export function createAckWindow(
  { size, timeout }: AckLimits,
  say: (line: string) => void,
  scheduler: SchedulerLike = asyncScheduler,
): AckWindow {
  const waiting = new Map<string, Waiting>()
  const out$ = new BehaviorSubject(0)
  let glances = 0

  const take = (id: string): Delivery | undefined => {
    const found = waiting.get(id)
    waiting.delete(id)
    out$.next(waiting.size)
    return found?.delivery
  }

  const tooLong$ = interval(glance, scheduler).pipe(
    tap(() => {
      glances += 1
      // The oldest come first.
      for (const [id, { since }] of waiting) {
        if ((glances - since) * glance < timeout) return
        take(id)?.nack(`not acknowledged within ${timeout / 1_000} s`)
        say(`message ${id} was not acknowledged within ${timeout / 1_000} s, and is a dead letter now`)
      }
    }),
  )

  const lines$ = out$.pipe(
    debounceTime(quiet, scheduler),
    map((out) => out >= size),
    startWith(false),
    distinctUntilChanged(),
    skip(1),
    tap((isFull) => say(isFull ? fullLine(size) : 'the window is free again: messages go on')),
  )

  return {
    expect: (delivery) => {
      waiting.set(delivery.message.id, { delivery, since: glances })
      out$.next(waiting.size)
    },
    take,
    run$: merge(lines$, timeout > 0 ? tooLong$ : EMPTY).pipe(ignoreElements()),
  }
}

const fullLine = (size: number): string =>
  `the window is full: ${size} message${size === 1 ? ' waits' : 's wait'} to be acknowledged, and no other is printed until one is; see --window and --ack-timeout`
