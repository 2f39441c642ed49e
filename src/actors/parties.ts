import type { AddressBook } from './address-book.js'
import type { Identities } from './identity/identities.js'
import type { Party } from './message.js'

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
    self = identities.userNameOf('self') ?? ''
    present = { self, of }
    return present
  }
}

function partyOf(identities: Identities, book: AddressBook | undefined, userName: string): Party {
  const contact = book?.get(userName)
  const id = identities.idOf(userName, contact)
  if (contact !== undefined) return { id, name: contact.name, userName }
  const kept = identities.get(id)
  return { id, name: kept === undefined ? '' : kept.remarkName || kept.nickName, userName }
}
