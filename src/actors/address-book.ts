import type { Failure } from '../errors.js'
import { type Contact, decodeContactOf, type RawContact } from '../protocol/contact.js'
import type { Book } from './contacts/contacts-state.js'
import type { Identities } from './identity/identities.js'
import { type Known, knownContact } from './known.js'
import { createNameIndex } from './name-index.js'

export type { Known, KnownMember, KnownRoom } from './known.js'

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
  /**
   * Whoever has this stable id in the present session: a contact, this account, or a member of a room, who may be in no address book (`isFriend` is
   * false then). An id that was bound leads to the other one. `self` is this account. Undefined where nobody has it.
   */
  readonly byId: (id: string) => Known | undefined
  /** Whether somebody has this UserName: whether `get` answers. */
  readonly has: (userName: string) => boolean
  /** Everybody who is called exactly this. The first of these that anybody has decides: own id, UserName, remark, nickname or alias. */
  readonly find: (name: string) => readonly Known[]
}

/** Decodes each raw contact once, however many snapshots of the book it is part of. */
export function createAddressBooks(
  identities: Identities,
): (self: RawContact, book: Book, complete: boolean, missing?: Failure) => AddressBook {
  // Of those whose id was asked for the contact with its id takes the place of the one without: big books are kept once.
  const decoded = new WeakMap<RawContact, Contact | Known>()
  const decode = (raw: RawContact, own: string): Contact | Known => {
    const before = decoded.get(raw)
    if (before !== undefined) return before
    const contact = decodeContactOf(own, raw)
    decoded.set(raw, contact)
    return contact
  }
  const known = (raw: RawContact, own: string): Known => {
    const before = decode(raw, own)
    if ('id' in before && before.id === identities.idOf(raw.UserName, before)) return before
    const contact = knownContact(identities, before)
    decoded.set(raw, contact)
    return contact
  }
  return (self, book, complete, missing) => {
    const { UserName: own } = self
    if (complete) identities.observe([...book.values()].map((raw) => decode(raw, own)))
    const all = (): readonly Known[] => [...book.values()].map((raw) => known(raw, own))
    const get = (userName: string): Known | undefined => {
      if (userName === own) return known(self, own)
      const raw = book.get(userName)
      return raw === undefined ? undefined : known(raw, own)
    }
    const index = createNameIndex(book, (raw) => decode(raw, own))
    const named = (raws: readonly RawContact[]): readonly Known[] => raws.map((raw) => known(raw, own))
    const identified = (id: string): readonly Known[] => {
      const raw = book.get(identities.userNameOf(id) ?? '')
      return raw === undefined ? [] : named([raw]).filter((one) => one.id === id)
    }
    const addressed = (userName: string): readonly Known[] => {
      const raw = book.get(userName)
      return raw === undefined ? [] : named([raw])
    }
    return {
      self: known(self, own),
      status: complete ? 'complete' : missing === undefined ? 'loading' : 'partial',
      complete,
      ...(missing === undefined ? {} : { missing }),
      size: book.size,
      all,
      get,
      byId: (id) => {
        const userName = identities.userNameOf(id)
        if (userName === undefined || userName === '') return undefined
        const raw = get(userName) === undefined ? memberIn(book, userName) : undefined
        return raw === undefined ? get(userName) : known(raw, own)
      },
      has: (userName) => userName === own || book.has(userName),
      find: (name) =>
        firstFound(
          () => identified(name),
          () => addressed(name),
          () => named(index.byRemark(name)),
          () => named(index.byNickNameOrAlias(name)),
          // An id may be asked for before anybody has read it from the book, which makes it.
          () => (/^[pr]_/.test(name) ? all().filter(({ id }) => id === name) : []),
        ),
    }
  }
}

/** The first class of names that anybody matches decides. */
function firstFound(...classes: readonly (() => readonly Known[])[]): readonly Known[] {
  for (const find of classes) {
    const found = find()
    if (found.length > 0) return found
  }
  return []
}

/** Somebody who is only known as a member of a room, named as in that room. */
function memberIn(book: Book, userName: string): RawContact | undefined {
  for (const { MemberList = [] } of book.values()) {
    const member = MemberList.find(({ UserName }) => UserName === userName)
    if (member !== undefined) return member
  }
  return undefined
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
