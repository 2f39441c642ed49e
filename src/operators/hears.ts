import { filter, type OperatorFunction } from 'rxjs'
import type { Message, MessageOf } from '../actors/message.js'

/**
 * Keeps the text messages whose text matches `pattern`, narrowed to texts. The pattern's `lastIndex` does not matter: a
 * global one hears every message, too.
 *
 * @example
 * bot.use((messages$) => messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong'))))
 */
export const hears = (pattern: RegExp): OperatorFunction<Message, MessageOf<'text'>> =>
  filter((message): message is MessageOf<'text'> => message.type === 'text' && message.text.search(pattern) >= 0)
