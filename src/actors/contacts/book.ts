import { mergeContact, type RawContact } from '../../protocol/contact.js'
import type { ContactsEvent, ContactsState } from './contacts-state.js'

/** How many people and rooms are kept; WeChat's own limits are far below. What a page brings beyond it is its last. */
export const bookLimit = 30_000

export const nameOf = (raw: RawContact): string => raw.UserName

export const isRoom = (userName: string): boolean => userName.startsWith('@@') || userName.endsWith('@chatroom')

/** `detailed`: rooms come with their members, so that they need not be asked for. */
export function learn(state: ContactsState, contacts: readonly RawContact[], detailed: boolean): ContactsState {
  if (contacts.length === 0) return state
  const book = new Map(state.book)
  const settled = new Set(state.settled)
  for (const raw of contacts) {
    const known = book.get(nameOf(raw))
    book.set(nameOf(raw), known === undefined ? raw : mergeContact(known, raw))
    if (detailed || !isRoom(nameOf(raw))) settled.add(nameOf(raw))
  }
  const self = contacts.find((raw) => nameOf(raw) === nameOf(state.self))
  return { ...state, book, settled, ...(self === undefined ? {} : { self: mergeContact(state.self, self) }) }
}

export function without(state: ContactsState, removed: readonly string[]): ContactsState {
  if (removed.length === 0) return state
  const book = new Map(state.book)
  const settled = new Set(state.settled)
  for (const userName of removed) {
    book.delete(userName)
    settled.delete(userName)
  }
  return { ...state, book, settled }
}

/** Nobody's details are being waited for. */
const isQuiet = ({ wanted, asked }: ContactsState): boolean => wanted.size === 0 && asked.size === 0

export const isComplete = (state: ContactsState): boolean =>
  state.pages.type === 'read' && isQuiet(state) && state.unanswered.size === 0

/** The book as it is now, and how far it can be relied on. Once something is missing, what is asked for again is not waited for. */
export function bookOf(state: ContactsState): ContactsEvent {
  const { self, book, missing, rounds } = state
  const complete = isComplete(state)
  const isPartial = !complete && missing !== undefined && (isQuiet(state) || rounds > 0)
  return { type: 'book', self, book, complete, ...(isPartial ? { missing } : {}) }
}
