import { filter, type OperatorFunction } from 'rxjs'
import type { Message, MessageOf } from '../actors/message.js'

/**
 * Keeps the messages of the given kinds, narrowed to them.
 *
 * @example
 * messages$.pipe(ofType('image', 'video')).subscribe((message) => console.log(message.type, message.id))
 */
export const ofType = <T extends Message['type']>(...types: readonly T[]): OperatorFunction<Message, MessageOf<T>> =>
  filter((message): message is MessageOf<T> => (types as readonly string[]).includes(message.type))
