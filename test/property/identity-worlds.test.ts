import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createIdentities } from '../../src/actors/identity/identities.js'
import { decodeContact } from '../../src/protocol/contact.js'

/** `RXWX_RUNS=100000 RXWX_SEED=7` look further, and elsewhere. */
const numRuns = Number(process.env.RXWX_RUNS ?? 10_000)
const seed = Number(process.env.RXWX_SEED ?? 20_200_101)

/** One person in two logins; `undefined` where it was not there. */
interface Life {
  readonly before: Face | undefined
  readonly now: Face | undefined
}

interface Face {
  readonly nick: string
  readonly remark: string
  readonly alias: string
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
  gone: chance(5),
  fresh: chance(5),
})

const room = fc.record({
  named: chance(70),
  namesake: chance(5),
  retitled: chance(10),
  leaves: fc.integer({ min: 0, max: 2 }),
  joins: fc.integer({ min: 0, max: 2 }),
  gone: chance(5),
})

const world = fc.record({
  persons: fc.array(person, { minLength: 1, maxLength: 24 }),
  rooms: fc.array(room, { maxLength: 6 }),
  swaps: fc.array(fc.nat(23), { maxLength: 2 }),
})

type World = typeof world extends fc.Arbitrary<infer W> ? W : never

function livesOf({ persons, swaps }: World): Life[] {
  const lives = persons.map((drawn, at): Life => {
    // Somebody new with the names of somebody who left is the same person to everybody.
    const one = drawn.fresh ? { ...drawn, namesake: false, sameRemark: false } : drawn
    const before: Face = {
      nick: one.namesake ? 'Twin' : `nick ${at}`,
      remark: one.remark ? (one.sameRemark ? 'Customer' : `remark ${at}`) : '',
      alias: one.alias ? `alias${at}` : '',
      avatar: one.faceless ? 0 : 600_000_000 + at,
      members: [],
    }
    const nick = one.renamed ? (one.namesake ? 'Twin' : `new nick ${at}`) : before.nick
    const now = { ...before, nick, avatar: one.repainted ? 700_000_000 + at : before.avatar }
    return { before: one.fresh ? undefined : before, now: one.gone && !one.fresh ? undefined : now }
  })
  for (const at of swaps) swapNames(lives, at, at + 1)
  return lives
}

/** Two people with avatars exchange their names. */
function swapNames(lives: Life[], one: number, other: number): void {
  const [a, b] = [lives[one], lives[other]]
  if (a?.now === undefined || b?.now === undefined || a.before === undefined || b.before === undefined) return
  const keep = [a, b].every(({ before, now }) => before?.avatar === now?.avatar && now?.avatar !== 0)
  if (!keep) return
  lives[one] = { ...a, now: { ...a.now, nick: b.now.nick } }
  lives[other] = { ...b, now: { ...b.now, nick: a.now.nick } }
}

const roomsOf = ({ rooms }: World): Life[] =>
  rooms.map((one, at): Life => {
    const members = Array.from({ length: 8 }, (_, n) => `member ${at}-${n}`)
    const joined = Array.from({ length: one.joins }, (_, n) => `joined ${at}-${n}`)
    const nick = one.named ? (one.namesake ? 'Family' : `room ${at}`) : ''
    const before: Face = { nick, remark: '', alias: '', avatar: 0, members }
    const now = {
      ...before,
      nick: one.retitled && one.named ? `new room ${at}` : nick,
      members: [...members.slice(one.leaves), ...joined],
    }
    return { before, now: one.gone ? undefined : now }
  })

const contact = (prefix: string, at: number, login: number, face: Face) =>
  decodeContact({
    UserName: `${prefix}${login}${String(at).padStart(15, '0')}`,
    NickName: face.nick,
    RemarkName: face.remark,
    Alias: face.alias,
    HeadImgUrl: `/cgi-bin/mmwebwx-bin/webwxgeticon?seq=${face.avatar}&skey=`,
    MemberList: face.members.map((name, n) => ({ UserName: `@m${login}${n}`, NickName: name })),
  })

/** The classes of evidence as promised, the best first. */
const classes: readonly ((face: Face) => string)[] = [
  ({ alias }) => alias,
  ({ remark }) => remark,
  ({ avatar }) => (avatar === 0 ? '' : String(avatar)),
  ({ nick }) => nick,
  ({ members }) => [...members].sort().join(),
]

/** Exactly one old and one new share the best class in which the two faces of this one agree. */
function isUnambiguous({ before, now }: Life, all: readonly Life[]): boolean {
  if (before === undefined || now === undefined) return false
  const best = classes.find((of) => of(before) !== '' && of(before) === of(now))
  if (best === undefined) return false
  const having = (face: Face | undefined): boolean => face !== undefined && best(face) === best(now)
  return all.filter((one) => having(one.before)).length === 1 && all.filter((one) => having(one.now)).length === 1
}

function check(lives: readonly Life[], prefix: string): void {
  const first = createIdentities([], 0)
  first.begin(1, '@self1')
  const before = lives.map(({ before: face }, at) => (face === undefined ? undefined : contact(prefix, at, 1, face)))
  first.observe(before.flatMap((one) => one ?? []))
  const owner = new Map(before.map((one, at) => [one === undefined ? '' : first.idOf(one.userName), at]))
  const second = createIdentities(first.changes().identities ?? [], 1)
  second.begin(2, '@self2')
  const now = lives.map(({ now: face }, at) => (face === undefined ? undefined : contact(prefix, at, 2, face)))
  second.observe(now.flatMap((one) => one ?? []))
  for (const [at, one] of now.entries()) {
    if (one === undefined) continue
    const was = owner.get(second.idOf(one.userName))
    if (was !== undefined) expect(was).toBe(at)
    const life = lives[at]
    if (life !== undefined && isUnambiguous(life, lives)) expect(was).toBe(at)
  }
}

test('in random worlds nobody is taken for somebody else, and everybody unambiguous is found again', () => {
  fc.assert(
    fc.property(world, (one) => {
      check(livesOf(one), '@')
      check(roomsOf(one), '@@')
    }),
    { numRuns, seed },
  )
}, 120_000)
