import { type Contact, decodeContactOf, type Member, type RawContact } from '../../protocol/contact.js'
import type { Book } from './contacts-state.js'

/** What has changed about a contact; `before` is what it was called. */
export type Change =
  | { readonly type: 'added' | 'removed'; readonly contact: Contact }
  | { readonly type: 'renamed' | 'remarked'; readonly contact: Contact; readonly before: string }
  | { readonly type: 'joined' | 'left'; readonly contact: Contact; readonly members: readonly Member[] }

export interface News {
  /** The account's own UserName. */
  readonly self: string
  readonly changed: readonly RawContact[]
  readonly removed: readonly string[]
  /** The whole book has been read: whoever is not in it is new. */
  readonly isWhole: boolean
}

/** What the news of sync change in the address book. What is only learnt about somebody, as the name of a stranger, is no change. */
export function contactChanges(
  before: Book,
  after: Book,
  { self, changed, removed, isWhole }: News,
): readonly Change[] {
  const names = [...new Set(changed.map(({ UserName }) => UserName))]
  return [
    ...names.flatMap((name) => changesOf(before.get(name), after.get(name), self, isWhole)),
    ...removed.flatMap((name) => removalOf(before.get(name), self)),
  ]
}

const isInBook = (contact: Contact): boolean => contact.kind === 'room' || contact.isFriend

function removalOf(raw: RawContact | undefined, self: string): readonly Change[] {
  if (raw === undefined) return []
  const contact = decodeContactOf(self, raw)
  return isInBook(contact) ? [{ type: 'removed', contact }] : []
}

function changesOf(
  old: RawContact | undefined,
  now: RawContact | undefined,
  self: string,
  isWhole: boolean,
): readonly Change[] {
  if (now === undefined || now === old) return []
  const contact = decodeContactOf(self, now)
  if (old === undefined) return isWhole && isInBook(contact) ? [{ type: 'added', contact }] : []
  const before = decodeContactOf(self, old)
  if (!isInBook(before) && isInBook(contact)) return [{ type: 'added', contact }]
  if (isInBook(before) && !isInBook(contact)) return [{ type: 'removed', contact }]
  if (!isInBook(contact)) return []
  return [...namings(before, contact), ...comings(before, contact)]
}

/** A person without a name was not known; a room without a topic was. */
function namings(before: Contact, contact: Contact): readonly Change[] {
  const isRenamed = before.nickName !== contact.nickName && (before.nickName !== '' || contact.kind === 'room')
  return [
    ...(isRenamed ? [{ type: 'renamed' as const, contact, before: before.nickName }] : []),
    ...(before.remarkName === contact.remarkName
      ? []
      : [{ type: 'remarked' as const, contact, before: before.remarkName }]),
  ]
}

/** Rooms whose members are not known yet have neither. */
function comings(before: Contact, contact: Contact): readonly Change[] {
  if (before.kind !== 'room' || contact.kind !== 'room') return []
  if (before.members.length === 0 || contact.members.length === 0) return []
  const joined = notIn(before.members, contact.members)
  const left = notIn(contact.members, before.members)
  return [
    ...(joined.length === 0 ? [] : [{ type: 'joined' as const, contact, members: joined }]),
    ...(left.length === 0 ? [] : [{ type: 'left' as const, contact, members: left }]),
  ]
}

function notIn(known: readonly Member[], members: readonly Member[]): readonly Member[] {
  const names = new Set(known.map(({ userName }) => userName))
  return members.filter(({ userName }) => !names.has(userName))
}
