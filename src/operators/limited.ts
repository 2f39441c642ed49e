import { Observable, Subject } from 'rxjs'
import type { Behaviour } from '../actors/behaviour.js'
import type { Command } from '../actors/command.js'
import type { Message } from '../actors/message.js'
import { checkRateLimit, type RateLimitOptions, rateLimit, type TooMuch } from './rate-limit.js'
import { viewWith } from './view-with.js'
import { withName } from './with-name.js'

/** How many of what, and what becomes of the rest. */
export type LimitedOptions = Omit<RateLimitOptions, 'dropped' | 'scheduler'> & {
  /** Answers the first message that is too much, until one passes again; `wait` is how long (ms) that will take. Default: silence. */
  readonly notice?: (message: Message, wait: number) => Command
}

/**
 * A behaviour that is given at most `count` messages in any span of `per` milliseconds from each person (or as `by` says), on the clock of the bot. The
 * rest is dropped; the first that is gets a `notice`, so that the notices cannot be too many either. Bounds are those of `rateLimit`.
 *
 * @example
 * const joke: Behaviour = (messages$) => messages$.pipe(map((message) => reply(message, 'Knock, knock.')))
 * const notice = (message: Message, wait: number) => reply(message, `Again in ${Math.ceil(wait / 1_000)} s, please.`)
 * bot.use(limited({ count: 3, per: 60_000, notice }, joke))
 *
 * @see [its marble](../../marbles/svg/operators/limited.svg)
 */
export const limited = ({ notice, ...options }: LimitedOptions, behaviour: Behaviour): Behaviour => {
  checkRateLimit(options)
  return withName(
    behaviour.name,
    (messages$, bot) =>
      new Observable<Command>((subscriber) => {
        // One count for all who listen, however often the behaviour begins to.
        const let$ = new Subject<Message>()
        const dropped = (message: Message, { wait, nth }: TooMuch): void => {
          if (nth === 1 && notice !== undefined) subscriber.next(notice(message, wait))
        }
        subscriber.add(behaviour(let$, viewWith(bot, { messages$: let$ })).subscribe(subscriber))
        if (subscriber.closed) return
        subscriber.add(
          messages$.pipe(rateLimit({ ...options, scheduler: bot.scheduler, dropped })).subscribe({
            next: (message) => let$.next(message),
            error: (error: unknown) => subscriber.error(error),
            complete: () => let$.complete(),
          }),
        )
      }),
  )
}
