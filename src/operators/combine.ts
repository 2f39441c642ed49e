import { merge } from 'rxjs'
import type { Behaviour } from '../actors/behaviour.js'
import { checkFunction } from '../check-argument.js'
import { restarting, type StopReason } from '../kernel/restart.js'
import { viewWith } from './view-with.js'
import { aBehaviour } from './with-name.js'

/**
 * One behaviour out of several, side by side: each is given every message, and their Commands are merged. It completes when all of
 * them have.
 *
 * A part that fails becomes `behaviourFailed` with its name and is started again in the same tick, as if it stood alone. It is stopped
 * (`behaviourStopped`) if it fails before a message has come since its start, or ten times in a minute. The others do not notice.
 *
 * @example
 * const ding: Behaviour = (messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong')))
 * const time: Behaviour = (messages$, bot) =>
 *   messages$.pipe(command('time'), map((message) => reply(message, new Date(bot.scheduler.now()).toISOString())))
 * bot.use(combine(ding, named('clock', time)))
 *
 * @see [its marble](../../marbles/svg/operators/combine.svg)
 */
export const combine = (...behaviours: readonly Behaviour[]): Behaviour => {
  for (const behaviour of behaviours) checkFunction('behaviour of combine', behaviour, aBehaviour)
  return (messages$, bot) =>
    merge(
      ...behaviours.map((behaviour) => {
        const { name } = behaviour
        const failed = (error: unknown, reason?: StopReason): void => {
          bot.failed({ name, error })
          if (reason !== undefined) bot.stopped?.({ name, error, reason })
        }
        const { scheduler } = bot
        return restarting(
          messages$,
          (handed) => behaviour(handed.messages$, viewWith(bot, { messages$: handed.messages$ })),
          { failed, scheduler },
        )
      }),
    )
}
