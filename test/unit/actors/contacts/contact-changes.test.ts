import { expect, test } from 'vitest'
import { contactChanges } from '../../../../src/actors/contacts/contact-changes.js'
import { mergeContact, type RawContact } from '../../../../src/protocol/contact.js'

const friend = (UserName: string, fields: Readonly<Record<string, unknown>> = {}): RawContact => ({
  UserName,
  NickName: UserName.slice(1),
  ContactFlag: 3,
  ...fields,
})

const room = (UserName: string, ...members: readonly string[]): RawContact => ({
  UserName,
  NickName: 'Room',
  ContactFlag: 2,
  MemberList: members.map((name) => ({ UserName: name, NickName: name.slice(1) })),
})

interface Story {
  readonly before?: readonly RawContact[]
  readonly changed?: readonly RawContact[]
  readonly removed?: readonly string[]
  readonly isWhole?: boolean
}

/** The changes in a few words each. */
function told({ before = [], changed = [], removed = [], isWhole = true }: Story): readonly string[] {
  const old = new Map(before.map((raw) => [raw.UserName, raw]))
  const now = new Map(old)
  for (const raw of changed) {
    const known = now.get(raw.UserName)
    now.set(raw.UserName, known === undefined ? raw : mergeContact(known, raw))
  }
  for (const name of removed) now.delete(name)
  return contactChanges(old, now, { self: '@me', changed, removed, isWhole }).map((change) => {
    const more =
      'members' in change
        ? change.members.map(({ userName }) => userName).join()
        : 'before' in change
          ? `${change.before} → ${change.type === 'renamed' ? change.contact.nickName : change.contact.remarkName}`
          : ''
    return `${change.type} ${change.contact.userName} ${more}`.trim()
  })
}

test('a friend, an official account and a room are added; a stranger is not', () => {
  const changed = [
    friend('@a'),
    friend('@gh', { VerifyFlag: 24 }),
    room('@@r', '@a', '@b'),
    friend('@s', { ContactFlag: 0 }),
  ]
  expect(told({ changed })).toEqual(['added @a', 'added @gh', 'added @@r'])
})

test('while the book is being read nobody is new', () => {
  expect(told({ changed: [friend('@a')], isWhole: false })).toEqual([])
})

test('a stranger becomes a friend, and a friend a stranger', () => {
  const stranger = friend('@a', { ContactFlag: 0 })
  expect(told({ before: [stranger], changed: [friend('@a')], isWhole: false })).toEqual(['added @a'])
  expect(told({ before: [friend('@a')], changed: [stranger] })).toEqual(['removed @a'])
})

test('who is deleted is removed once, and who was not known was not there', () => {
  expect(told({ before: [friend('@a'), friend('@s', { ContactFlag: 0 })], removed: ['@a', '@s', '@x'] })).toEqual([
    'removed @a',
  ])
})

test('names and remarks', () => {
  const before = [friend('@a', { RemarkName: 'old' }), friend('@b', { NickName: '' })]
  const changed = [friend('@a', { NickName: 'A2', RemarkName: '' }), friend('@b', { NickName: 'B' })]
  expect(told({ before, changed })).toEqual(['renamed @a a → A2', 'remarked @a old →'])
  expect(told({ before: [{ ...room('@@r', '@a'), NickName: '' }], changed: [room('@@r', '@a')] })).toEqual([
    'renamed @@r  → Room',
  ])
})

test('people come and go; a room that is told of without members has not lost them', () => {
  expect(told({ before: [room('@@r', '@a', '@b')], changed: [room('@@r', '@b', '@c')] })).toEqual([
    'joined @@r @c',
    'left @@r @a',
  ])
  expect(told({ before: [room('@@r', '@a')], changed: [room('@@r')] })).toEqual([])
  expect(told({ before: [room('@@r')], changed: [room('@@r', '@a')] })).toEqual([])
})

test('the same again, twice in one batch, is no change', () => {
  expect(told({ before: [friend('@a')], changed: [friend('@a'), friend('@a')] })).toEqual([])
  const changed = [friend('@a', { NickName: 'x' }), friend('@a', { NickName: 'y' })]
  expect(told({ before: [friend('@a')], changed })).toEqual(['renamed @a a → y'])
})
