import type { Step } from '../../kernel/actor.js'
import { mergeContact, type RawContact } from '../../protocol/contact.js'
import type { Init } from '../../protocol/endpoints/webwxinit.js'
import type { Session } from '../../protocol/session.js'
import { contactChanges } from './contact-changes.js'
import type { ContactsEffect, ContactsEvent, ContactsMessage, ContactsState, Wanted } from './contacts-state.js'

export type ContactsStep = Step<ContactsState, ContactsEffect, ContactsEvent>

/** The service answers at most this many names in one call. */
export const batchSize = 50

/** More pages than this are not followed, as the browser client does. */
const pagesLimit = 17

/** Names waiting for their details; beyond it new ones are not asked for until they appear again. */
const wantedLimit = 20_000

/** What webwxinit brings is the recent chats only; the address book and the rooms' members follow. */
export function contactsStart(session: Session, init: Init): ContactsStep {
  const empty: ContactsState = {
    session,
    self: init.self,
    book: new Map(),
    paged: false,
    partial: false,
    seqs: new Set(['0']),
    wanted: new Map(),
    asked: new Set(),
    settled: new Set(),
  }
  const known = learn(empty, init.contacts, false)
  const state = want(
    known,
    [...init.contacts.map(nameOf), ...init.chatSet].map((userName) => ({ userName })),
  )
  const self = nameOf(init.self)
  return {
    state,
    events: [bookOf(state)],
    effects: [
      { type: 'notify', session, self },
      { type: 'page', session, seq: '0' },
    ],
  }
}

export function contactsReduce(state: ContactsState, message: ContactsMessage): ContactsStep {
  switch (message.type) {
    case 'want':
      return fetchNext(want(state, message.names))
    case 'change':
      return changed(state, message.changed, message.removed)
    case 'renew':
      return { state: { ...state, session: message.session } }
    case 'page':
      return page(state, message.members, message.seq)
    case 'pageFailed':
      return told(fetchNext({ ...state, paged: true, partial: true }), [
        { type: 'trouble', failure: message.failure, attempt: 1 },
      ])
    case 'batch':
      return batch(state, message.names, message.contacts)
    case 'batchFailed':
      return batchFailed(state, message)
    case 'trouble':
      return { state, events: [{ type: 'trouble', failure: message.failure, attempt: message.attempt }] }
  }
}

const told = (step: ContactsStep, events: readonly ContactsEvent[]): ContactsStep => ({
  ...step,
  events: [...events, ...(step.events ?? [])],
})

const nameOf = (raw: RawContact): string => raw.UserName

const isRoom = (userName: string): boolean => userName.startsWith('@@') || userName.endsWith('@chatroom')

const bookOf = (state: ContactsState): ContactsEvent => ({
  type: 'book',
  self: state.self,
  book: state.book,
  complete: state.paged && !state.partial && state.wanted.size === 0 && state.asked.size === 0,
})

/** `detailed`: rooms come with their members, so that they need not be asked for. */
function learn(state: ContactsState, contacts: readonly RawContact[], detailed: boolean): ContactsState {
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

/** Special names such as `filehelper` have no details. */
function want(state: ContactsState, names: readonly Wanted[]): ContactsState {
  const fresh = names.filter(
    ({ userName }) =>
      userName.startsWith('@') &&
      userName !== nameOf(state.self) &&
      !state.settled.has(userName) &&
      !state.asked.has(userName),
  )
  if (fresh.length === 0) return state
  const wanted = new Map(state.wanted)
  for (const name of fresh) if (wanted.size < wantedLimit && !wanted.has(name.userName)) wanted.set(name.userName, name)
  return { ...state, wanted }
}

/** One batch at a time, and none before the pages are read: they answer most of what is wanted. */
function fetchNext(state: ContactsState): ContactsStep {
  if (!state.paged || state.asked.size > 0 || state.wanted.size === 0) return { state }
  const names = [...state.wanted.values()].filter(({ userName }) => !state.settled.has(userName)).slice(0, batchSize)
  if (names.length === 0) return { state: { ...state, wanted: new Map() } }
  const wanted = new Map(state.wanted)
  for (const { userName } of names) wanted.delete(userName)
  const next = { ...state, wanted, asked: new Set(names.map(({ userName }) => userName)) }
  return { state: next, effects: [{ type: 'batch', session: state.session, names }] }
}

function andBook(step: ContactsStep): ContactsStep {
  return { ...step, events: [...(step.events ?? []), bookOf(step.state)] }
}

function page(state: ContactsState, members: readonly RawContact[], seq: string): ContactsStep {
  const rooms = members.map(nameOf).filter(isRoom)
  const next = want(
    learn(state, members, false),
    rooms.map((userName) => ({ userName })),
  )
  const ended = seq === '0' || seq === '' || state.seqs.has(seq)
  if (ended) return andBook(fetchNext({ ...next, paged: true }))
  if (state.seqs.size >= pagesLimit) return andBook(fetchNext({ ...next, paged: true, partial: true }))
  const following = { ...next, seqs: new Set([...state.seqs, seq]) }
  return andBook({ state: following, effects: [{ type: 'page', session: state.session, seq }] })
}

function batch(state: ContactsState, names: readonly Wanted[], contacts: readonly RawContact[]): ContactsStep {
  const known = learn(state, contacts, true)
  const settled = new Set(known.settled)
  for (const { userName } of names) settled.add(userName)
  return andBook(fetchNext({ ...known, settled, asked: new Set() }))
}

/** One name that the service chokes on must not cost the others their details: halves, down to the one. */
function batchFailed(
  state: ContactsState,
  { names, failure }: ContactsMessage & { type: 'batchFailed' },
): ContactsStep {
  const events: readonly ContactsEvent[] = [{ type: 'trouble', failure, attempt: 1 }]
  if (names.length <= 1) {
    const settled = new Set([...state.settled, ...names.map(({ userName }) => userName)])
    return told(andBook(fetchNext({ ...state, settled, asked: new Set() })), events)
  }
  const half = Math.ceil(names.length / 2)
  const later = new Map([...names.slice(half).map((name) => [name.userName, name] as const), ...state.wanted])
  const now = names.slice(0, half)
  const next = { ...state, wanted: later, asked: new Set(now.map(({ userName }) => userName)) }
  return { state: next, events, effects: [{ type: 'batch', session: state.session, names: now }] }
}

/** A room that comes with members is complete; one that comes without keeps those it had. */
function changed(state: ContactsState, contacts: readonly RawContact[], removed: readonly string[]): ContactsStep {
  const detailed = contacts.filter((raw) => !isRoom(nameOf(raw)) || (raw.MemberList?.length ?? 0) > 0)
  const bare = contacts.filter((raw) => !detailed.includes(raw))
  const learnt = want(
    learn(learn(state, detailed, true), bare, false),
    bare.map((raw) => ({ userName: nameOf(raw) })),
  )
  const step = andBook(fetchNext(without(learnt, removed)))
  const news = { self: nameOf(state.self), changed: contacts, removed, isWhole: state.paged }
  const changes = contactChanges(state.book, step.state.book, news)
  return changes.length === 0 ? step : { ...step, events: [...(step.events ?? []), { type: 'changes', changes }] }
}

function without(state: ContactsState, removed: readonly string[]): ContactsState {
  if (removed.length === 0) return state
  const book = new Map(state.book)
  const settled = new Set(state.settled)
  for (const userName of removed) {
    book.delete(userName)
    settled.delete(userName)
  }
  return { ...state, book, settled }
}
