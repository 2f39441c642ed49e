import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIdentities, type Identities } from '../../src/actors/identity/identities.js'
import type { Identity } from '../../src/actors/saved.js'
import { decodeContact } from '../../src/protocol/contact.js'

/** `RXWX_RUNS=100000 RXWX_SEED=7` look further, and elsewhere. */
const numRuns = Number(process.env.RXWX_RUNS ?? 10_000)
const seed = Number(process.env.RXWX_SEED ?? 20_200_101)

/** Somebody, or a room, in two logins; `undefined` where it was not there. */
interface Life {
  readonly before: Face | undefined
  readonly now: Face | undefined
}

interface Face {
  readonly nick: string
  readonly remark: string
  readonly alias: string
  /** 0 for none. */
  readonly avatar: number
  readonly members: readonly string[]
}

const chance = (percent: number): fc.Arbitrary<boolean> => fc.integer({ min: 1, max: 100 }).map((n) => n <= percent)

const person = fc.record({
  namesake: chance(5),
  alias: chance(30),
  remark: chance(30),
  sameRemark: chance(3),
  renamed: chance(10),
  repainted: chance(10),
  faceless: chance(10),
  gone: chance(10),
  fresh: chance(10),
  // Somebody new, or somebody known, takes the name that another one had: of a leaver, or of an admin who is still there.
  takesName: chance(10),
  victim: fc.nat(23),
})

const room = fc.record({
  named: chance(70),
  namesake: chance(5),
  retitled: chance(10),
  leaves: fc.integer({ min: 0, max: 5 }),
  joins: fc.integer({ min: 0, max: 5 }),
  gone: chance(10),
  fresh: chance(10),
  takesTopic: chance(10),
  victim: fc.nat(5),
})

const world = fc.record({
  persons: fc.array(person, { minLength: 1, maxLength: 24 }),
  rooms: fc.array(room, { maxLength: 6 }),
  swaps: fc.array(fc.nat(23), { maxLength: 2 }),
})

type World = typeof world extends fc.Arbitrary<infer W> ? W : never

function livesOf({ persons, swaps }: World): Life[] {
  const lives = persons.map((one, at): Life => {
    const before: Face = {
      nick: one.namesake ? 'Twin' : `nick ${at}`,
      remark: one.remark ? (one.sameRemark ? 'Customer' : `remark ${at}`) : '',
      alias: one.alias ? `alias${at}` : '',
      avatar: one.faceless ? 0 : 600_000_000 + at,
      members: [],
    }
    const nick = one.renamed ? `new nick ${at}` : before.nick
    const now = { ...before, nick, avatar: one.repainted ? 700_000_000 + at : before.avatar }
    return { before: one.fresh ? undefined : before, now: one.gone && !one.fresh ? undefined : now }
  })
  for (const [at, { takesName, victim }] of persons.entries()) if (takesName) takeName(lives, at, victim)
  for (const at of swaps) swapNames(lives, at, at + 1)
  return lives
}

function takeName(lives: Life[], at: number, victim: number): void {
  const [thief, other] = [lives[at], lives[victim % lives.length]]
  if (thief?.now === undefined || other?.before === undefined || thief === other) return
  lives[at] = { ...thief, now: { ...thief.now, nick: other.before.nick } }
}

/** Two people exchange their names. */
function swapNames(lives: Life[], one: number, other: number): void {
  const [a, b] = [lives[one], lives[other]]
  if (a?.now === undefined || b?.now === undefined) return
  lives[one] = { ...a, now: { ...a.now, nick: b.now.nick } }
  lives[other] = { ...b, now: { ...b.now, nick: a.now.nick } }
}

function roomsOf({ rooms }: World): Life[] {
  const lives = rooms.map((one, at): Life => {
    const members = Array.from({ length: 8 }, (_, n) => `member ${at}-${n}`)
    const joined = Array.from({ length: one.joins }, (_, n) => `joined ${at}-${n}`)
    const nick = one.named ? (one.namesake ? 'Family' : `room ${at}`) : ''
    const before: Face = { nick, remark: '', alias: '', avatar: 0, members }
    const now = {
      ...before,
      nick: one.retitled && one.named ? `new room ${at}` : nick,
      members: [...members.slice(one.leaves), ...joined],
    }
    return { before: one.fresh ? undefined : before, now: one.gone && !one.fresh ? undefined : now }
  })
  for (const [at, { takesTopic, victim }] of rooms.entries()) if (takesTopic) takeName(lives, at, victim)
  return lives
}

/** The bot is in every room. */
const inRoom = (login: number, members: readonly string[]) => [
  { UserName: `@self${login}`, NickName: 'Bot' },
  ...members.map((name, n) => ({ UserName: `@m${login}${n}`, NickName: name })),
]

const contact = (prefix: string, at: number, login: number, face: Face) =>
  decodeContact({
    UserName: `${prefix}${login}${String(at).padStart(15, '0')}`,
    NickName: face.nick,
    RemarkName: face.remark,
    Alias: face.alias,
    HeadImgUrl: `/cgi-bin/mmwebwx-bin/webwxgeticon?seq=${face.avatar}&skey=`,
    MemberList: face.members.length === 0 ? [] : inRoom(login, face.members),
  })

/** What the docs promise to find: the alias, the remark, the nickname with its avatar, half of the members with the topic, or all of them. */
const promised: readonly ((before: Face, now: Face) => boolean)[] = [
  (before, now) => before.alias !== '' && before.alias === now.alias,
  (before, now) => before.remark !== '' && before.remark === now.remark && before.nick === now.nick,
  (before, now) => before.avatar !== 0 && before.avatar === now.avatar && before.nick === now.nick,
  (before, now) =>
    before.members.length > 0 && before.nick !== '' && before.nick === now.nick && sharesHalf(before, now),
  (before, now) => before.members.length > 0 && before.nick === now.nick && isSameSet(before, now),
]

function sharesHalf({ members: before }: Face, { members: now }: Face): boolean {
  const common = before.filter((name) => now.includes(name)).length
  return common / (before.length + now.length - common) >= 0.5
}

const isSameSet = ({ members: before }: Face, { members: now }: Face): boolean =>
  before.length === now.length && before.every((name) => now.includes(name))

/** Nobody else has one of the names or the picture, before or now. */
function isAlone(life: Life, all: readonly Life[]): boolean {
  const [mine, others] = [facesOf(life), all.filter((one) => one !== life).flatMap(facesOf)]
  const shared = (of: (face: Face) => string): boolean =>
    mine.some((face) => of(face) !== '' && others.some((other) => of(other) === of(face)))
  return ![({ nick }: Face) => nick, ({ remark }: Face) => remark].some(shared)
}

const facesOf = ({ before, now }: Life): readonly Face[] => [before, now].flatMap((face) => face ?? [])

const mustBeFound = (life: Life, all: readonly Life[]): boolean => {
  const { before, now } = life
  return before !== undefined && now !== undefined && isAlone(life, all) && promised.some((of) => of(before, now))
}

interface Counts {
  present: number
  found: number
}

/** The ids of a first login, whom each belongs to, and what the store keeps. */
function firstLogin(lives: readonly Life[], prefix: string) {
  const first = createIdentities([], 0)
  first.begin(1, '@self1')
  const before = lives.map(({ before: face }, at) => (face === undefined ? undefined : contact(prefix, at, 1, face)))
  first.observe(before.flatMap((one) => one ?? []))
  const owner = new Map(before.map((one, at) => [one === undefined ? '' : first.idOf(one.userName), at]))
  return { owner, saved: first.changes().identities ?? [] }
}

function secondLogin(saved: readonly Identity[], lives: readonly Life[], prefix: string) {
  const second: Identities = createIdentities(saved, 1)
  second.begin(2, '@self2')
  const now = lives.map(({ now: face }, at) => (face === undefined ? undefined : contact(prefix, at, 2, face)))
  second.observe(now.flatMap((one) => one ?? []))
  return now.map((one) => (one === undefined ? undefined : second.idOf(one.userName)))
}

function check(lives: readonly Life[], prefix: string, counts: Counts): void {
  const { owner, saved } = firstLogin(lives, prefix)
  for (const [at, id] of secondLogin(saved, lives, prefix).entries()) {
    const [life, was] = [lives[at], owner.get(id ?? '')]
    if (id === undefined || life === undefined) continue
    if (was !== undefined) expect(was).toBe(at)
    if (mustBeFound(life, lives)) expect(was).toBe(at)
    if (life.before !== undefined) counts.present += 1
    if (was === at) counts.found += 1
  }
}

test('in random worlds nobody gets the id of somebody else, and most are found again', () => {
  const counts: Counts = { present: 0, found: 0 }
  fc.assert(
    fc.property(world, (one) => {
      check(livesOf(one), '@', counts)
      check(roomsOf(one), '@@', counts)
    }),
    { numRuns, seed },
  )
  expect(counts.found / counts.present).toBeGreaterThan(0.6)
}, 120_000)

/** A member of a room in two logins, who is no friend. */
const member = fc.record({
  renamed: chance(10),
  gone: chance(10),
  takesName: chance(15),
  victim: fc.nat(9),
  uin: chance(20),
})

interface Seat {
  readonly before: string
  readonly now: string | undefined
  readonly uin: number
}

function seatsOf(drawn: readonly (typeof member extends fc.Arbitrary<infer M> ? M : never)[]): readonly Seat[] {
  return drawn.map(({ renamed, gone, takesName, victim, uin }, at) => ({
    before: `nick ${at}`,
    now: gone ? undefined : takesName ? `nick ${victim % drawn.length}` : renamed ? `new ${at}` : `nick ${at}`,
    uin: uin ? 1_000 + at : 0,
  }))
}

function memberIds(
  saved: readonly Identity[],
  login: number,
  seats: readonly (Seat & { readonly name: string | undefined })[],
) {
  const identities = createIdentities(saved, login - 1)
  identities.begin(login, `@self${login}`)
  const members = seats.map(({ name = '' }, at) => ({
    userName: `@${login}${String(at).padStart(15, '0')}`,
    name,
    nickName: name,
    displayName: '',
  }))
  const ids = seats.map(({ name, uin }, at) =>
    name === undefined
      ? undefined
      : identities.idOfMember({ room: 'r_team', member: members[at] as never, members, uin: () => uin }),
  )
  return { ids, saved: identities.changes().identities ?? [] }
}

test('in random rooms no member gets the id of another one, whoever takes whose name, and a number finds everybody', () => {
  fc.assert(
    fc.property(fc.array(member, { minLength: 2, maxLength: 10 }), (drawn) => {
      const seats = seatsOf(drawn)
      const first = memberIds(
        [],
        1,
        seats.map((seat) => ({ ...seat, name: seat.before })),
      )
      const second = memberIds(
        first.saved,
        2,
        seats.map((seat) => ({ ...seat, name: seat.now })),
      )
      for (const [at, id] of second.ids.entries()) {
        const was = id === undefined ? -1 : first.ids.indexOf(id)
        if (was >= 0) expect(was).toBe(at)
        if (id !== undefined && seats[at]?.uin !== 0) expect(was).toBe(at)
      }
    }),
    { numRuns, seed },
  )
}, 120_000)
