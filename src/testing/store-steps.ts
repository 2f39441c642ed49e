import { concat, concatMap, defer, from, ignoreElements, type Observable } from 'rxjs'
import type { Changes, Saved, Store } from '../index.js'

/** One promise of every store. `open` answers with the same store as before, as a later process would find it. */
export interface StoreCase {
  /** What is promised, as the name of a test. */
  readonly name: string
  /** Completes when the promise is kept, fails with an Error that says what was expected where it is broken. */
  readonly run: (open: () => Observable<Store>) => Observable<void>
}

/** Commits in order to one opened store, and answers with what a later opening finds. */
export const afterwards = (open: () => Observable<Store>, changes: readonly Changes[]): Observable<Saved> =>
  concat(
    withStore(open, (store) => from(changes).pipe(concatMap((change) => store.commit(change)))).pipe(ignoreElements()),
    withStore(open, (store) => store.load()),
  )

/** Opens, uses and closes. */
export const withStore = <T>(open: () => Observable<Store>, use: (store: Store) => Observable<T>): Observable<T> =>
  open().pipe(concatMap((store) => concat(use(store), defer(() => store.close()).pipe(ignoreElements()))))

/** Those parts of what was found that something is expected of. */
export const pick = (saved: Saved, expected: Partial<Saved>): unknown =>
  Object.fromEntries(Object.entries(saved).filter(([name]) => name in expected))

/** Throws an Error that says what was expected where the two differ. */
export function expectSame(what: string, found: unknown, expected: unknown): void {
  if (canonical(found) !== canonical(expected)) {
    throw new Error(`${what}: expected ${canonical(expected).slice(0, 500)}, found ${canonical(found).slice(0, 500)}`)
  }
}

/** JSON with sorted names: the order of fields is no promise. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  ) ?? 'nothing'
