import { failure } from '../errors.js'
import { deliverNotice, members, queueMessage } from './deliver.js'
import { announcementDraft } from './drafts/sysmsg-draft.js'
import { admit, admitByCode, crown, depart, expel, retitle, roomChanged } from './room-changes.js'
import { wireText } from './wire-text.js'
import type { Room, WorldState } from './world-state.js'

/** What happens to a room. All accounts in it hear of it: the changed room, and a system text. */
export interface RoomVerbs {
  /** `by` gives it another topic. */
  readonly rename: (topic: string, by: string) => void
  /** Invites one person, or several at once. */
  readonly add: (person: string | readonly string[], by: string) => void
  /** Somebody comes by the QR code that another one has shared. */
  readonly join: (person: string, by: string) => void
  /** An account that is removed hears it, too, and does not see the room any more. */
  readonly remove: (person: string, by: string, form?: 'text' | 'sysmsg') => void
  /** Goes without a word. An owner leaves the room to the next in the list. */
  readonly leave: (person: string) => void
  /** Hands it over to this person. */
  readonly setOwner: (person: string) => void
  /** Only the owner may rename it from now on. */
  readonly restrict: (restricted: boolean) => void
  /** Somebody takes another name in the room. */
  readonly display: (person: string, displayName: string) => void
  /** Puts up an announcement. */
  readonly announce: (text: string, by: string) => void
  /** A system text without any change. */
  readonly notice: (text: string) => void
}

export function createRoom(world: WorldState, room: Room): RoomVerbs {
  const known = (name: string, id: string): string => {
    if (world.persons.has(id)) return id
    throw failure('argument', { name, why: `there is no ${id}` })
  }
  return {
    rename: (topic, by) => retitle(world, room, topic, by),
    add: (person, by) => {
      const ids = typeof person === 'string' ? [person] : person
      admit(
        world,
        room,
        ids.map((id) => known('add', id)),
        by,
      )
    },
    join: (person, by) => admitByCode(world, room, known('join', person), by),
    remove: (person, by, form = 'text') => expel(world, room, [person], by, form),
    leave: (person) => depart(world, room, person),
    setOwner: (person) => crown(world, room, known('setOwner', person)),
    restrict: (restricted) => {
      room.restricted = restricted
    },
    display: (person, displayName) => {
      room.members.set(person, displayName)
      roomChanged(world, room)
    },
    announce: (text, by) => {
      const writer = world.persons.get(by)?.wxid ?? by
      const draft = announcementDraft(text, `${writer}_${room.chatroom}_${Math.floor(world.now() / 1_000)}`)
      for (const account of members(world, room)) {
        queueMessage(world, account, { msgId: world.nextMsgId(), from: room.id, to: account.id, ...draft })
      }
    },
    notice: (text) => {
      for (const account of members(world, room)) deliverNotice(world, account, room.id, wireText(text))
    },
  }
}
