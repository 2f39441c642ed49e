import type { Member, Room } from '../protocol/contact.js'
import { isRoomName, isSpecialName } from '../protocol/user-name.js'
import type { AddressBook } from './address-book.js'
import type { Identities } from './identity/identities.js'
import { memberId } from './known.js'
import type { Party, PartyKind } from './message.js'

/** Who is who in the present session, for messages. */
export interface Parties {
  /** The account's own UserName; '' before there is a session. */
  readonly self: string
  readonly of: (userName: string) => Party
}

/** How many are remembered: messages in a row speak of the same few. */
const maxRemembered = 1_000

/** Answers with those of the present moment: the same until the book or an id changes. To be asked for every message. */
export function createParties(identities: Identities, book: () => AddressBook | undefined): () => Parties {
  let present: Parties | undefined
  let readIn: AddressBook | undefined
  let version = -1
  let self = ''
  let mine: Party | undefined
  let latest: Party | undefined
  const remembered = new Map<string, Party>()

  const find = (userName: string): Party => {
    const known = remembered.get(userName)
    if (known !== undefined) return known
    const party = partyOf(identities, readIn, userName)
    remembered.set(userName, party)
    return party
  }
  /** Comparing two names costs less than finding one in a Map, and most are of whom the message before was of. */
  const of = (userName: string): Party => {
    if (userName === self) {
      mine ??= find(userName)
      return mine
    }
    if (userName !== latest?.userName) latest = find(userName)
    return latest
  }
  return () => {
    const now = book()
    if (present !== undefined && readIn === now && version === identities.version() && remembered.size < maxRemembered)
      return present
    remembered.clear()
    readIn = now
    version = identities.version()
    mine = undefined
    latest = undefined
    self = identities.selfName()
    present = { self, of }
    return present
  }
}

/** Somebody as the book knows them, else as their own id was last seen. */
export function partyOf(identities: Identities, book: AddressBook | undefined, userName: string): Party {
  const contact = book?.get(userName)
  const id = identities.idOf(userName, contact)
  if (contact !== undefined) return party(id, contact.kind, contact.name, contact.remarkName, userName)
  const { nickName = '', remarkName = '' } = identities.get(id) ?? {}
  return party(id, kindOf(userName), nickName, remarkName, userName)
}

/** The same for a member of a room, under the name that the room shows. `room` is the room's id. */
export function memberOf(
  identities: Identities,
  book: AddressBook | undefined,
  room: string,
  member: Member,
  contact: Pick<Room, 'members' | 'raw'>,
): Party {
  const { userName, name } = member
  // Who is in no address book is known by the room.
  if (book?.get(userName) === undefined) memberId(identities, room, contact, member)
  const known = partyOf(identities, book, userName)
  return name === '' ? known : { ...known, name }
}

/** Of strangers nothing but the UserName is known. */
function kindOf(userName: string): PartyKind {
  if (isRoomName(userName)) return 'room'
  return isSpecialName(userName) ? 'service' : 'person'
}

// Field by field: messages in a row share these objects, and V8 keeps them in two layouts.
const party = (id: string, kind: PartyKind, name: string, remark: string, userName: string): Party =>
  remark === '' ? { id, kind, name, userName } : { id, kind, name, remark, userName }
