/** One request and what became of it. Times are Unix milliseconds. */
export interface Exchange {
  /** As the wire spells it. */
  readonly endpoint: string
  /** `GET` or `POST`. */
  readonly method: string
  /** The host that was asked. */
  readonly host: string
  /** Who it was for, where the session is known. */
  readonly account?: string
  /** Counts the logins of the world; absent where the session is not known. */
  readonly session?: number
  /** When it was asked, Unix ms. */
  readonly startedAt: number
  /** When it ended, Unix ms; absent while it is pending. */
  readonly endedAt?: number
  /** `pending`: not answered yet; `aborted`: the client hung up; `broken`: the connection was reset. */
  readonly outcome: 'pending' | 'answered' | 'broken' | 'aborted'
  /** The status of HTTP; absent where there was no answer. */
  readonly status?: number
  /** Ret, retcode, or the code of a login answer. */
  readonly code?: string
  /** The fault that took part. */
  readonly fault?: string
}

/** What was asked of a server, and how it ended. */
export interface Exchanges {
  /** Keeps a request; answers what says how it ended. For the server itself. */
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
