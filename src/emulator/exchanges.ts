/** One request and what became of it. Times are Unix milliseconds. */
export interface Exchange {
  readonly endpoint: string
  readonly method: string
  readonly host: string
  /** Who it was for, where the session is known. */
  readonly account?: string
  readonly session?: number
  readonly startedAt: number
  readonly endedAt?: number
  /** `pending`: not answered yet; `aborted`: the client hung up; `broken`: the connection was reset. */
  readonly outcome: 'pending' | 'answered' | 'broken' | 'aborted'
  readonly status?: number
  /** Ret, retcode, or the code of a login answer. */
  readonly code?: string
  /** The fault that took part. */
  readonly fault?: string
}

/** What was asked of a server, and how it ended. */
export interface Exchanges {
  readonly open: (exchange: Omit<Exchange, 'outcome'>) => (end: Partial<Exchange>) => void
  /** Oldest first; at most the latest 100,000. */
  readonly list: (endpoint?: string) => readonly Exchange[]
}

const limit = 100_000

export function createExchanges(): Exchanges {
  let kept: Exchange[] = []
  return {
    open: (opened) => {
      const exchange = { ...opened, outcome: 'pending' as const }
      kept.push(exchange)
      if (kept.length >= 2 * limit) kept = kept.slice(-limit)
      return (end) => {
        Object.assign(exchange, end)
      }
    },
    list: (endpoint) =>
      kept.slice(-limit).filter((exchange) => endpoint === undefined || exchange.endpoint === endpoint),
  }
}

/**
 * How many of these exchanges were under way at once, at the worst moment.
 *
 * @example
 * expect(mostAtOnce(world.exchanges.list('synccheck'))).toBe(1)
 */
export function mostAtOnce(exchanges: readonly Exchange[]): number {
  const moments = exchanges
    .flatMap(({ startedAt, endedAt = Number.POSITIVE_INFINITY }) => [
      { at: startedAt, change: 1 },
      { at: endedAt, change: -1 },
    ])
    .sort((one, other) => one.at - other.at || one.change - other.change)
  let now = 0
  let most = 0
  for (const { change } of moments) {
    now += change
    most = Math.max(most, now)
  }
  return most
}
