import { filter, type MonoTypeOperatorFunction } from 'rxjs'
import type { Message } from '../actors/message.js'

/**
 * Keeps the messages of conversations with one person, not those of rooms.
 *
 * @example
 * bot.use((messages$) => messages$.pipe(direct(), hears(/^hi$/i), map((message) => reply(message, 'hello'))))
 *
 * @see [its marble](../../marbles/svg/operators/direct.svg)
 */
export const direct = <M extends Message>(): MonoTypeOperatorFunction<M> => filter((message) => !message.isRoom)
