import type { Behaviour } from '../actors/behaviour.js'
import { checkFunction } from '../check-argument.js'
import { viewWith } from './view-with.js'
import { aBehaviour, withName } from './with-name.js'

/**
 * The same behaviour under this name, as which its failures are told of; a part of it that fails alone is called `name/part`. Without it
 * a behaviour is called as its function is.
 *
 * @example
 * bot.use(named('ding', (messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong')))))
 * bot.events$.subscribe((event) => event.type === 'behaviourFailed' && console.error(event.name, event.error))
 *
 * @see [its marble](../../marbles/svg/operators/named.svg)
 */
export const named = (name: string, behaviour: Behaviour): Behaviour => {
  checkFunction(`behaviour ${name}`, behaviour, aBehaviour)
  const within = (part: string): string => (part === '' || part === behaviour.name ? name : `${name}/${part}`)
  return withName(name, (messages$, bot) =>
    behaviour(
      messages$,
      viewWith(bot, {
        failed: (failed) => bot.failed({ ...failed, name: within(failed.name) }),
        stopped: (stopped) => bot.stopped?.({ ...stopped, name: within(stopped.name) }),
      }),
    ),
  )
}
