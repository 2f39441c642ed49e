import { filter, type MonoTypeOperatorFunction } from 'rxjs'
import type { Message } from '../actors/message.js'
import { failure } from '../errors.js'

/** Own ids as rxwx gives them: of a person, of a room, of this account. */
const ownId = /^(?:[pr]_[0-9a-z]{4,64}|self)$/

/**
 * Keeps what these people say, for what not everybody may do. Takes own ids and nothing else: a name can be chosen by anybody, an id outlives logins and is never
 * given to somebody else. They are in `message.from.id`, and `rxwx contacts` and `rxwx identities` print them. Without ids nothing passes.
 *
 * Throws an `argument` failure for what is no own id, so that a name is noticed when the bot starts and not when somebody takes it.
 *
 * @example
 * bot.use((messages$) => messages$.pipe(allowed('p_0123456789ab'), command('stop'), map((message) => reply(message, 'stopping'))))
 *
 * @see [its marble](../../marbles/svg/operators/allowed.svg)
 */
export function allowed<M extends Message>(...ids: readonly string[]): MonoTypeOperatorFunction<M> {
  const wrong = ids.filter((id) => typeof id !== 'string' || !ownId.test(id))
  if (wrong.length > 0)
    throw failure('argument', {
      name: 'allowed',
      why: `${JSON.stringify(wrong[0])} is no own id; names decide about nothing`,
    })
  const known = new Set(ids)
  return filter((message) => known.has(message.from.id) || (message.own && known.has('self')))
}
