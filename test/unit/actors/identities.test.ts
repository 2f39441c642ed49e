import { expect, test } from 'vitest'
import type { Identity } from '../../../src/actors/env.js'
import { createIdentities, type Identities } from '../../../src/actors/identities.js'
import type { Contact } from '../../../src/protocol/contact.js'

/** What identities look at in a contact. */
const contact = (userName: string, nickName: string, more: { remarkName?: string; alias?: string } = {}): Contact =>
  ({ userName, nickName, remarkName: '', alias: '', ...more }) as Contact

/** The ids that a first login gave, as stored for the next one. */
function stored(book: readonly Contact[]): readonly Identity[] {
  const first = createIdentities([], 0)
  first.begin(1, '@self1')
  first.observe(book)
  return first.changed()
}

function secondLogin(saved: readonly Identity[], book: readonly Contact[]): Identities {
  const second = createIdentities(saved, 1)
  second.begin(2, '@self2')
  second.observe(book)
  return second
}

const [alice, bob] = ['@a1b2c3d4e5f60718', '@b1b2c3d4e5f60718']
const [alice2, bob2] = ['@ffb2c3d4e5f60718', '@eeb2c3d4e5f60718']

test('an id is minted at first sight, is the same in the same session, and shows the kind', () => {
  const identities = createIdentities([], 0)
  identities.begin(1, '@self')
  expect([identities.idOf(alice), identities.idOf('@@0011223344556677'), identities.idOf(alice)]).toEqual([
    'p_a1b2c3d4e5f6',
    'r_001122334455',
    'p_a1b2c3d4e5f6',
  ])
  expect(identities.userNameOf('p_a1b2c3d4e5f6')).toBe(alice)
})

test('special names are their own ids, and the account is self', () => {
  const identities = createIdentities([], 0)
  identities.begin(1, '@self')
  expect([identities.idOf('filehelper'), identities.userNameOf('filehelper'), identities.idOf('@self')]).toEqual([
    'filehelper',
    'filehelper',
    'self',
  ])
})

test.each([
  ['remark', contact(alice, 'A', { remarkName: 'Ann' }), contact(alice2, 'other', { remarkName: 'Ann' })],
  ['alias', contact(alice, 'A', { alias: 'ann88' }), contact(alice2, 'other', { alias: 'ann88' })],
  ['nickname', contact(alice, 'A'), contact(alice2, 'A')],
])('after a new login the same id is found again by %s', (_, before, after) => {
  const again = secondLogin(stored([before]), [after])
  expect([again.idOf(alice2), again.userNameOf('p_a1b2c3d4e5f6')]).toEqual(['p_a1b2c3d4e5f6', alice2])
})

test('two old or two new people of one name are nobody that was known', () => {
  const twoOld = secondLogin(stored([contact(alice, 'A'), contact(bob, 'A')]), [contact(alice2, 'A')])
  expect(twoOld.idOf(alice2)).toBe('p_ffb2c3d4e5f6')
  const twoNew = secondLogin(stored([contact(alice, 'A')]), [contact(alice2, 'A'), contact(bob2, 'A')])
  expect([twoNew.idOf(alice2), twoNew.idOf(bob2)]).toEqual(['p_ffb2c3d4e5f6', 'p_eeb2c3d4e5f6'])
})

test('a nickname does not overrule remarks that differ', () => {
  const again = secondLogin(stored([contact(alice, 'A', { remarkName: 'Ann' })]), [
    contact(alice2, 'A', { remarkName: 'Anton' }),
  ])
  expect(again.idOf(alice2)).toBe('p_ffb2c3d4e5f6')
})

test('a room and a person of one name are not the same', () => {
  const again = secondLogin(stored([contact(alice, 'Hiking')]), [contact('@@ffb2c3d4e5f60718', 'Hiking')])
  expect(again.idOf('@@ffb2c3d4e5f60718')).toBe('r_ffb2c3d4e5f6')
})

test('an id without a UserName in this session cannot be sent to', () => {
  const again = secondLogin(stored([contact(alice, 'A')]), [])
  expect(again.userNameOf('p_a1b2c3d4e5f6')).toBeUndefined()
  expect(again.get('p_a1b2c3d4e5f6')?.nickName).toBe('A')
})

test('a clash of minted ids takes more digits instead of joining two people', () => {
  const identities = createIdentities([], 0)
  identities.begin(1, '@self')
  expect([identities.idOf('@a1b2c3d4e5f60000'), identities.idOf('@a1b2c3d4e5f61111')]).toEqual([
    'p_a1b2c3d4e5f6',
    'p_a1b2c3d4e5f61111',
  ])
})

test('a new name of a known contact is kept as evidence, once', () => {
  const identities = createIdentities([], 0)
  identities.begin(1, '@self')
  identities.observe([contact(alice, 'A')])
  identities.changed()
  identities.observe([contact(alice, 'B')])
  expect(identities.changed().map(({ nickName }) => nickName)).toEqual(['B'])
  identities.observe([contact(alice, 'B')])
  expect(identities.changed()).toEqual([])
})
