import { failure } from './errors.js'

/** Which numbers make sense. */
export interface Sense {
  /** The smallest. */
  readonly from: number
  /** The largest; `Infinity` is fine unless it is given. */
  readonly to?: number
  /** Whole ones only. */
  readonly whole?: true
}

/**
 * Throws an `argument` failure for a setting that makes no sense, NaN above all: a number that compares with nothing would turn what it limits into
 * its opposite. It is noticed where it is written, not when its time has come.
 */
export function checkNumber(name: string, value: unknown, { from, to = Number.POSITIVE_INFINITY, whole }: Sense): void {
  const isOne = typeof value === 'number' && value >= from && value <= to
  if (isOne && (whole !== true || Number.isInteger(value))) return
  throw failure('argument', { name, why: `${kindOf(whole)} ${rangeOf(from, to)}, not ${String(value)}` })
}

const kindOf = (whole?: true): string => (whole === true ? 'has to be a whole number' : 'has to be a number')

function rangeOf(from: number, to: number): string {
  if (from === -Number.MAX_VALUE) return 'with an end'
  if (to === Number.POSITIVE_INFINITY) return `from ${from} up`
  return to === Number.MAX_VALUE ? `from ${from} up, with an end` : `from ${from} to ${to}`
}
