import { checkNumber } from '../check-number.js'

/** A store holds numbers with an end. */
const aTime = { from: -Number.MAX_VALUE, to: Number.MAX_VALUE }

/** Throws an `argument` failure for a time (Unix ms) that is none; one that is past is now, and absent is now, too. */
export function checkAt(at: number | undefined): void {
  if (at !== undefined) checkNumber('at', at, aTime)
}
