import { unexpected } from '../check-argument.js'
import { checkNumber } from '../check-number.js'
import { failure } from '../errors.js'

/** A store holds numbers with an end. */
const aTime = { from: -Number.MAX_VALUE, to: Number.MAX_VALUE }

/** Times of this century, if they are taken for seconds. */
const seconds = { from: 1e9, to: 1e11 }

/**
 * Throws an `argument` failure for a time (Unix ms) that is none; one that is past is now, and absent
 * is now, too. With `now`, a time in seconds is noticed: as milliseconds it lies in 1970.
 */
export function checkAt(at: number | undefined, now = 0): void {
  if (at === undefined) return
  if (typeof at === 'object') throw unexpected('at', 'a time in Unix milliseconds, as date.getTime() gives it', at)
  checkNumber('at', at, aTime)
  if (now > seconds.to && at >= seconds.from && at < seconds.to)
    throw failure('argument', {
      name: 'at',
      why: `expected Unix milliseconds, got ${at}, which is a time in seconds; multiply it by 1000`,
    })
}
