import { Observable } from 'rxjs'
import { type Failure, failure } from '../errors.js'

/** Whatever somebody waits for ends with the bot. */
export interface UntilStopped {
  /** As its source; fails with `stopped` once the bot has stopped, and at once where it has before. */
  readonly wait: <T>(source$: Observable<T>) => Observable<T>
  readonly stop: () => void
}

/** `what` did not happen before the stop, in words: "the contact was bound". */
export function createUntilStopped(what: string): UntilStopped {
  const waiting = new Set<{ readonly error: (why: Failure) => void }>()
  let stopped = false
  return {
    wait: (source$) =>
      new Observable((subscriber) => {
        if (stopped) return subscriber.error(failure('stopped', { what }))
        waiting.add(subscriber)
        subscriber.add(() => waiting.delete(subscriber))
        subscriber.add(source$.subscribe(subscriber))
      }),
    stop: () => {
      stopped = true
      for (const subscriber of [...waiting]) subscriber.error(failure('stopped', { what }))
    },
  }
}
