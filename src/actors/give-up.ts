import { defer, EMPTY, filter, ignoreElements, type Observable, type SchedulerLike, switchMap, tap } from 'rxjs'
import { failure } from '../errors.js'
import { after } from '../kernel/after.js'
import type { Reached } from './call.js'

export interface GiveUpOptions {
  /** Milliseconds without a good answer; 0 and `Infinity` = never. */
  readonly after: number
  /** The same for a first login that never reached the server: a wrong address should not take long to show. */
  readonly first: number
  readonly scheduler: SchedulerLike
}

/** Fails with `gaveUp` when, after a failure, no good answer came for too long. Any good answer starts anew; a server that answers nonsense was reached. */
export const giveUp =
  ({ after: patience, first, scheduler }: GiveUpOptions) =>
  (reached$: Observable<Reached>): Observable<never> =>
    defer(() => {
      let ever = false
      let last = ''
      let before = ''
      // One operator for what every request tells, and the rest for a change.
      const isChange = ({ reached, answered = reached, problem }: Reached): boolean => {
        if (answered) ever = true
        if (!reached) last = problem
        const now = reached ? 'reached' : ever ? 'lost' : 'never'
        const changed = now !== before
        before = now
        return changed
      }
      return reached$.pipe(
        filter(isChange),
        switchMap(({ reached }) => {
          if (reached || patience === 0) return EMPTY
          const ms = ever ? patience : Math.min(first, patience)
          return after(ms, scheduler).pipe(
            tap(() => {
              throw failure('gaveUp', { after: ms, last })
            }),
          )
        }),
        ignoreElements(),
      )
    })
