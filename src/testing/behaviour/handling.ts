import { defer, of } from 'rxjs'
import { createHandling } from '../../actors/inbox/handling/handling.js'
import { type Behaviour, type HandleOptions, type Handler, named } from '../../index.js'
import { consumed } from './consumed.js'

/**
 * A handler as a behaviour, so that a marble shows it: it is run as `bot.handle` runs it, with its tries, its deadline and one message of a conversation after
 * the other, and its Commands come when they would be committed. A message that becomes a dead letter is a value of the type `behaviourFailed`, with
 * the function's name and the reason as an Error. Files are not looked at.
 *
 * Give Observables: a Promise takes real time, which passes after the marble.
 *
 * @example
 * const later: Handler = (message) => timer(2_000, scheduler).pipe(map(() => reply(message, 'done')))
 * expectBehaviour(handling(later), 'a---', { a: 'work' }).toBe('--x-', { x: text('alice', 'done') })
 *
 * @see [one at a time](../../../marbles/svg/inbox/one-at-a-time.svg), and [the relay's marble](../../../marbles/svg/examples/relay.svg)
 */
export const handling = (handler: Handler, options: HandleOptions = {}): Behaviour =>
  named(handler.name, (messages$, bot) =>
    defer(() => {
      const tools = { scheduler: bot.scheduler, random: () => 0, ready: of }
      return consumed(createHandling(tools, handler.name, handler, options), messages$, bot)
    }),
  )
