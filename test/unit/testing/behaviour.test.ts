import { concat, filter, map, mergeMap, throwError, timer } from 'rxjs'
import { expect, test } from 'vitest'
import {
  awaitReceipt,
  type Behaviour,
  combine,
  hears,
  image,
  knownCapabilities,
  named,
  reply,
  text,
} from '../../../src/index.js'
import {
  addressBook,
  behaviourMarble,
  contact,
  expectBehaviour,
  message,
  room,
  told,
} from '../../../src/testing/index.js'

const ding: Behaviour = (messages$) =>
  messages$.pipe(
    hears(/^ding$/i),
    map((one) => reply(one, 'dong')),
  )

const a = message.text('ding', { from: 'bob' })

test('a behaviour that keeps its promise', () => {
  const x = reply(a, 'dong')
  expect(expectBehaviour(ding, '-a--b-|', { a, b: 'hello' }).toBe('-x----|', { x }).then).toBe('-x----|')
})

test.each([
  ['too late', '--x---|'],
  ['missing', '------|'],
  ['one too many', '-x-x--|'],
  ['no end', '-x-----'],
  ['another end', '-x--|'],
])('a line is false when it is %s', (_, then) => {
  const run = () => expectBehaviour(ding, '-a--b-|', { a, b: 'hello' }).toBe(then, { x: reply(a, 'dong') })
  expect(run).toThrow(/should be: .*\n {2}but was: {3}1000 ms x \(to bob: dong\), 6000 ms \|/)
})

test('what comes after a line that is too short is seen', () => {
  expect(() => expectBehaviour(ding, '-a-c', { a, c: 'ding' }).toBe('-x', { x: reply(a, 'dong') })).toThrow(
    /3000 ms to alice: dong/,
  )
})

test('Commands are equal that mean the same, and another text or person is another Command', () => {
  const expectation = expectBehaviour(ding, 'a', { a })
  for (const to of ['bob', a, contact('bob')]) expectation.toBe('x', { x: text(to, 'dong') })
  expect(() => expectation.toBe('x', { x: text('alice', 'dong') })).toThrow(/but was/)
  expect(() => expectation.toBe('x', { x: text('bob', 'Dong') })).toThrow(/but was/)
})

test('a letter has one meaning', () => {
  expect(() => expectBehaviour(ding, 'a?', { a }).toBe('x', { x: 1 })).toThrow(/\? in a\? means nothing/)
  expect(() => expectBehaviour(ding, 'a', { a }).toBe('x')).toThrow(/x in x means nothing/)
  expect(() => expectBehaviour(ding, 'a', { a }).toBe('a', { a: reply(a, 'dong') })).toThrow(/a means two things/)
})

test('time is virtual, begins where it is told, and a frame is as long as it is told', () => {
  const clock: Behaviour = (messages$, bot) =>
    messages$.pipe(
      mergeMap((one) =>
        timer(3_600_000, bot.scheduler).pipe(map(() => reply(one, new Date(bot.scheduler.now()).toISOString()))),
      ),
    )
  const hour = { unit: 3_600_000 }
  expectBehaviour(clock, 'a--', { a }, hour).toBe('-x-', { x: text('bob', '2020-01-01T01:00:00.000Z') })
  const start = Date.UTC(2026, 4, 1, 22)
  expectBehaviour(clock, 'a--', { a }, { ...hour, start }).toBe('-x-', { x: text('bob', '2026-05-01T23:00:00.000Z') })
})

test('the view shows the account, the address book and its rooms', () => {
  const look: Behaviour = (_, bot) =>
    concat(
      bot.rooms$.pipe(map((rooms) => text(bot.self?.id ?? '', rooms.map(({ name }) => name).join()))),
      throwError(() => new Error('it ended')),
    )
  const contacts = [contact('alice'), room('team'), room('lunch')]
  expectBehaviour(look, '--', {}, { contacts }).toBe('x-', { x: text('self', 'team,lunch') })
  const books = { b: addressBook([]), c: addressBook([room('new')]) }
  const wanted = { x: text('self', ''), y: text('self', 'new') }
  expectBehaviour(look, '----', books, { books: '-b-c' }).toBe('-x-y', wanted)
})

test('changes of contacts come in a row of their own, and what the service does is known', () => {
  const welcome: Behaviour = (_, bot) =>
    bot.contactChanges$.pipe(
      filter(({ type }) => type === 'added'),
      map((change) => text(change.contact.id, 'welcome')),
    )
  const changes = {
    n: { type: 'added', contact: contact('new') },
    g: { type: 'removed', contact: contact('gone') },
  }
  expectBehaviour(welcome, '----', changes, { changes: '-n-g' }).toBe('-x--', { x: text('new', 'welcome') })
  expectBehaviour(welcome, '----', changes).toBe('----')
  const able: Behaviour = (_, bot) => bot.capabilities$.pipe(map(({ revoke }) => text('self', revoke)))
  expectBehaviour(able, '--').toBe('x-', { x: text('self', knownCapabilities.revoke) })
})

test('states, receipts and events come in rows of their own', () => {
  const watch: Behaviour = (_, bot) => bot.state$.pipe(map(({ type }) => text('bob', type)))
  expectBehaviour(watch, '-', {}).toBe('x', { x: text('bob', 'online') })
  const offline = { type: 'offline', problem: 'gone' }
  expectBehaviour(watch, '--', { o: offline }, { states: '-o' }).toBe('-x', { x: text('bob', 'offline') })
  const tells: Behaviour = (_, bot) =>
    bot.events$.pipe(
      filter(({ type }) => type === 'gap'),
      map(() => text('bob', 'a gap')),
    )
  expectBehaviour(tells, '--', { g: { type: 'gap', reason: '' } }, { events: '-g' }).toBe('-x', {
    x: text('bob', 'a gap'),
  })
  const careful: Behaviour = (messages$, bot) =>
    messages$.pipe(
      mergeMap((one) =>
        awaitReceipt(
          bot,
          { type: 'send', to: one, text: 'hi', key: 'k' },
          { received: ({ outcome }) => text(one, outcome) },
        ),
      ),
    )
  const r = { key: 'k', to: 'bob', clientMsgId: '1', outcome: 'accepted', msgId: '7' }
  const hi = { type: 'send', to: 'bob', text: 'hi', key: 'k' }
  expectBehaviour(careful, 'a---', { a, r }, { receipts: '--r-' }).toBe('x-y-', { x: hi, y: text('bob', 'accepted') })
})

test('what fails is an error, and a part that fails is a value', () => {
  const boom = new Error('boom')
  const fails: Behaviour = () => throwError(() => boom)
  expectBehaviour(fails, 'a-', { a }).toBe('#', {}, boom)
  expect(() => expectBehaviour(fails, 'a-', { a }).toBe('#', {}, new Error('bang'))).toThrow(/but was/)
  const both = combine(named('bad', fails), ding)
  const f = { type: 'behaviourFailed', name: 'bad', error: boom }
  expectBehaviour(both, '-a', { a }).toBe('fx', { f, x: reply(a, 'dong') })
})

test('messages and Commands are told in a few words', () => {
  expect(told(message.text('ding', { room: 'team' }))).toBe('alice in team: ding')
  expect(told(message.image())).toBe('alice: [image]')
  expect(told({ ...text('bob', 'dong'), at: 0 })).toBe('to bob (at 1970-01-01T00:00:00.000Z): dong')
  expect(told(image('bob', './cat.jpg'))).toBe('to bob: [image] ./cat.jpg')
  expect(told({ type: 'revoke', to: 'bob', msgId: '7' })).toBe('to bob: [revoke 7]')
  expect(told({ type: 'forward', to: 'bob', forward: { as: 'image' } })).toBe('to bob: [forward image]')
  expect([told(7), told({ type: 'gap', reason: '' })]).toEqual(['7', '{type:gap,reason:}'])
})

test('the marble of a behaviour has its name, and a legend for people', () => {
  const marble = behaviourMarble({ behaviour: ding, messages: 'a', commands: 'x', values: { a, x: reply(a, 'dong') } })
  expect([marble.title, marble.when]).toEqual(['ding', 'ding'])
})
