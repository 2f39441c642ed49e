import { filter, map, mergeMap, type Observable, take } from 'rxjs'
import { type Bot, findContacts, type Known } from 'rxwx'
import { contactJson } from './contact-json.js'

/** Whose lines are wanted: all, friends or rooms, and of these whom a query could mean. */
export interface ContactsWanted {
  readonly kind: 'all' | 'friend' | 'room'
  readonly query: string
}

/** What a listener says after the last one: without it they are not all. */
export const endLine = JSON.stringify({ type: 'end' })

/** The address book once it is complete, one JSON object a line; best first where there is a query. */
export const contactLines = (bot: Bot, { kind, query }: ContactsWanted): Observable<string> =>
  bot.contacts$.pipe(
    filter(({ complete }) => complete),
    take(1),
    map((book) => (query === '' ? book.all() : findContacts(book.all(), query))),
    mergeMap((contacts) => contacts.filter((contact) => isOf(kind, contact))),
    map((contact) => JSON.stringify(contactJson(contact))),
  )

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
