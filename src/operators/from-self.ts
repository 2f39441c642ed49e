import { filter, type MonoTypeOperatorFunction } from 'rxjs'
import type { Message } from '../actors/message.js'

/**
 * Keeps the account's own messages: those of the owner's phone (`origin: 'phone'`) and of this bot (`origin: 'bot'`). A bot hands them out with
 * `include: 'all'` only; behaviours (`use`) see those of the phone alone.
 *
 * @example
 * createBot({ include: 'all' }).messages$.pipe(fromSelf()).subscribe((message) => console.log('to', message.to.name))
 *
 * @see [its marble](../../marbles/svg/operators/from-self.svg)
 */
export const fromSelf = <M extends Message>(): MonoTypeOperatorFunction<M> => filter((message) => message.own)
