import { expect, test } from 'vitest'
import { keys, session } from '../../../../marbles/stage.js'
import { contactsReduce, contactsStart } from '../../../../src/actors/contacts/contacts-reduce.js'
import type { ContactsEvent, ContactsMessage, ContactsState } from '../../../../src/actors/contacts/contacts-state.js'
import { failure } from '../../../../src/errors.js'

const people = (...names: readonly string[]) => names.map((UserName) => ({ UserName, NickName: UserName }))

const init = {
  self: { UserName: '@me' },
  contacts: people('@@room'),
  chatSet: [],
  keys: keys(1),
  skey: '',
  serverTime: 0,
  inviteFrom: 0,
}

const no = failure('retcode', { endpoint: 'webwxgetcontact', code: 1, message: '' })
const silence = failure('timeout', { endpoint: 'webwxbatchgetcontact', after: 15_000 })
const page = (seq: string, ...names: readonly string[]): ContactsMessage => ({
  type: 'page',
  members: people(...names),
  seq,
})

/** Where the last book stands, which effects there were, and how many were told that something is missing. */
function told(...messages: readonly ContactsMessage[]) {
  let step = contactsStart(session, init)
  const effects = [...(step.effects ?? [])]
  const events: ContactsEvent[] = [...(step.events ?? [])]
  let state: ContactsState = step.state
  for (const message of messages) {
    step = contactsReduce(state, message)
    state = step.state
    effects.push(...(step.effects ?? []))
    events.push(...(step.events ?? []))
  }
  const book = events.filter((event) => event.type === 'book').at(-1)
  return {
    status: book?.complete ? 'complete' : book?.missing === undefined ? 'loading' : 'partial',
    known: book?.book.size,
    effects: effects.map((effect) => (effect.type === 'later' ? `later ${effect.pause / 60_000} min` : effect.type)),
    partials: events.filter(({ type }) => type === 'partialBook').length,
    state,
  }
}

const batch: ContactsMessage = { type: 'batch', names: [{ userName: '@@room' }], contacts: people('@@room') }

test('a page that was had before, in part or in whole, does not end the reading as long as some bring somebody new', () => {
  const pages = ['@a', '@a', '@a', '@a', '@b', '@b', '@b', '@b', '@c'].map((name, n) => page(`${n + 1}`, name))
  expect(told(...pages).effects).toHaveLength(2 + pages.length)
  expect(told(...pages, page('0'), batch)).toMatchObject({ status: 'complete', known: 4, partials: 0 })
})

test('the rooms that are known get their members before the book is called partial', () => {
  expect(told({ type: 'pageFailed', failure: no })).toMatchObject({ status: 'loading', partials: 1 })
  expect(told({ type: 'pageFailed', failure: no }, batch)).toMatchObject({
    status: 'partial',
    effects: ['notify', 'page', 'later 5 min', 'batch'],
  })
})

test('a partial book stays so until it is complete, and is told of once', () => {
  const failed: ContactsMessage = { type: 'pageFailed', failure: no }
  const twice = [failed, batch, { type: 'again' }, failed] as const
  expect(told(...twice)).toMatchObject({ status: 'partial', partials: 1 })
  expect(told(...twice).effects).toEqual(['notify', 'page', 'later 5 min', 'batch', 'page', 'later 10 min'])
  expect(told(...twice, { type: 'again' }, page('7', '@a')).status).toBe('partial')
  const done = told(...twice, { type: 'again' }, page('7', '@a'), page('0', '@b'))
  expect(done).toMatchObject({ status: 'complete', known: 3, partials: 1 })
  expect(done.state).toMatchObject({ rounds: 0, isPausing: false })
})

test('pages and details that do not come wait for one and the same pause', () => {
  const both = told({ type: 'pageFailed', failure: no }, { type: 'batchUnanswered', failure: silence })
  expect(both).toMatchObject({ status: 'partial', partials: 1 })
  expect(both.effects).toEqual(['notify', 'page', 'later 5 min', 'batch'])
  const again = contactsReduce(both.state, { type: 'again' })
  expect(again.effects?.map(({ type }) => type)).toEqual(['batch', 'page'])
})

test('whoever is waited for is not asked for because of another message', () => {
  const { state } = told(page('0', '@a'), { type: 'batchUnanswered', failure: silence })
  expect(contactsReduce(state, { type: 'want', names: [{ userName: '@@room' }] }).effects).toBeUndefined()
  expect(contactsReduce(state, { type: 'want', names: [{ userName: '@new' }] }).effects).toHaveLength(1)
})
