import { filter, type OperatorFunction } from 'rxjs'
import type { Message } from '../actors/message.js'

/**
 * Keeps the messages of the given kinds, narrowed to them.
 *
 * @example
 * messages$.pipe(ofType('image', 'video')).subscribe((message) => console.log(message.type, message.id))
 *
 * @see [its marble](../../marbles/svg/operators/of-type.svg)
 */
export const ofType = <M extends Message, T extends M['type']>(
  ...types: readonly T[]
): OperatorFunction<M, Extract<M, { readonly type: T }>> =>
  filter((message): message is Extract<M, { readonly type: T }> => (types as readonly string[]).includes(message.type))
