import type { Fields } from './json.js'

/** A text field: numbers are taken as their digits, everything else is ''. */
export function stringOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : ''
}

/** A number field: decimal strings count, everything else is 0, also what no whole number of JavaScript can hold. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return isSane(value) ? value : 0
  if (typeof value !== 'string' || !/^\s*-?\d{1,20}(?:\.\d{1,20})?\s*$/.test(value)) return 0
  const number = Number(value)
  return isSane(number) ? number : 0
}

const isSane = (value: number): boolean => Math.abs(value) <= Number.MAX_SAFE_INTEGER

/** A size, a length or a count: 0 where it is below that. */
export const countOf = (value: unknown): number => Math.max(0, numberOf(value))

/** No date is later (ms). */
const latest = 8.64e15

/** Whole seconds of the wire in milliseconds; 0 for what is no time and no duration. */
export function msOf(seconds: unknown): number {
  const ms = countOf(seconds) * 1_000
  return ms <= latest ? ms : 0
}

/** An object field; where it is missing or something else, an empty one. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** `a,b,,a,` as `a`, `b`: lists of names end with a comma and repeat themselves. */
export const namesOf = (value: unknown): string[] => [
  ...new Set(
    stringOf(value)
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
]

/** Where the service has nothing to list, it may write `null` or leave the list out. */
export const isListOrNothing = (value: unknown): value is readonly unknown[] | null | undefined =>
  Array.isArray(value) || value === null || value === undefined
