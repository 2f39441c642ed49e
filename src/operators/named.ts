import type { Behaviour } from '../actors/behaviour.js'
import { viewWith } from './view-with.js'
import { withName } from './with-name.js'

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
export const named = (name: string, behaviour: Behaviour): Behaviour =>
  withName(name, (messages$, bot) =>
    behaviour(
      messages$,
      viewWith(bot, {
        failed: (failed) => {
          const isWhole = failed.name === '' || failed.name === behaviour.name
          bot.failed({ ...failed, name: isWhole ? name : `${name}/${failed.name}` })
        },
      }),
    ),
  )
