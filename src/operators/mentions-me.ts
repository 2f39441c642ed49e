import { filter, type MonoTypeOperatorFunction } from 'rxjs'
import type { Message } from '../actors/message.js'

/**
 * Keeps the room messages that mention this account, by its name or its name in that room, or everybody ("@所有人").
 *
 * The wire carries mentions as plain text, so two members with one name cannot be told apart: both are meant.
 *
 * @example
 * bot.use((messages$) => messages$.pipe(mentionsMe(), map((message) => reply(message, 'here'))))
 *
 * @see [its marble](../../marbles/svg/operators/mentions-me.svg)
 */
export const mentionsMe = <M extends Message>(): MonoTypeOperatorFunction<M> => filter((message) => message.mentionsMe)
