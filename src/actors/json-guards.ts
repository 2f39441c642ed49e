/** What is held in a store, or came out of one, is believed only after these. */
export type Guard<T> = (value: unknown) => value is T

type Unknowns = Readonly<Record<string, unknown>>

export const isRecord = (value: unknown): value is Unknowns =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isText: Guard<string> = (value) => typeof value === 'string'

/** A number that JSON can hold. */
export const isNumber: Guard<number> = (value): value is number => Number.isFinite(value)

/** A whole number from 0 up. */
export const isCount: Guard<number> = (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0

export const isList =
  <T>(isItem: Guard<T>): Guard<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(isItem)
