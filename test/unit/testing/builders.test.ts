import { expect, test } from 'vitest'
import { forward, type Message } from '../../../src/index.js'
import { decodeMessage } from '../../../src/protocol/message.js'
import { addressBook, contact, member, message, official, room } from '../../../src/testing/index.js'

const kinds = Object.keys(message) as readonly Message['type'][]

test('there is a builder for each kind, and it makes that kind', () => {
  expect(kinds).toHaveLength(27)
  for (const kind of kinds) expect(message[kind]().type).toBe(kind)
})

test('builders are pure: the same words make the same message, others another MsgId', () => {
  expect(message.text('ding', { from: 'bob' })).toEqual(message.text('ding', { from: 'bob' }))
  const ids = [
    message.text('ding'),
    message.text('dong'),
    message.text('ding', { from: 'bob' }),
    message.text('ding', { room: 'team' }),
    message.text('ding', { time: 0 }),
    message.image(),
  ].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[1-9]\d{18}$/)
})

test('what a message is mostly about comes first, any other field by its name', () => {
  expect(message.text('ding').text).toBe('ding')
  expect(message.file('table.csv', { size: 7 })).toMatchObject({ fileName: 'table.csv', extension: 'csv', size: 7 })
  expect(message.video(1_500).duration).toBe(1_500)
  expect(message.call('ended').event).toBe('ended')
  expect(message.statusNotify(4, { userNames: ['@alice'] })).toMatchObject({ code: 4, userNames: ['@alice'] })
  expect(message.text('x', { id: '7', time: 5 })).toMatchObject({ id: '7', time: 5 })
})

test('who says it, and where', () => {
  const alice = { id: 'alice', kind: 'person', name: 'alice', userName: '@alice' }
  const team = { id: 'team', kind: 'room', name: 'team', userName: '@@team' }
  expect(message.text('x')).toMatchObject({ from: alice, conversation: alice, to: { id: 'self' }, isRoom: false })
  expect(message.text('x', { room: 'team' })).toMatchObject({ from: alice, conversation: team, to: team, room: team })
  const bob = contact('bob', { id: 'p7', remark: 'Bobby' })
  expect(message.text('x', { from: bob }).from).toEqual({
    id: 'p7',
    kind: 'person',
    name: 'bob',
    remark: 'Bobby',
    userName: '@bob',
  })
  expect(message.text('x', { from: official('daily') }).conversation).toMatchObject({ id: 'daily', kind: 'official' })
  expect(message.text('x', { origin: 'phone', to: 'filehelper' }).to).toMatchObject({
    kind: 'service',
    userName: 'filehelper',
  })
  expect(message.text('x', { origin: 'phone', to: 'bob' })).toMatchObject({
    own: true,
    from: { id: 'self' },
    conversation: { id: 'bob' },
    toUserName: '@bob',
  })
  expect(message.system('hello', { room: 'team' }).from).toEqual(team)
})

test('a mention is found in rooms, and can be decided', () => {
  expect(message.text('@bot help', { room: 'team' }).mentionsMe).toBe(true)
  expect(message.text('@bottle', { room: 'team' }).mentionsMe).toBe(false)
  expect(message.text('@bot help').mentionsMe).toBe(false)
  expect(message.text('help', { room: 'team', mentionsMe: true }).mentionsMe).toBe(true)
})

test.each(kinds.filter((kind) => kind !== 'unknown'))('the envelope of %s is the one that its raw form has', (kind) => {
  for (const options of [{}, { room: 'team' }, { origin: 'phone' as const }]) {
    const made: Message = message[kind](undefined, options)
    const { time, peer, sender, isRoom, own, id } = decodeMessage(made.raw, '@self')
    expect({ time, peer, isRoom, own, id }).toEqual({ time: made.time, peer, isRoom, own, id: made.id })
    expect([made.peer, made.sender, made.isRoom, made.own]).toEqual([peer, sender, isRoom, own])
  }
})

test.each(kinds)('the raw form of %s is read as that kind', (kind) => {
  const read = decodeMessage(message[kind]().raw, '@self').type
  expect(read).toBe(kind)
})

test('what can be passed on, can be passed on', () => {
  for (const kind of ['text', 'image', 'video', 'emoticon', 'link', 'file', 'music', 'location'] as const)
    expect(forward('bob', message[kind]()).type).toBe('forward')
})

test('contacts, rooms, members and a book of them', () => {
  const bob = { id: 'bob', name: 'bob', remark: 'Bobby', remarkName: 'Bobby', nickName: 'bob' }
  expect(contact('bob', { remark: 'Bobby' })).toMatchObject(bob)
  // The old name of the option still works.
  expect(contact('bob', { remarkName: 'Bobby' })).toMatchObject(bob)
  expect(contact('bob')).not.toHaveProperty('remark')
  const team = room('team', { members: ['alice', member('bob', { displayName: 'Bobby' })] })
  expect(team.members.map(({ name }) => name)).toEqual(['alice', 'Bobby'])
  expect(team).toMatchObject({ kind: 'room', memberCount: 2, ownerUserName: '@alice', userName: '@@team' })
  const book = addressBook([contact('bob', { remarkName: 'Bobby' }), contact('Bobby'), team])
  expect(book.find('Bobby').map(({ id }) => id)).toEqual(['Bobby'])
  expect(book.find('bob').map(({ id }) => id)).toEqual(['bob'])
  expect(book.get('@@team')).toBe(team)
  expect(book.get(book.self.userName)).toBe(book.self)
  expect([book.has('@@team'), book.has(book.self.userName), book.has('@nobody')]).toEqual([true, true, false])
  expect(book.find('')).toEqual([])
})
