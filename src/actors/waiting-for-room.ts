import { Observable, type SchedulerLike, take } from 'rxjs'

/** The answers of one consumer that wait until the outbox has room. */
export interface WaitingForRoom {
  /** The name of the handler or dialogue. */
  readonly consumer: string
  /** How many of its answers wait. */
  readonly answers: number
  /** Since when (Unix ms) it has been waiting without a break. */
  readonly since: number
}

/** Who waits for room in the outbox. `began` is called when a consumer begins to wait, once until all of its answers have room. */
export function createRoomWait(scheduler: SchedulerLike, began: (consumer: string) => void) {
  const waiting = new Map<string, WaitingForRoom>()
  const enter = (consumer: string): void => {
    const before = waiting.get(consumer)
    const { answers, since } = before ?? { answers: 0, since: scheduler.now() }
    waiting.set(consumer, { consumer, answers: answers + 1, since })
    if (before === undefined) began(consumer)
  }
  const leave = (consumer: string): void => {
    const before = waiting.get(consumer)
    if (before === undefined || before.answers === 1) waiting.delete(consumer)
    else waiting.set(consumer, { ...before, answers: before.answers - 1 })
  }
  return {
    /** Emits once there is room. */
    room: (consumer: string, room$: Observable<unknown>): Observable<unknown> =>
      new Observable((out) => {
        const wait = room$.pipe(take(1)).subscribe(out)
        if (out.closed) return
        enter(consumer)
        out.add(wait)
        out.add(() => leave(consumer))
      }),
    waiting: (): readonly WaitingForRoom[] => [...waiting.values()],
  }
}
