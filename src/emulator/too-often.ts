/** So many deeds within a time (ms); one more locks them for `recovery`. */
export interface Limit {
  readonly count: number
  readonly within: number
  readonly recovery: number
}

/** When the latest deeds were, and until when there are no more. */
export interface Pace {
  readonly times: number[]
  lockedUntil: number
}

export const createPace = (): Pace => ({ times: [], lockedUntil: 0 })

/** Counts a deed, and says whether it is one too many. The lock does not grow while it lasts. */
export function tooOften(limit: Limit | undefined, pace: Pace, now: number): boolean {
  if (limit === undefined) return false
  if (now < pace.lockedUntil) return true
  const recent = pace.times.filter((at) => at > now - limit.within)
  pace.times.splice(0, Number.POSITIVE_INFINITY, ...recent, now)
  if (recent.length < limit.count) return false
  pace.lockedUntil = now + limit.recovery
  pace.times.length = 0
  return true
}
