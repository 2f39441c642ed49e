import { defer, filter, type MonoTypeOperatorFunction, type SchedulerLike } from 'rxjs'
import type { Message } from '../actors/message.js'
import { checkNumber } from '../check-number.js'
import { createSteadyClock } from '../kernel/steady-clock.js'
import { personKey } from './person-key.js'
import { atLeastOne, createRecent } from './recent.js'

/** When somebody counts as new again. */
export type OncePerPersonOptions = {
  /** `anywhere` (default): once altogether. `conversation`: once in each conversation. */
  readonly in?: 'anywhere' | 'conversation'
  /** How many people are remembered; default 10,000. */
  readonly limit?: number
} & (
  | { readonly every?: undefined; readonly scheduler?: SchedulerLike }
  | {
      /** Once again when this long (ms) has passed since the last one that was kept. Default: never again. */
      readonly every: number
      /** The clock: `bot.scheduler`. */
      readonly scheduler: SchedulerLike
    }
)

/**
 * Keeps the first message of each person. Above `limit` people the one who was not heard for longest is forgotten, and would pass
 * again; nothing is remembered across a restart of the process.
 *
 * @example
 * bot.use((messages$, { scheduler }) =>
 *   messages$.pipe(
 *     direct(),
 *     oncePerPerson({ every: 86_400_000, scheduler }),
 *     map((message) => reply(message, 'I am a bot. /help says what I can do.')),
 *   ),
 * )
 *
 * @see [its marble](../../marbles/svg/operators/once-per-person.svg)
 */
export const oncePerPerson = <M extends Message>({
  in: where = 'anywhere',
  limit = 10_000,
  every,
  scheduler,
}: OncePerPersonOptions = {}): MonoTypeOperatorFunction<M> => {
  checkNumber('limit', limit, atLeastOne)
  if (every !== undefined) checkNumber('every', every, atLeastOne)
  return (messages$) =>
    defer(() => {
      const clock = scheduler === undefined ? () => 0 : createSteadyClock(scheduler)
      const kept = createRecent<number>(limit)
      return messages$.pipe(
        filter((message) => {
          const key = where === 'anywhere' ? message.from.id : personKey(message)
          const now = clock()
          const before = kept.get(key)
          const isFirst = before === undefined || (every !== undefined && now - before >= every)
          if (isFirst) kept.set(key, now)
          return isFirst
        }),
      )
    })
}
