import { filter, type MonoTypeOperatorFunction } from 'rxjs'
import type { Message } from '../actors/message.js'
import { type Called, isOneOf } from './is-one-of.js'

/**
 * Keeps what these people say, wherever they say it. Each is given by name (in a room that of the member there), by own id, or as a party of
 * another message. Names can be chosen by anybody: let an own id decide about what not everybody may do.
 *
 * @example
 * bot.use((messages$) => messages$.pipe(fromSender('Alice'), command('stop'), map((message) => reply(message, 'stopping'))))
 *
 * @see [its marble](../../marbles/svg/operators/from-sender.svg)
 */
export const fromSender = <M extends Message>(...people: readonly Called[]): MonoTypeOperatorFunction<M> => {
  const isMeant = isOneOf(people)
  return filter((message) => isMeant(message.from))
}
