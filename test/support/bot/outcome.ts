import type { Observable } from 'rxjs'
import { isFailure } from '../../../src/index.js'

/** What came of something that was asked for: its values, and its end. */
export interface Outcome<T> {
  readonly values: readonly T[]
  /** `pending` until it ends; then `done`, or the kind of the failure. */
  readonly end: () => string
  readonly error: () => unknown
  readonly unsubscribe: () => void
}

export function outcomeOf<T>(source$: Observable<T>): Outcome<T> {
  const values: T[] = []
  let end = 'pending'
  let error: unknown
  const subscription = source$.subscribe({
    next: (value) => values.push(value),
    error: (why: unknown) => {
      end = isFailure(why) ? why.kind : String(why)
      error = why
    },
    complete: () => {
      end = 'done'
    },
  })
  return { values, end: () => end, error: () => error, unsubscribe: () => subscription.unsubscribe() }
}
