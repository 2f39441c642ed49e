import { filter, type MonoTypeOperatorFunction } from 'rxjs'
import type { Message, PartyKind } from '../actors/message.js'
import { checkKinds } from './check-kinds.js'

/**
 * Keeps what senders of these kinds say: `person`, `official` (an official account), `service` (an account of the service itself), `room` (the
 * notices of a room). Somebody who is not known yet counts as a person. Throws an `argument` failure for a kind that is none.
 *
 * @example
 * bot.use((messages$) => messages$.pipe(fromKind('person'), hears(/^ding$/i), map((message) => reply(message, 'dong'))))
 *
 * @see [its marble](../../marbles/svg/operators/from-kind.svg)
 */
export const fromKind = <M extends Message>(...kinds: readonly PartyKind[]): MonoTypeOperatorFunction<M> => {
  checkKinds('fromKind', kinds, ['person', 'official', 'service', 'room'])
  const wanted = new Set(kinds)
  return filter((message) => wanted.has(message.from.kind))
}
