import { filter, type MonoTypeOperatorFunction } from 'rxjs'
import type { Message } from '../actors/message.js'
import { type Called, isInOneOf } from './is-one-of.js'

/**
 * Keeps the messages of these conversations. Give the own id, the public name or the remark of the room or of the other person, or a party of another
 * message; `'self'` is the account's chat with itself. A name that two of them have means both; an own id, which outlives a login, means one.
 *
 * @example
 * bot.use((messages$) => messages$.pipe(inChat('Alice', 'Hiking'), hears(/^ding$/i), map((message) => reply(message, 'dong'))))
 *
 * @see [its marble](../../marbles/svg/operators/in-chat.svg)
 */
export const inChat = <M extends Message>(...chats: readonly Called[]): MonoTypeOperatorFunction<M> => {
  const isMeant = isInOneOf(chats)
  return filter((message) => isMeant(message))
}
