import { describe, expect, test } from 'vitest'
import { createIdentities, type Identities } from '../../../../src/actors/identity/identities.js'
import type { IdentityEvent } from '../../../../src/actors/identity/identity-event.js'
import { type Identity, identityLimit } from '../../../../src/actors/saved.js'
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

/** The same, with what it reports: all events, and of the likely matches who is likely whom, and why. */
function watchedLogin(
  saved: readonly Identity[],
  book: readonly Contact[],
  options: { readonly isTrusting?: boolean } = {},
) {
  const events: IdentityEvent[] = []
  const likely: unknown[] = []
  const report = (event: IdentityEvent): void => {
    events.push(event)
    if (event.type === 'likely') likely.push([event.id, event.candidate, event.by])
  }
  const identities = createIdentities(saved, 1, { ...options, report })
  identities.begin(2, '@self2')
  identities.observe(book)
  return { identities, events, likely }
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
  ['nickname and avatar', contact(alice, 'A', { avatarSeq: 7 }), contact(alice2, 'A', { avatarSeq: 7 })],
  [
    'remark, although the avatar is another one',
    contact(alice, 'A', { remarkName: 'Ann', avatarSeq: 7 }),
    contact(alice2, 'A', { remarkName: 'Ann', avatarSeq: 8 }),
  ],
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

test("who has swapped names with somebody gets nobody else's id, and is likely whom the avatar says", () => {
  const { identities: again, likely } = watchedLogin(
    stored([contact(alice, 'A', { avatarSeq: 11 }), contact(bob, 'B', { avatarSeq: 22 })]),
    [contact(alice2, 'B', { avatarSeq: 11 }), contact(bob2, 'A', { avatarSeq: 22 })],
  )
  expect([again.idOf(alice2), again.idOf(bob2)]).toEqual(['p_ffb2c3d4e5f6', 'p_eeb2c3d4e5f6'])
  expect(likely).toEqual([
    ['p_ffb2c3d4e5f6', 'p_a1b2c3d4e5f6', 'avatar'],
    ['p_eeb2c3d4e5f6', 'p_b1b2c3d4e5f6', 'avatar'],
  ])
})

test('who may be one of two is somebody new, and told of with both; bind settles it', () => {
  const saved = stored([contact(alice, 'A'), contact(bob, 'A')])
  const { identities: second, events } = watchedLogin(saved, [contact(alice2, 'A')])
  expect(events).toEqual([
    { type: 'ambiguous', id: 'p_ffb2c3d4e5f6', candidates: ['p_a1b2c3d4e5f6', 'p_b1b2c3d4e5f6'] },
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
  const events: unknown[] = []
  const again = createIdentities(stored([contact(alice, 'A', { alias: 'ann88' })]), 1, {
    report: (event) => events.push(event),
  })
  again.begin(2, '@self2')
  const early = again.idOf(alice2)
  expect(early).toBe('p_ffb2c3d4e5f6')
  again.observe([contact(alice2, 'A', { alias: 'ann88' })])
  expect(events).toEqual([{ type: 'idChanged', from: early, to: 'p_a1b2c3d4e5f6', name: 'A' }])
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

  test('without a name are found by all their members, and likely the same when some have changed', () => {
    expect(secondLogin(stored([room(before, '', people)]), [room(now, '', people)]).idOf(now)).toBe('r_a1b2c3d4e5f6')
    const changed = [...people.slice(1), 'new']
    const { identities, likely } = watchedLogin(stored([room(before, '', people)]), [room(now, '', changed)])
    expect(identities.idOf(now)).toBe('r_ffb2c3d4e5f6')
    expect(likely).toEqual([['r_ffb2c3d4e5f6', 'r_a1b2c3d4e5f6', 'members']])
  })

  test('of one topic are found by half of their members, and are only likely the same without', () => {
    const changed = [...people.slice(2), 'new', 'newer']
    expect(secondLogin(stored([room(before, 'Team', people)]), [room(now, 'Team', changed)]).idOf(now)).toBe(
      'r_a1b2c3d4e5f6',
    )
    const { identities, likely } = watchedLogin(stored([room(before, 'Team', people)]), [room(now, 'Team', [])])
    expect(identities.idOf(now)).toBe('r_ffb2c3d4e5f6')
    expect(likely).toEqual([['r_ffb2c3d4e5f6', 'r_a1b2c3d4e5f6', 'nickName']])
  })

  test('have nobody in common where this account is the only one', () => {
    const family = (userName: string, self: string, names: readonly string[]): Contact => {
      const { members, ...rest } = room(userName, 'Family', names) as Extract<Contact, { readonly kind: 'room' }>
      const me = { userName: self, name: 'Bot', nickName: 'Bot', displayName: '' }
      return { ...rest, members: [...members, me] }
    }
    const { identities, likely } = watchedLogin(stored([family(before, '@self1', people)]), [
      family(now, '@self2', ['x', 'y', 'z', 'w']),
    ])
    expect([identities.idOf(now), likely]).toEqual(['r_ffb2c3d4e5f6', []])
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

  test('keep the ids of members who are no friends where a number says who they are; a name there is only likely', () => {
    const first = createIdentities([], 0)
    first.begin(1, '@self1')
    first.observe([room(before, 'Team', people)])
    const id = first.idOf(before)
    const carol = { userName: '@c1c1c1c1c1c1c1c1', name: 'Carol', nickName: 'Carol', displayName: '' }
    const twin = { ...carol, userName: '@c2c2c2c2c2c2c2c2' }
    const dave = { userName: '@d1d1d1d1d1d1d1d1', name: 'Dave', nickName: 'Dave', displayName: '' }
    const was = first.idOfMember({ room: id, member: carol, members: [carol] })
    const numbered = first.idOfMember({ room: id, member: dave, members: [dave], uin: () => 4711 })
    const saved = first.changes().identities ?? []
    const { identities: again, likely } = watchedLogin(saved, [room(now, 'Team', people)])
    expect(again.idOf(now)).toBe(id)
    expect(again.idOfMember({ room: id, member: twin, members: [twin] })).toBe('p_c2c2c2c2c2c2')
    expect(likely).toEqual([['p_c2c2c2c2c2c2', was, 'nickName']])
    const renamed = { ...dave, userName: '@d2d2d2d2d2d2d2d2', nickName: 'David' }
    expect(again.idOfMember({ room: id, member: renamed, members: [renamed], uin: () => 4711 })).toBe(numbered)
    const unsure = watchedLogin(saved, [room(now, 'Team', people)])
    const two = [twin, { ...twin, userName: '@other' }]
    expect(unsure.identities.idOfMember({ room: id, member: twin, members: two })).toBe('p_c2c2c2c2c2c2')
    expect(unsure.likely).toEqual([])
  })
})

describe('weak evidence carries no id', () => {
  const raw = (pinyin: string) => ({ raw: { UserName: '', PYQuanPin: pinyin } })
  test.each([
    ['the same nickname alone', contact(alice, 'A'), contact(alice2, 'A'), 'nickName'],
    ['a nickname where one has no avatar', contact(alice, 'A', { avatarSeq: 7 }), contact(alice2, 'A'), 'nickName'],
    ['the same avatar alone', contact(alice, 'A', { avatarSeq: 7 }), contact(alice2, 'B', { avatarSeq: 7 }), 'avatar'],
    [
      'a name that is only spelt the same',
      { ...contact(alice, '张涛'), ...raw('zhangtao') },
      { ...contact(alice2, '章桃'), ...raw('zhangtao') },
      'pinyin',
    ],
    [
      'a remark on somebody with another name and another avatar',
      contact(alice, 'A', { remarkName: 'Boss', avatarSeq: 7 }),
      contact(alice2, 'B', { remarkName: 'Boss', avatarSeq: 8 }),
      'remark',
    ],
  ])('%s: likely, and both are named; bind settles it', (_, before, now, by) => {
    const { identities, likely } = watchedLogin(stored([before as Contact]), [now as Contact])
    expect([identities.idOf(alice2), likely]).toEqual(['p_ffb2c3d4e5f6', [['p_ffb2c3d4e5f6', 'p_a1b2c3d4e5f6', by]]])
    expect([identities.userNameOf('p_a1b2c3d4e5f6'), identities.isAwaited('p_a1b2c3d4e5f6')]).toEqual([undefined, true])
    expect(identities.bind('p_ffb2c3d4e5f6', 'p_a1b2c3d4e5f6')).toBe(true)
    expect([identities.userNameOf('p_a1b2c3d4e5f6'), identities.isAwaited('p_a1b2c3d4e5f6')]).toEqual([alice2, false])
  })

  test('a trusting bot takes it, and says so', () => {
    const { identities, events } = watchedLogin(stored([contact(alice, 'A')]), [contact(alice2, 'A')], {
      isTrusting: true,
    })
    expect(identities.idOf(alice2)).toBe('p_a1b2c3d4e5f6')
    expect(events).toMatchObject([{ type: 'likely', id: 'p_a1b2c3d4e5f6', candidate: 'p_a1b2c3d4e5f6', isTaken: true }])
  })

  test.each([false, true])(
    'a name never wins against another avatar (trusting: %s), and both are named',
    (isTrusting) => {
      const saved = stored([contact(alice, 'A', { avatarSeq: 7 })])
      const { identities, events } = watchedLogin(saved, [contact(alice2, 'A', { avatarSeq: 8 })], { isTrusting })
      expect([identities.idOf(alice2), events]).toEqual([
        'p_ffb2c3d4e5f6',
        [{ type: 'ambiguous', id: 'p_ffb2c3d4e5f6', candidates: ['p_a1b2c3d4e5f6'] }],
      ])
    },
  )

  test("the admin has another name, and a stranger has the admin's: neither has the admin's id", () => {
    const saved = stored([contact(alice, 'Admin', { avatarSeq: 7 })])
    const { identities, likely } = watchedLogin(saved, [
      contact(alice2, 'Renamed', { avatarSeq: 7 }),
      contact(bob2, 'Admin', { avatarSeq: 9 }),
    ])
    expect([identities.idOf(alice2), identities.idOf(bob2)]).toEqual(['p_ffb2c3d4e5f6', 'p_eeb2c3d4e5f6'])
    expect(likely).toEqual([['p_ffb2c3d4e5f6', 'p_a1b2c3d4e5f6', 'avatar']])
  })

  test('a remark that moved does not win against the old avatar', () => {
    const saved = stored([contact(alice, 'A', { remarkName: 'Boss', avatarSeq: 7 })])
    const again = secondLogin(saved, [
      contact(alice2, 'A', { avatarSeq: 7 }),
      contact(bob2, 'A', { remarkName: 'Boss', avatarSeq: 9 }),
    ])
    expect([again.idOf(alice2), again.idOf(bob2)]).toEqual(['p_a1b2c3d4e5f6', 'p_eeb2c3d4e5f6'])
  })

  test('what is open is told of again by the next process and the next login, until it is settled', () => {
    const first = watchedLogin(stored([contact(alice, 'A')]), [contact(alice2, 'A')])
    const saved = [...stored([contact(alice, 'A')]), ...(first.identities.changes().identities ?? [])]
    const resumed: unknown[] = []
    const next = createIdentities(saved, 2, { report: (event) => resumed.push(event) })
    next.begin(2, '@self2')
    next.observe([contact(alice2, 'A')])
    expect(resumed).toMatchObject([{ type: 'likely', id: 'p_ffb2c3d4e5f6', candidate: 'p_a1b2c3d4e5f6' }])
    expect(next.isAwaited('p_a1b2c3d4e5f6')).toBe(true)
    expect(next.bind('p_ffb2c3d4e5f6', 'p_ffb2c3d4e5f6')).toBe(true)
    expect([next.isAwaited('p_a1b2c3d4e5f6'), next.idOf(alice2)]).toEqual([false, 'p_ffb2c3d4e5f6'])
  })
})

describe('the account itself', () => {
  const selfOf = (uin: string): string => {
    const identities = createIdentities([], 0)
    identities.begin(1, '@self', { uin })
    return identities.idOf('@self')
  }

  test('has the same id in every store and login, and no other account has it', () => {
    expect(selfOf('211722515')).toBe(selfOf('211722515'))
    expect(selfOf('211722515')).toMatch(/^p_[0-9a-f]{16}$/)
    expect(new Set(Array.from({ length: 5_000 }, (_, at) => selfOf(String(at + 1)))).size).toBe(5_000)
  })

  test('is found as self, too; a store of an earlier version calls it so', () => {
    const old: Identity = {
      id: 'self',
      kind: 'person',
      remarkName: '',
      alias: '',
      nickName: '',
      epoch: 1,
      userName: '@self1',
    }
    const identities = createIdentities([old], 1, { owner: '4711' })
    expect([identities.idOf('@self1'), identities.userNameOf('self')]).toEqual([selfOf('4711'), '@self1'])
    identities.begin(2, '@self2', { uin: '4711' })
    expect([identities.userNameOf('self'), identities.currentId('self')]).toEqual(['@self2', selfOf('4711')])
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
