import { type Failure, failure } from '../../errors.js'
import type { RawContact } from '../../protocol/contact.js'
import { bookLimit, isRoom, learn, nameOf } from './book.js'
import type { ContactsEffect, ContactsState, ContactsStep, Pages } from './contacts-state.js'
import { fetchNext, want } from './details.js'
import { isMissing } from './missing.js'

/** Pages in a row with nobody new, after which no more are asked for. */
const staleLimit = 5

/** Before the first page. */
export const noPages: Pages = { type: 'reading', seqs: new Set(['0']), listed: new Set(), stale: 0 }

export const firstPage = ({ session }: ContactsState): ContactsEffect => ({ type: 'page', session, seq: '0' })

/** A page came: it was the last one, or the next one is asked for, or there is no end to be seen. */
export function nextPage(state: ContactsState, members: readonly RawContact[], seq: string): ContactsStep {
  const rooms = members.map(nameOf).filter(isRoom)
  const learnt = want(
    learn(state, members, false),
    rooms.map((userName) => ({ userName })),
  )
  const pages = turned(state.pages, members)
  const { seqs, stale } = pages
  if (seq === '0' || seq === '' || seqs.has(seq)) return fetchNext({ ...learnt, pages: { ...noPages, type: 'read' } })
  const here: ContactsState = { ...learnt, pages }
  if (stale >= staleLimit) return stopped(here, endless())
  if (here.book.size >= bookLimit)
    return stopped(here, failure('overflow', { queue: 'address book', limit: bookLimit }))
  return {
    state: { ...here, pages: { ...pages, seqs: new Set([...seqs, seq]) } },
    effects: [{ type: 'page', session: state.session, seq }],
  }
}

function turned(pages: Pages, members: readonly RawContact[]): Pages {
  const { listed } = pages
  if (members.every((raw) => listed.has(nameOf(raw)))) return { ...pages, stale: pages.stale + 1 }
  return { ...pages, listed: new Set([...listed, ...members.map(nameOf)]), stale: 0 }
}

const endless = (): Failure =>
  failure('decode', {
    endpoint: 'webwxgetcontact',
    problems: [`${staleLimit} pages in a row brought nobody new, and the last one was none of them`],
  })

/** A page could not be had: the rest of the book may come later. */
export const pageFailed = (state: ContactsState, why: Failure): ContactsStep => partly(state, why, true)

/** Reading on would bring no more, and neither would reading again. */
const stopped = (state: ContactsState, why: Failure): ContactsStep => partly(state, why, false)

/** What is known of the rooms and people is completed meanwhile. */
function partly(state: ContactsState, why: Failure, mayCome: boolean): ContactsStep {
  const {
    state: here,
    events = [],
    effects = [],
  } = isMissing({ ...state, pages: { ...noPages, type: 'partly' } }, why, mayCome)
  const next = fetchNext(here)
  return { state: next.state, events, effects: [...effects, ...(next.effects ?? [])] }
}

/** Asks for what is missing: the pages from the first one on, and the details that did not come. */
export function again(state: ContactsState): ContactsStep {
  const { unanswered, pages, rounds } = state
  const isUnread = pages.type === 'partly'
  const begun: ContactsState = {
    ...state,
    unanswered: new Map(),
    refusals: 0,
    rounds: rounds + 1,
    isPausing: false,
    ...(isUnread ? { pages: noPages } : {}),
  }
  const step = fetchNext(want(begun, [...unanswered.values()]))
  return isUnread ? { ...step, effects: [...(step.effects ?? []), firstPage(state)] } : step
}
