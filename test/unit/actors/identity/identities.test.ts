import { describe, expect, test } from 'vitest'
import { type Identity, identityLimit } from '../../../../src/actors/env.js'
import { createIdentities, type Identities } from '../../../../src/actors/identity/identities.js'
import type { Contact } from '../../../../src/protocol/contact.js'

/** What identities look at in a contact. */
const contact = (
  userName: string,
  nickName: string,
  more: { remarkName?: string; alias?: string; avatarSeq?: number } = {},
): Contact =>
  ({ userName, nickName, remarkName: '', alias: '', avatarSeq: 0, raw: { UserName: userName }, ...more }) as Contact

/** The ids that a first login gave, as stored for the next one. */
function stored(book: readonly Contact[]): readonly Identity[] {
  const first = createIdentities([], 0)
  first.begin(1, '@self1')
  first.observe(book)
  return first.changes().identities ?? []
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

test('a name does not overrule aliases that differ: they are two people', () => {
  const again = secondLogin(stored([contact(alice, 'A', { alias: 'ann88' })]), [
    contact(alice2, 'A', { alias: 'anton' }),
  ])
  expect(again.idOf(alice2)).toBe('p_ffb2c3d4e5f6')
})

test('who has swapped names with somebody is told apart by the avatar', () => {
  const again = secondLogin(stored([contact(alice, 'A', { avatarSeq: 11 }), contact(bob, 'B', { avatarSeq: 22 })]), [
    contact(alice2, 'B', { avatarSeq: 11 }),
    contact(bob2, 'A', { avatarSeq: 22 }),
  ])
  expect([again.idOf(alice2), again.idOf(bob2)]).toEqual(['p_a1b2c3d4e5f6', 'p_b1b2c3d4e5f6'])
})

test('who may be one of two is somebody new, and told of with both; bind settles it', () => {
  const saved = stored([contact(alice, 'A'), contact(bob, 'A')])
  const second = createIdentities(saved, 1)
  second.begin(2, '@self2')
  expect(second.observe([contact(alice2, 'A')])).toEqual([
    { id: 'p_ffb2c3d4e5f6', candidates: ['p_a1b2c3d4e5f6', 'p_b1b2c3d4e5f6'] },
  ])
  expect(second.bind('p_ffb2c3d4e5f6', 'p_b1b2c3d4e5f6')).toBe(true)
  expect([second.idOf(alice2), second.userNameOf('p_b1b2c3d4e5f6'), second.userNameOf('p_ffb2c3d4e5f6')]).toEqual([
    'p_b1b2c3d4e5f6',
    alice2,
    alice2,
  ])
  const later = createIdentities(
    [...saved, ...(second.changes().identities ?? [])].reverse().filter(isFirst).reverse(),
    2,
  )
  expect([later.idOf(alice2), later.userNameOf('p_ffb2c3d4e5f6')]).toEqual(['p_b1b2c3d4e5f6', alice2])
})

const isFirst = ({ id }: Identity, at: number, all: readonly Identity[]): boolean =>
  all.findIndex((one) => one.id === id) === at

test.each([
  ['an unknown id', 'p_ffb2c3d4e5f6', 'p_nobody'],
  ['an unknown contact', 'p_nobody', 'p_a1b2c3d4e5f6'],
  ['a room', 'p_ffb2c3d4e5f6', 'r_a1b2c3d4e5f6'],
  ['itself', 'p_ffb2c3d4e5f6', 'p_ffb2c3d4e5f6'],
  ['the account itself', 'p_ffb2c3d4e5f6', 'self'],
  ['somebody of an earlier session', 'p_a1b2c3d4e5f6', 'p_ffb2c3d4e5f6'],
])('nobody is bound to %s', (_, present, id) => {
  const again = secondLogin(stored([contact(alice, 'A'), contact('@@a1b2c3d4e5f60718', 'R')]), [contact(alice2, 'Z')])
  expect(again.bind(present, id)).toBe(false)
})

test('an id that was minted before the address book was read leads to the one that is found by it', () => {
  const again = createIdentities(stored([contact(alice, 'A')]), 1)
  again.begin(2, '@self2')
  const early = again.idOf(alice2)
  expect(early).toBe('p_ffb2c3d4e5f6')
  again.observe([contact(alice2, 'A')])
  expect([again.idOf(alice2), again.userNameOf(early), again.userNameOf('p_a1b2c3d4e5f6')]).toEqual([
    'p_a1b2c3d4e5f6',
    alice2,
    alice2,
  ])
})

describe('rooms', () => {
  const room = (userName: string, nickName: string, names: readonly string[]): Contact =>
    ({
      ...contact(userName, nickName),
      kind: 'room',
      members: names.map((name, at) => ({ userName: `@${at}`, name, nickName: name, displayName: '' })),
    }) as Contact
  const [before, now, other] = ['@@a1b2c3d4e5f60718', '@@ffb2c3d4e5f60718', '@@eeb2c3d4e5f60718']
  const people = ['a', 'b', 'c', 'd', 'e', 'f']

  test('without a name are found by their members, also when some have changed', () => {
    expect(secondLogin(stored([room(before, '', people)]), [room(now, '', people)]).idOf(now)).toBe('r_a1b2c3d4e5f6')
    const changed = [...people.slice(1), 'new']
    expect(secondLogin(stored([room(before, '', people)]), [room(now, '', changed)]).idOf(now)).toBe('r_a1b2c3d4e5f6')
  })

  test('that are both near are not guessed', () => {
    const again = secondLogin(stored([room(before, '', people)]), [
      room(now, '', [...people.slice(1), 'x']),
      room(other, '', [...people.slice(1), 'y']),
    ])
    expect([again.idOf(now), again.idOf(other)]).toEqual(['r_ffb2c3d4e5f6', 'r_eeb2c3d4e5f6'])
  })

  test('of one name with nobody in common are two rooms', () => {
    const again = secondLogin(stored([room(before, 'Family', people)]), [room(now, 'Family', ['x', 'y', 'z', 'w'])])
    expect(again.idOf(now)).toBe('r_ffb2c3d4e5f6')
  })

  test('keep the ids of members who are no friends, by their name in that room', () => {
    const first = createIdentities([], 0)
    first.begin(1, '@self1')
    first.observe([room(before, 'Team', people)])
    const id = first.idOf(before)
    const carol = { userName: '@c1c1c1c1c1c1c1c1', name: 'Carol', nickName: 'Carol', displayName: '' }
    const twin = { ...carol, userName: '@c2c2c2c2c2c2c2c2' }
    const was = first.idOfMember(id, carol, [carol])
    const again = secondLogin(first.changes().identities ?? [], [room(now, 'Team', people)])
    expect(again.idOf(now)).toBe(id)
    expect(again.idOfMember(id, twin, [twin])).toBe(was)
    const unsure = secondLogin(first.changes().identities ?? [], [room(now, 'Team', people)])
    expect(unsure.idOfMember(id, twin, [twin, { ...twin, userName: '@other' }])).toBe('p_c2c2c2c2c2c2')
  })
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
  identities.changes()
  identities.observe([contact(alice, 'B')])
  expect((identities.changes().identities ?? []).map(({ nickName }) => nickName)).toEqual(['B'])
  identities.observe([contact(alice, 'B')])
  expect(identities.changes().identities ?? []).toEqual([])
})

describe('who is forgotten by a new login', () => {
  const stranger = '@c1b2c3d4e5f60718'

  /** The next login, its address book read: what it forgets. */
  const nextLogin = (saved: readonly Identity[], epoch: number, book: readonly Contact[] = []) => {
    const identities = createIdentities(saved, epoch - 1)
    identities.begin(epoch, '@self2')
    identities.observe(book)
    return { identities, forgotten: identities.changes().forgotten }
  }

  test('those of whom nothing is known that could find them again', () => {
    const first = createIdentities([], 0)
    first.begin(1, '@self1')
    first.observe([contact(alice, 'Alice')])
    const lost = first.idOf(stranger)
    const saved = first.changes().identities ?? []
    expect(first.get(lost)).toBeDefined()
    const { identities, forgotten } = nextLogin(saved, 2)
    expect(forgotten).toEqual([lost])
    expect([identities.get(lost), identities.get('p_a1b2c3d4e5f6')?.nickName]).toEqual([undefined, 'Alice'])
  })

  test('nobody whom the book shows, nobody of this login, not the account itself, and nobody who leads to another', () => {
    const first = createIdentities([], 0)
    first.begin(1, '@self1')
    first.observe([contact(alice, 'Alice')])
    first.bind(first.idOf(stranger), 'p_a1b2c3d4e5f6')
    const saved = first.changes().identities ?? []
    const second = createIdentities(saved, 1)
    second.begin(2, '@self2')
    const fresh = second.idOf('@d1b2c3d4e5f60718')
    second.observe([contact(alice2, 'Alice')])
    expect(second.changes().forgotten).toBeUndefined()
    expect(second.get(fresh)).toBeDefined()
  })

  test('who was bound by hand keeps the names it had, and is there after the next login', () => {
    const first = createIdentities([], 0)
    first.begin(1, '@self1')
    const [one, other] = [first.idOf(stranger), first.idOf('@d1b2c3d4e5f60718')]
    first.observe([contact(alice, 'Alice')])
    expect(first.bind(one, 'p_a1b2c3d4e5f6')).toBe(true)
    expect(first.get('p_a1b2c3d4e5f6')).toMatchObject({ nickName: 'Alice', userName: stranger })
    const again = createIdentities(first.changes().identities ?? [], 1)
    again.begin(2, '@self2')
    const now = again.idOf('@e1b2c3d4e5f60718')
    expect(again.bind(now, other)).toBe(true)
    const { identities, forgotten } = nextLogin(again.changes().identities ?? [], 3)
    expect([forgotten, identities.get(other)?.nickName]).toEqual([undefined, ''])
  })

  test('by each login of one process, and who is met again is not forgotten', () => {
    const identities = createIdentities([], 0)
    for (const epoch of [1, 2, 3]) {
      identities.begin(epoch, '@self')
      identities.observe([])
      identities.idOf(`@${epoch}1b2c3d4e5f60718`)
    }
    identities.begin(4, '@self')
    identities.observe([])
    identities.idOf('@11b2c3d4e5f60718')
    const { identities: put = [], forgotten } = identities.changes()
    expect(forgotten).toEqual(['p_21b2c3d4e5f6', 'p_31b2c3d4e5f6'])
    expect(put.map(({ id }) => id)).toEqual(['self', 'p_11b2c3d4e5f6'])
  })

  test('only once the address book is complete, and not in a login that goes on', () => {
    const first = createIdentities([], 0)
    first.begin(1, '@self1')
    first.idOf(stranger)
    const saved = first.changes().identities ?? []
    const second = createIdentities(saved, 1)
    second.begin(2, '@self2')
    expect(second.changes().forgotten).toBeUndefined()
    expect(nextLogin(saved, 1).forgotten).toBeUndefined()
  })

  test('beyond the limit those who were found by the oldest logins', () => {
    const known = (at: number, epoch: number): Identity => ({
      id: `p_${at}`,
      kind: 'person',
      remarkName: '',
      alias: '',
      nickName: `name ${at}`,
      epoch,
      userName: `@${at}`,
    })
    // One of the second login among those of the third, and two of the first at the end: order is no age.
    const saved = Array.from({ length: identityLimit + 1 }, (_, at) =>
      known(at, at === 5 ? 2 : at < identityLimit - 1 ? 3 : 1),
    )
    const { identities, forgotten } = nextLogin(saved, 4)
    // The account itself counts, too.
    expect(forgotten).toEqual([`p_${identityLimit - 1}`, `p_${identityLimit}`])
    expect(identities.get('p_5')).toBeDefined()
  })
})
