import { filter, map, mergeMap, type Observable, take } from 'rxjs'
import { type AddressBook, type Bot, findContacts, type Known } from 'rxwx'
import { contactJson } from './contact-json.js'
import { jsonLine } from './json-line.js'

/** Whose lines are wanted: all, friends or rooms, and of these whom a query could mean. */
export interface ContactsWanted {
  readonly kind: 'all' | 'friend' | 'room'
  readonly query: string
}

/**
 * The address book once it is complete or known to stay partial, one contact an answer; best first where there is a query. Then
 * one more answer, `end`: without it these are not all.
 */
export const contactAnswers = (bot: Bot, wanted: ContactsWanted): Observable<object> =>
  bot.contacts$.pipe(
    filter(({ status }) => status !== 'loading'),
    take(1),
    mergeMap((book) => [...contactsIn(book, wanted), endOf(book)]),
  )

/** The same as lines of JSON. */
export const contactLines = (bot: Bot, wanted: ContactsWanted): Observable<string> =>
  contactAnswers(bot, wanted).pipe(map(jsonLine))

const contactsIn = (book: AddressBook, { kind, query }: ContactsWanted): readonly object[] =>
  (query === '' ? book.all() : findContacts(book.all(), query))
    .filter((contact) => isOf(kind, contact))
    .map(contactJson)

/** What comes after the last contact. */
export interface ContactsEnd {
  readonly type: 'end'
  /** Why some are missing; absent where these are all. */
  readonly missing?: string
}

const endOf = ({ missing }: AddressBook): ContactsEnd => ({
  type: 'end',
  ...(missing === undefined ? {} : { missing: missing.message }),
})

/** Reads the last line; undefined where it is another one. */
export function readContactsEnd(line: string | undefined): ContactsEnd | undefined {
  if (line === undefined) return undefined
  const { type, missing } = JSON.parse(line) as Readonly<Record<string, unknown>>
  return type === 'end' ? { type, ...(typeof missing === 'string' ? { missing } : {}) } : undefined
}

const isOf = (wanted: ContactsWanted['kind'], { kind, isFriend }: Known): boolean =>
  wanted === 'all' || (wanted === 'room' ? kind === 'room' : kind === 'person' && isFriend)

/** Reads what a listener is asked for; undefined where it is nothing of this. */
export function readContactsWanted(value: unknown): ContactsWanted | undefined {
  if (value === true) return { kind: 'all', query: '' }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const { kind = 'all', query = '' } = value as Readonly<Record<string, unknown>>
  if (kind !== 'all' && kind !== 'friend' && kind !== 'room') return undefined
  return { kind, query: typeof query === 'string' ? query : '' }
}
