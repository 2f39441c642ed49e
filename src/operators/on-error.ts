import { catchError, defer, type Observable, retry, take, tap, throwError } from 'rxjs'
import type { Behaviour, BotView } from '../actors/behaviour.js'
import { checkFunction } from '../check-argument.js'
import { finalError } from '../kernel/restart.js'
import { aBehaviour, withName } from './with-name.js'

/** What to do about a failure, given how often it has failed: emit = start again, complete = stop, error = hand upwards. Every `Policy` is one. */
export type RestartPolicy = (error: unknown, attempt: number, bot: BotView) => Observable<unknown>

/**
 * A behaviour that is started again after a failure when `policy` says so, in place of the default (at once, up to nine times a minute).
 * It begins anew: what it kept in `scan` and the like is gone, and what is said while it rests it never hears.
 *
 * Every failure is a `behaviourFailed` with `attempt`. A policy that completes, or hands an error upwards, stops the behaviour, which is
 * a `behaviourStopped`.
 *
 * A `backoff` remembers its pauses: make one for each behaviour.
 *
 * @example
 * const ding: Behaviour = (messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong')))
 * bot.use(onError(backoff({ first: 1_000, max: 60_000, scheduler: bot.scheduler }), ding))
 * bot.use(onError((error, attempt, { scheduler }) => (attempt > 3 ? EMPTY : timer(attempt * 1_000, scheduler)), ding))
 *
 * @see [its marble](../../marbles/svg/operators/on-error.svg)
 */
export const onError = (policy: RestartPolicy, behaviour: Behaviour): Behaviour => {
  checkFunction('policy of onError', policy, 'a policy, (error, attempt, bot) => Observable')
  checkFunction('behaviour of onError', behaviour, aBehaviour)
  return withName(behaviour.name, (messages$, bot) =>
    defer(() => behaviour(messages$, bot)).pipe(
      retry({
        delay: (error: unknown, attempt) => {
          const { name } = behaviour
          bot.failed({ name, error, attempt })
          let isAgain = false
          return defer(() => policy(error, attempt, bot)).pipe(
            take(1),
            tap({
              next: () => (isAgain = true),
              complete: () => isAgain || bot.stopped?.({ name, error, reason: 'policy' }),
            }),
            // Whoever it is handed to must not start the behaviour again.
            catchError((given: unknown) => throwError(() => finalError(given))),
          )
        },
      }),
    ),
  )
}
