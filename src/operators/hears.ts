import { filter, type OperatorFunction } from 'rxjs'
import type { Message } from '../actors/message.js'

/** A message that has words of its own: a text, or a reply that quotes something. */
export type WithWords<M extends Message = Message> = Extract<M, { readonly type: 'text' | 'quote' }>

/**
 * Keeps the messages whose `words` match `pattern`: texts, and replies that quote something, by what was written now
 * and not by what is quoted. In both, `text` holds the words, mentions included. A `lastIndex` of the pattern does not matter: a global
 * one hears every message, too.
 *
 * @example
 * bot.use((messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong'))))
 *
 * @see [its marble](../../marbles/svg/operators/hears.svg)
 */
export const hears = <M extends Message>(pattern: RegExp): OperatorFunction<M, WithWords<M>> =>
  filter((message): message is WithWords<M> => hasWords(message) && message.words.search(pattern) >= 0)

/** Whether a message has words of its own, and `text` holds them. */
export const hasWords = <M extends Message>(message: M): message is WithWords<M> =>
  message.type === 'text' || message.type === 'quote'
