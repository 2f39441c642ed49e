import { defer, filter, type MonoTypeOperatorFunction, type SchedulerLike } from 'rxjs'
import type { Message } from '../actors/message.js'
import { checkNumber } from '../check-number.js'
import { createSteadyClock } from '../kernel/steady-clock.js'
import { atLeastOne, createRecent } from './recent.js'

/** A message that was too much. */
export interface TooMuch {
  /** How long (ms) until the next one would pass. */
  readonly wait: number
  /** 1 for the first after one that passed: the one to say something about. */
  readonly nth: number
}

/** How many in which time, counted by whom, and what becomes of the rest. */
export interface RateLimitOptions<M extends Message = Message> {
  /** How many pass … */
  readonly count: number
  /** … in any span of this length (ms). */
  readonly per: number
  /** Whose count it is: the `sender`'s, wherever they write (default), the `conversation`'s, one for `all`, or that of the key that is answered. */
  readonly by?: 'sender' | 'conversation' | 'all' | ((message: M) => string)
  /** Is told of each message that does not pass. */
  readonly dropped?: (message: M, much: TooMuch) => void
  /** How many counts are kept; above it the one that was not needed for longest is forgotten, and begins anew. Default 10,000. */
  readonly limit?: number
  /** The clock: `bot.scheduler`. */
  readonly scheduler: SchedulerLike
}

/**
 * Lets `count` messages pass in any span of `per` milliseconds, for each person by itself, and drops the rest; `dropped` is told of them. One
 * that was dropped does not count. To answer those, use `limited`.
 *
 * @example
 * bot.use((messages$, { scheduler }) =>
 *   messages$.pipe(command('joke'), rateLimit({ count: 3, per: 60_000, scheduler }), map((message) => reply(message, 'Knock, knock.'))),
 * )
 *
 * @see [its marble](../../marbles/svg/operators/rate-limit.svg)
 */
export const rateLimit = <M extends Message>({
  count,
  per,
  by = 'sender',
  dropped = () => {},
  limit = 10_000,
  scheduler,
}: RateLimitOptions<M>): MonoTypeOperatorFunction<M> => {
  checkRateLimit({ count, per, limit })
  const keyOf = typeof by === 'function' ? by : (message: M) => keys[by](message)
  return (messages$) =>
    defer(() => {
      const clock = createSteadyClock(scheduler)
      const counts = createRecent<{ readonly passed: readonly number[]; readonly drops: number }>(limit)
      return messages$.pipe(
        filter((message) => {
          const now = clock()
          const key = keyOf(message)
          const { passed, drops } = counts.get(key) ?? { passed: [], drops: 0 }
          const counted = passed.filter((at) => now - at < per)
          const isLet = counted.length < count
          counts.set(key, isLet ? { passed: [...counted, now], drops: 0 } : { passed: counted, drops: drops + 1 })
          if (!isLet) dropped(message, { wait: (counted[0] ?? now) + per - now, nth: drops + 1 })
          return isLet
        }),
      )
    })
}

/** Throws an `argument` failure for numbers that make no sense. */
export function checkRateLimit({
  count,
  per,
  limit = 1,
}: Pick<RateLimitOptions<never>, 'count' | 'per' | 'limit'>): void {
  for (const [name, value] of Object.entries({ count, per, limit })) checkNumber(name, value, atLeastOne)
}

const keys: Readonly<Record<'sender' | 'conversation' | 'all', (message: Message) => string>> = {
  sender: ({ from }) => from.id,
  conversation: ({ conversation }) => conversation.id,
  all: () => '',
}
