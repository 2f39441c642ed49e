import { filter, type MonoTypeOperatorFunction } from 'rxjs'
import type { Message } from '../actors/message.js'
import { type Called, isFromOneOf } from './is-one-of.js'

/**
 * Keeps what these people say, wherever they say it. Give an own id, a party of another message, a public name (in a room that of the member there),
 * or a remark; `'self'` is this account, whatever its id. Anybody can choose their public name: let an own id decide about what not everybody may do.
 *
 * @example
 * bot.use((messages$) => messages$.pipe(fromSender('Alice'), command('stop'), map((message) => reply(message, 'stopping'))))
 *
 * @see [its marble](../../marbles/svg/operators/from-sender.svg)
 */
export const fromSender = <M extends Message>(...people: readonly Called[]): MonoTypeOperatorFunction<M> => {
  const isMeant = isFromOneOf(people)
  return filter((message) => isMeant(message))
}
