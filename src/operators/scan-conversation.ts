import { defer, map, type OperatorFunction, type SchedulerLike } from 'rxjs'
import type { Message } from '../actors/message.js'
import { checkNumber } from '../check-number.js'
import { createSteadyClock } from '../kernel/steady-clock.js'
import { atLeastOne, createRecent } from './recent.js'

/** A message, and what is so in its conversation after it. */
export interface Scanned<S, M extends Message = Message> {
  /** The state of the conversation, this message included. */
  readonly state: S
  /** The message that led to it. */
  readonly message: M
}

/** How long and for how many conversations a state is remembered. */
export type ScanConversationOptions = {
  /** How many conversations are remembered; default 10,000. */
  readonly limit?: number
} & (
  | { readonly expireAfter?: undefined; readonly scheduler?: SchedulerLike }
  | {
      /** A conversation that was silent for this long (ms) begins anew. Default: never. */
      readonly expireAfter: number
      /** The clock: `bot.scheduler`. */
      readonly scheduler: SchedulerLike
    }
)

/**
 * `scan` for each conversation by itself: `reduce` makes the next state of the conversation from the present one and a message, beginning with
 * `start`, and both are emitted. Nothing is kept across a restart of the process; `bot.converse` does that.
 *
 * Above `limit` conversations the one that was silent for longest is forgotten, and begins anew when somebody speaks there. Neither a state nor
 * its expiry costs a timer. A `reduce` that throws is an error of the stream.
 *
 * @example
 * bot.use((messages$, { scheduler }) =>
 *   messages$.pipe(
 *     scanConversation(0, (count) => count + 1, { expireAfter: 3_600_000, scheduler }),
 *     map(({ state, message }) => reply(message, `message ${state} of this hour`)),
 *   ),
 * )
 *
 * @see [its marble](../../marbles/svg/operators/scan-conversation.svg)
 */
export const scanConversation = <M extends Message, S>(
  start: S,
  reduce: (state: S, message: M) => S,
  { limit = 10_000, expireAfter, scheduler }: ScanConversationOptions = {},
): OperatorFunction<M, Scanned<S, M>> => {
  checkNumber('limit', limit, atLeastOne)
  if (expireAfter !== undefined) checkNumber('expireAfter', expireAfter, atLeastOne)
  return (messages$) =>
    defer(() => {
      const clock = scheduler === undefined ? () => 0 : createSteadyClock(scheduler)
      const states = createRecent<{ readonly state: S; readonly at: number }>(limit)
      return messages$.pipe(
        map((message) => {
          const { id } = message.conversation
          const at = clock()
          const before = states.get(id)
          const isOver = before === undefined || (expireAfter !== undefined && at - before.at >= expireAfter)
          const state = reduce(isOver ? start : before.state, message)
          states.set(id, { state, at })
          return { state, message }
        }),
      )
    })
}
