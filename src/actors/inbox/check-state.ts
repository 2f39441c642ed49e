import { checkJson } from '../check-json.js'

/** Throws for a state that a store could not give back: noticed here it costs its message only. */
export function checkState(state: unknown): void {
  if (state !== undefined) checkJson('state', state)
}

/**
 * `S` itself where JSON can hold it, as far as types tell; otherwise a type that nothing fits.
 * Interfaces are fine. Members that are functions, `Map`, `Set`, `Date`, `bigint` or symbols are not.
 */
export type Storable<S> = unknown extends S
  ? S
  : S extends string | number | boolean | null | undefined
    ? S
    : S extends bigint | symbol | Unstorable
      ? never
      : { readonly [K in keyof S]: Storable<S[K]> }

type Unstorable =
  | Date
  | RegExp
  | Error
  | ReadonlyMap<never, unknown>
  | ReadonlySet<never>
  | ((...args: never) => unknown)
