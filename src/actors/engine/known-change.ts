import type { Contact } from '../../protocol/contact.js'
import type { AddressBook, Known } from '../address-book.js'
import type { ContactChange } from '../contact-change.js'
import type { Change } from '../contacts/contact-changes.js'
import type { Identities } from '../identity/identities.js'
import { memberOf } from '../parties.js'

/** A change with the own ids of those it is about. */
export function knownChange(identities: Identities, book: AddressBook | undefined, change: Change): ContactChange {
  const contact = known(identities, change.contact)
  if (!('members' in change)) return { ...change, contact }
  const all = contact.kind === 'room' ? contact.members : []
  const members = change.members.map((member) => memberOf(identities, book, contact.id, member, all))
  return { type: change.type, contact, members }
}

const known = (identities: Identities, contact: Contact): Known => ({
  id: identities.idOf(contact.userName, contact),
  ...contact,
})
