import { BehaviorSubject, filter, type Observable } from 'rxjs'
import { failure } from '../../errors.js'
import type { OutboxItem } from '../saved.js'
import { laterLimit, outboxLimit } from '../sender/sender-reduce.js'

type Timed = Pick<OutboxItem, 'at'>

/** How many sends wait, or have been promised room: those for now, and apart from them those for later. */
export interface OutboxCount {
  readonly add: (items: readonly Timed[]) => void
  /** The time of one for later has come. */
  readonly due: () => void
  /** One was answered; its time had come. */
  readonly answered: () => void
  /** One was not taken. */
  readonly rejected: (item: Timed) => void
  /** Emits whenever there is room for a send for now. */
  readonly room$: Observable<unknown>
  /** Throws an `overflow` failure for a send for later while too many of those wait. */
  readonly checkLater: (item: Timed) => void
  readonly sizes: () => { readonly now: number; readonly later: number }
}

const isLater = ({ at }: Timed): boolean => at !== undefined

/** The failure of a send that a full queue did not take: each of the two queues has its own bound. */
export const overflowOf = (item: Timed, limit: number) =>
  failure('overflow', { queue: isLater(item) ? 'queue of sends for later' : 'outbox', limit })

export function createOutboxCount(): OutboxCount {
  const now$ = new BehaviorSubject(0)
  let later = 0
  const change = (by: number): void => now$.next(now$.value + by)
  return {
    add: (items) => {
      const held = items.filter(isLater).length
      later += held
      change(items.length - held)
    },
    due: () => {
      later -= 1
      change(1)
    },
    answered: () => change(-1),
    rejected: (item) => {
      if (isLater(item)) later -= 1
      else change(-1)
    },
    // As it is now: one of those who waited together may have taken the room.
    room$: now$.pipe(filter(() => now$.value < outboxLimit)),
    checkLater: (item) => {
      if (isLater(item) && later >= laterLimit) throw overflowOf(item, laterLimit)
    },
    sizes: () => ({ now: now$.value, later }),
  }
}
