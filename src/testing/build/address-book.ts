import type { AddressBook, Known } from '../../index.js'
import { contact } from './contact.js'
import { selfParty } from './party-of.js'

/** The account itself, as it is made unless told otherwise: `bot`. */
export const selfContact: Known = contact(selfParty.name, { id: selfParty.id, userName: selfParty.userName })

/**
 * An address book with these contacts and rooms, complete. Pure.
 *
 * @example
 * addressBook([contact('alice'), room('team')]).find('alice')
 */
export const addressBook = (known: readonly Known[], self: Known = selfContact): AddressBook => ({
  self,
  status: 'complete',
  complete: true,
  size: known.length,
  all: () => known,
  get: (userName) => (userName === self.userName ? self : known.find((one) => one.userName === userName)),
  byId: (id) => (id === self.id || id === 'self' ? self : known.find((one) => one.id === id)),
  has: (userName) => userName === self.userName || known.some((one) => one.userName === userName),
  find: (name) => foundIn(known, name),
})

/** The first kind of name that anybody has decides, as in the bot's own book. */
function foundIn(known: readonly Known[], name: string): readonly Known[] {
  if (name === '') return []
  const namesOf: readonly ((one: Known) => readonly string[])[] = [
    ({ id }) => [id],
    ({ userName }) => [userName],
    ({ remarkName }) => [remarkName],
    ({ nickName, alias }) => [nickName, alias],
  ]
  const lists = namesOf.map((names) => known.filter((one) => names(one).includes(name)))
  return lists.find((list) => list.length > 0) ?? []
}
