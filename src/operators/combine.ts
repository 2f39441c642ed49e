import { catchError, defer, EMPTY, merge, type Observable } from 'rxjs'
import type { Behaviour } from '../actors/behaviour.js'
import type { Command } from '../actors/command.js'

/**
 * One behaviour out of several, side by side: each is given every message, and their Commands are merged. One that fails, at
 * once or later, is stopped and becomes `behaviourFailed` with its name; the others do not notice. It completes when all of them have.
 *
 * @example
 * const ding: Behaviour = (messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong')))
 * const time: Behaviour = (messages$, bot) =>
 *   messages$.pipe(command('time'), map((message) => reply(message, new Date(bot.scheduler.now()).toISOString())))
 * bot.use(combine(ding, named('clock', time)))
 *
 * @see [its marble](../../marbles/svg/operators/combine.svg)
 */
export const combine =
  (...behaviours: readonly Behaviour[]): Behaviour =>
  (messages$, bot) =>
    merge(
      ...behaviours.map((behaviour) =>
        defer(() => behaviour(messages$, bot)).pipe(
          catchError((error: unknown): Observable<Command> => {
            bot.failed({ name: behaviour.name, error })
            return EMPTY
          }),
        ),
      ),
    )
