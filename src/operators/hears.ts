import { filter, type OperatorFunction } from 'rxjs'
import type { Message } from '../actors/message.js'

/**
 * Keeps the text messages whose text matches `pattern`, narrowed to texts. The pattern's `lastIndex` does not matter: a
 * global one hears every message, too.
 *
 * @example
 * bot.use((messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong'))))
 *
 * @see [its marble](../../marbles/svg/operators/hears.svg)
 */
export const hears = <M extends Message>(pattern: RegExp): OperatorFunction<M, Extract<M, { readonly type: 'text' }>> =>
  filter(
    (message): message is Extract<M, { readonly type: 'text' }> =>
      message.type === 'text' && message.text.search(pattern) >= 0,
  )
