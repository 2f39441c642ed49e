import type { Fields } from './json.js'

/** A text field: numbers are taken as their digits, everything else is ''. */
export function stringOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : ''
}

/** A number field: decimal strings count, everything else is 0. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return Number.isFinite(value) ? value : 0
  if (typeof value !== 'string' || !/^\s*-?\d{1,20}(?:\.\d{1,20})?\s*$/.test(value)) return 0
  return Number(value)
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
