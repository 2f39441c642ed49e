import type { RawContact } from '../../protocol/contact.js'
import type { Init } from '../../protocol/endpoints/webwxinit.js'
import type { Session } from '../../protocol/session.js'
import { bookOf, isComplete, isRoom, learn, nameOf, without } from './book.js'
import { contactChanges } from './contact-changes.js'
import type { ContactsMessage, ContactsState, ContactsStep } from './contacts-state.js'
import { answered, batchFailed, batchUnanswered, fetchNext, want } from './details.js'
import { again, firstPage, nextPage, noPages, pageFailed } from './pages.js'

/** What webwxinit brings is the recent chats only; the address book and the rooms' members follow. */
export function contactsStart(session: Session, init: Init): ContactsStep {
  const empty: ContactsState = {
    session,
    self: init.self,
    book: new Map(),
    pages: noPages,
    wanted: new Map(),
    asked: new Map(),
    settled: new Set(),
    unanswered: new Map(),
    refusals: 0,
    rounds: 0,
    isPausing: false,
  }
  const state = want(
    learn(empty, init.contacts, false),
    [...init.contacts.map(nameOf), ...init.chatSet].map((userName) => ({ userName })),
  )
  return {
    state,
    events: [bookOf(state)],
    effects: [{ type: 'notify', session, self: nameOf(init.self) }, firstPage(state)],
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
      return andBook(nextPage(state, message.members, message.seq))
    case 'pageFailed':
      return andBook(pageFailed(state, message.failure))
    case 'batch':
      return andBook(answered(state, message.names, message.contacts))
    case 'batchFailed':
      return andBook(batchFailed(state, message))
    case 'batchUnanswered':
      return andBook(batchUnanswered(state, message.failure))
    case 'again':
      return again(state)
    case 'trouble':
      return { state, events: [message] }
  }
}

function andBook(step: ContactsStep): ContactsStep {
  const state = isComplete(step.state) ? withoutMissing(step.state) : step.state
  return { ...step, state, events: [...(step.events ?? []), bookOf(state)] }
}

const withoutMissing = ({ missing: _, ...state }: ContactsState): ContactsState => ({ ...state, rounds: 0 })

/** A room that comes with members is complete; one that comes without keeps those it had. */
function changed(state: ContactsState, contacts: readonly RawContact[], removed: readonly string[]): ContactsStep {
  const detailed = contacts.filter((raw) => !isRoom(nameOf(raw)) || (raw.MemberList?.length ?? 0) > 0)
  const bare = contacts.filter((raw) => !detailed.includes(raw))
  const learnt = want(
    learn(learn(state, detailed, true), bare, false),
    bare.map((raw) => ({ userName: nameOf(raw) })),
  )
  const step = andBook(fetchNext(without(learnt, removed)))
  const news = { self: nameOf(state.self), changed: contacts, removed, isWhole: state.pages.type === 'read' }
  const changes = contactChanges(state.book, step.state.book, news)
  return changes.length === 0 ? step : { ...step, events: [...(step.events ?? []), { type: 'changes', changes }] }
}
