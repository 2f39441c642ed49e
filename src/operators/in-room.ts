import { filter, type OperatorFunction } from 'rxjs'
import type { Message, Party } from '../actors/message.js'

/**
 * Keeps the messages said in rooms, in the rooms called `name` (or with that own id) if one is given.
 *
 * @example
 * messages$.pipe(inRoom('Hiking'), hears(/weather/i)).subscribe(({ room, from }) => console.log(room.name, from.name))
 *
 * @see [its marble](../../marbles/svg/operators/in-room.svg)
 */
export const inRoom = <M extends Message>(name?: string): OperatorFunction<M, M & { readonly room: Party }> =>
  filter(
    (message): message is M & { readonly room: Party } =>
      message.room !== undefined && (name === undefined || message.room.name === name || message.room.id === name),
  )
