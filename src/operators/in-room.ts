import { filter, type OperatorFunction } from 'rxjs'
import type { Message, Party } from '../actors/message.js'
import { isOneOf } from './is-one-of.js'

/**
 * Keeps the messages said in rooms; if `name` is given, in the rooms with that topic, remark or own id.
 *
 * @example
 * messages$.pipe(inRoom('Hiking'), hears(/weather/i)).subscribe(({ room, from }) => console.log(room.name, from.name))
 *
 * @see [its marble](../../marbles/svg/operators/in-room.svg)
 */
export const inRoom = <M extends Message>(name?: string): OperatorFunction<M, M & { readonly room: Party }> => {
  const isMeant = name === undefined ? () => true : isOneOf([name])
  return filter(
    (message): message is M & { readonly room: Party } => message.room !== undefined && isMeant(message.room),
  )
}
