/** The time of the service, as its answers tell it. */
export interface ServiceClock {
  /** Takes in the `Date` header of an answer that has just arrived. */
  readonly tell: (date: string | undefined) => void
  /** Unix milliseconds; undefined while nobody can say. */
  readonly now: () => number | undefined
}

/**
 * The clock of this machine may be set while the process runs, so an older measurement is not
 * trusted (ms). A session that is alive has a poll answered every 25 s.
 */
const trusted = 5 * 60_000

/**
 * `Expires` is a time of the service: compared with a local clock that is hours ahead, it would
 * drop every cookie at once. The local clock counts only where answers have no `Date` at all.
 */
export function createServiceClock(now: () => number): ServiceClock {
  let told: { readonly ahead: number; readonly at: number } | undefined
  let isDateless = false
  return {
    tell: (date) => {
      const time = Date.parse(date ?? '')
      const at = now()
      if (Number.isNaN(time)) isDateless = true
      else told = { ahead: time - at, at }
    },
    now: () => {
      const time = now()
      if (told === undefined) return isDateless ? time : undefined
      return Math.abs(time - told.at) <= trusted ? time + told.ahead : undefined
    },
  }
}
