import type { Failure } from '../errors.js'
import { type Contact, decodeContactOf, type RawContact } from '../protocol/contact.js'
import type { Book } from './contacts/contacts-state.js'
import type { Ambiguity, Identities } from './identity/identities.js'

/** A contact with the own id that outlives its UserName. */
export type Known = Contact & { readonly id: string }

/** Who is known to the account, as of one moment. */
export interface AddressBook {
  /** This account. */
  readonly self: Known
  /**
   * `loading`: more is on its way. `complete`: all pages of the service's address book were read, and all details that were asked for came. `partial`:
   * what is missing could not be had, and waiting for it may be for nothing; where asking again may help, that is done later.
   */
  readonly status: 'loading' | 'partial' | 'complete'
  /** `status` is `complete`. */
  readonly complete: boolean
  /** Why it is `partial`. */
  readonly missing?: Failure
  /** How many contacts `all` answers with. */
  readonly size: number
  /** Everybody in it, people and rooms alike, in no order that means anything. */
  readonly all: () => readonly Known[]
  /** Whoever has this UserName in the present session, this account included; undefined where nobody has. */
  readonly get: (userName: string) => Known | undefined
  /** Whether somebody has this UserName: whether `get` answers. */
  readonly has: (userName: string) => boolean
  /** Everybody who is called exactly this. The first of these that anybody has decides: own id, UserName, remark, nickname or alias. */
  readonly find: (name: string) => readonly Known[]
}

/** Decodes each raw contact once, however many snapshots of the book it is part of. */
export function createAddressBooks(
  identities: Identities,
  unsure: (ambiguities: readonly Ambiguity[]) => void = () => {},
): (self: RawContact, book: Book, complete: boolean, missing?: Failure) => AddressBook {
  // Of those whose id was asked for the contact with its id takes the place of the one without: big books are kept once.
  const decoded = new WeakMap<RawContact, Contact | Known>()
  const decode = (raw: RawContact, own: string): Contact | Known => {
    const known = decoded.get(raw)
    if (known !== undefined) return known
    const contact = decodeContactOf(own, raw)
    decoded.set(raw, contact)
    return contact
  }
  const known = (raw: RawContact, own: string): Known => {
    const before = decode(raw, own)
    const id = identities.idOf(raw.UserName, before)
    if ('id' in before && before.id === id) return before
    // The id first: V8 gives an object that began as a spread, and got a field then, a layout of its own, three times as large.
    const contact: Known = 'id' in before ? { ...before, id } : { id, ...before }
    decoded.set(raw, contact)
    return contact
  }
  return (self, book, complete, missing) => {
    const { UserName: own } = self
    if (complete) unsure(identities.observe([...book.values()].map((raw) => decode(raw, own))))
    const all = (): readonly Known[] => [...book.values()].map((raw) => known(raw, own))
    return {
      self: known(self, own),
      status: complete ? 'complete' : missing === undefined ? 'loading' : 'partial',
      complete,
      ...(missing === undefined ? {} : { missing }),
      size: book.size,
      all,
      get: (userName) => {
        if (userName === own) return known(self, own)
        const raw = book.get(userName)
        return raw === undefined ? undefined : known(raw, own)
      },
      has: (userName) => userName === own || book.has(userName),
      find: (name) => findNamed(all(), name),
    }
  }
}

/** Who of them is called exactly this; the first class of names that anybody matches decides. */
export function findNamed(all: readonly Known[], name: string): readonly Known[] {
  const classes: readonly ((contact: Known) => boolean)[] = [
    ({ id }) => id === name,
    ({ userName }) => userName === name,
    ({ remarkName }) => remarkName === name,
    ({ nickName, alias }) => nickName === name || alias === name,
  ]
  if (name === '') return []
  for (const matches of classes) {
    const found = all.filter(matches)
    if (found.length > 0) return found
  }
  return []
}
