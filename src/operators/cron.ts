import { Cron } from 'croner'
import { failure } from '../errors.js'

/** The first moment (Unix ms) of a plan that is later than the given one; undefined if there is none any more. */
export type NextTime = (after: number) => number | undefined

/** Reads a plan once. Throws an `argument` failure for one that is none, and for a time zone that does not exist. */
export function cronTimes(cron: string, timeZone: string): NextTime {
  try {
    const plan = new Cron(cron, { timezone: timeZone, paused: true, mode: '5-or-6-parts' })
    const next: NextTime = (after) => plan.nextRun(new Date(after))?.getTime()
    next(0)
    return next
  } catch (cause) {
    throw failure('argument', { name: 'cron', why: `"${cron}" in ${timeZone} is no plan` }, cause)
  }
}
