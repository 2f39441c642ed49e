import type { Contact, Member, Room } from '../protocol/contact.js'
import { numberOf } from '../protocol/fields.js'
import type { Identities } from './identity/identities.js'

/** A member of a room with the stable id that outlives its UserName. */
export interface KnownMember extends Member {
  /**
   * The stable id. It is made when it is first read, and stored from then on: rooms have up to five hundred members, and most of them are never
   * asked about. Once a store holds 20,000 ids, the id of somebody new is good for this login only, until that person speaks.
   */
  readonly id: string
}

/** A room of the address book. */
export interface KnownRoom extends Omit<Room, 'members'> {
  /** The stable id. */
  readonly id: string
  readonly members: readonly KnownMember[]
  /** The stable id of the owner; '' while the service has not said who owns the room: news of the room say so, its details do not. */
  readonly ownerId: string
}

/** A contact with the stable id that outlives its UserName. */
export type Known = (Exclude<Contact, Room> & { readonly id: string }) | KnownRoom

/** The contact with its stable id, and a room with those of its members. */
export function knownContact(identities: Identities, contact: Contact): Known {
  const id = identities.idOf(contact.userName, contact)
  // The id first: V8 gives an object that began as a spread, and got a field then, a layout of its own, three times as large.
  return contact.kind === 'room' ? knownRoom(identities, id, contact) : { id, ...contact }
}

function knownRoom(identities: Identities, id: string, room: Room): KnownRoom {
  const { members: found, ...rest } = room
  let known: readonly KnownMember[] | undefined
  return {
    id,
    ...rest,
    get members() {
      known ??= found.map((member) => knownMember(identities, id, room, member))
      return known
    },
    get ownerId() {
      return ownerIdOf(identities, id, room)
    },
  }
}

const knownMember = (identities: Identities, id: string, room: Room, member: Member): KnownMember => ({
  get id() {
    return memberId(identities, id, room, member, true)
  },
  ...member,
})

/** The stable id of a member of the room that has the id `id`. `isShown`: nobody needs to find the member again yet. */
export const memberId = (
  identities: Identities,
  id: string,
  room: Pick<Room, 'members' | 'raw'>,
  member: Member,
  isShown = false,
): string =>
  identities.idOfMember({
    room: id,
    member,
    members: room.members,
    uin: () => numberOf(room.raw.MemberList?.find(({ UserName }) => UserName === member.userName)?.Uin),
    isShown,
  })

function ownerIdOf(identities: Identities, id: string, room: Room): string {
  const { ownerUserName, members } = room
  if (ownerUserName === '') return room.isOwner ? identities.selfId() : ''
  const owner = members.find(({ userName }) => userName === ownerUserName)
  return owner === undefined ? identities.idOf(ownerUserName) : memberId(identities, id, room, owner, true)
}
