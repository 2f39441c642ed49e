import type { AddressBook } from '../address-book.js'
import type { ContactChange } from '../contact-change.js'
import type { Change } from '../contacts/contact-changes.js'
import type { Identities } from '../identity/identities.js'
import { knownContact } from '../known.js'
import { memberOf } from '../parties.js'

/** A change with the own ids of those it is about. */
export function knownChange(identities: Identities, book: AddressBook | undefined, change: Change): ContactChange {
  const contact = knownContact(identities, change.contact)
  if (!('members' in change)) return { ...change, contact }
  const room = contact.kind === 'room' ? contact : { members: [], raw: contact.raw }
  const members = change.members.map((member) => memberOf(identities, book, contact.id, member, room))
  return { type: change.type, contact, members }
}
