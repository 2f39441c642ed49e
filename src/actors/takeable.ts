import { type Observable, of, type SchedulerLike, switchMap, take } from 'rxjs'
import type { AddressBook } from './address-book.js'
import { checkedCommand } from './checked-command.js'
import type { Command } from './command.js'
import type { Engine } from './engine/engine.js'
import { namesKnown } from './names-known.js'
import { wishesOf } from './outgoing.js'
import { createRoomWait } from './waiting-for-room.js'

/**
 * What comes of a handler waits until it is certain whom its names mean, and until there is room for
 * it: only then its message is settled. `waiting` says who waits for room; `began` hears of it once.
 */
export function createTakeable(
  scheduler: SchedulerLike,
  engine$: Observable<Pick<Engine, 'room$' | 'identities'>>,
  contacts$: Observable<AddressBook>,
  began: (consumer: string) => void,
) {
  const { room, waiting } = createRoomWait(scheduler, began)
  /** It needs no room in the queue of what is sent now. */
  const isForLater = (command: Command): boolean => (wishesOf(checkedCommand(command)).at ?? 0) > scheduler.now()
  const takeable = (consumer: string, commands: readonly Command[]): Observable<readonly Command[]> =>
    commands.length === 0
      ? of(commands)
      : engine$.pipe(
          take(1),
          switchMap(({ room$ }) => (commands.every(isForLater) ? of(undefined) : room(consumer, room$))),
          // Last: while there is no room a new login may have begun to read the address book anew.
          switchMap(() => namesKnown(commands, engine$, contacts$)),
        )
  return { takeable, waiting }
}
