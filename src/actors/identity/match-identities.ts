import type { Identity } from '../env.js'
import type { Evidence } from './evidence.js'

/** Somebody of the present address book. */
export interface Present {
  readonly userName: string
  readonly evidence: Evidence
}

export interface Matches {
  /** Ids by the UserName they have now. */
  readonly found: ReadonlyMap<string, string>
  /** Who could be more than one of the old ids, or one that others could be, too: ids by UserName. */
  readonly ambiguous: ReadonlyMap<string, readonly string[]>
}

type ClassOf = (evidence: Evidence) => string | number | undefined

const text = (value: string | undefined): string | undefined => (value === '' ? undefined : value)

/** Numbers and names that nobody else is given. They decide before all others, and speak against a match where they differ. */
const sure: readonly ClassOf[] = [({ uin }) => uin, ({ alias }) => text(alias)]

/**
 * The classes of evidence, the best first. The avatar's number counts changes over all accounts: two people who swapped names are told apart
 * by it, so it comes before names that people give themselves.
 */
const ranked: readonly ClassOf[] = [
  ...sure,
  ({ remarkName }) => text(remarkName),
  ({ avatarSeq }) => avatarSeq,
  ({ nickName }) => text(nickName),
  ({ pinyin }) => text(pinyin),
  ({ members }) => (members === undefined || members.length < fewMembers ? undefined : members.join()),
]

/** What makes somebody a candidate to be told of where nothing decides. */
const telling: readonly ClassOf[] = [
  ({ remarkName }) => text(remarkName),
  ({ nickName }) => text(nickName),
  ({ avatarSeq }) => avatarSeq,
]

/** Fewer names than this are no evidence. */
const fewMembers = 3

/**
 * Finds old ids among the people and rooms of the present address book. A class decides where exactly one old and one present contact share
 * it and nothing sure speaks against them; it is never guessed. `strangers` are to be matched, but all of `book` counts: a name that somebody
 * else has, too, is no evidence.
 */
export function matchIdentities(
  old: readonly Identity[],
  strangers: readonly Present[],
  book: readonly Present[],
): Matches {
  const found = new Map<string, string>()
  const left = new Set(old)
  const wanted = new Map(strangers.map((one) => [one.userName, one]))
  const take = (one: Present, identity: Identity): void => {
    found.set(one.userName, identity.id)
    wanted.delete(one.userName)
    left.delete(identity)
  }
  for (const classOf of ranked) {
    if (wanted.size === 0 || left.size === 0) break
    for (const [one, identity] of pairsBy(classOf, old, book))
      if (wanted.has(one.userName) && left.has(identity) && !isContradicted(one.evidence, identity)) take(one, identity)
  }
  for (const [one, identity] of pairsByMembers([...left], [...wanted.values()])) take(one, identity)
  return { found, ambiguous: candidates([...left], [...wanted.values()]) }
}

/** Who alone among the old and who alone among the present has a value. */
function pairsBy(
  classOf: ClassOf,
  old: readonly Identity[],
  book: readonly Present[],
): readonly (readonly [Present, Identity])[] {
  const before = groupBy(old, (one) => keyOf(one, classOf))
  const now = groupBy(book, ({ evidence }) => keyOf(evidence, classOf))
  return [...now].flatMap(([key, present]) => {
    const past = before.get(key) ?? []
    const [one] = present
    const [identity] = past
    return one !== undefined && identity !== undefined && present.length === 1 && past.length === 1
      ? [[one, identity] as const]
      : []
  })
}

const keyOf = (evidence: Evidence, classOf: ClassOf): string | undefined => {
  const value = classOf(evidence)
  return value === undefined ? undefined : `${evidence.kind}/${value}`
}

function groupBy<T>(all: readonly T[], keyOfOne: (one: T) => string | undefined): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const key = keyOfOne(one)
    if (key === undefined) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return groups
}

const isContradicted = (one: Evidence, other: Evidence): boolean =>
  sure.some((classOf) => {
    const [mine, theirs] = [classOf(one), classOf(other)]
    return mine !== undefined && theirs !== undefined && mine !== theirs
  }) ||
  (isLargeEnough(one) && isLargeEnough(other) && shared(one, other) === 0)

const isLargeEnough = ({ members = [] }: Evidence): boolean => members.length >= fewMembers

/** How many of all members two rooms have in common, 0 to 1. */
function shared({ members: mine = [] }: Evidence, { members: theirs = [] }: Evidence): number {
  const known = new Set(mine)
  const common = new Set(theirs.filter((one) => known.has(one))).size
  return common === 0 ? 0 : common / (known.size + new Set(theirs).size - common)
}

/** Rooms that share half of their members, where no other room comes near that. */
const enough = 0.5
const farBehind = 0.25

function pairsByMembers(
  old: readonly Identity[],
  strangers: readonly Present[],
): readonly (readonly [Present, Identity])[] {
  const rooms = strangers.filter(({ evidence }) => evidence.kind === 'room' && isLargeEnough(evidence))
  const before = old.filter((one) => one.kind === 'room' && isLargeEnough(one))
  if (rooms.length === 0 || before.length === 0) return []
  const near = rooms.flatMap((one) =>
    before.flatMap((identity) => {
      const share = isContradicted(one.evidence, identity) ? 0 : shared(one.evidence, identity)
      return share >= farBehind ? [{ one, identity, share }] : []
    }),
  )
  const alone = near.filter(
    ({ one, identity, share }) =>
      share >= enough &&
      near.filter((other) => other.one === one).length === 1 &&
      near.filter((other) => other.identity === identity).length === 1,
  )
  return alone.map(({ one, identity }) => [one, identity] as const)
}

function candidates(old: readonly Identity[], strangers: readonly Present[]): ReadonlyMap<string, readonly string[]> {
  const ambiguous = new Map<string, Set<string>>()
  for (const classOf of telling) {
    const before = groupBy(old, (one) => keyOf(one, classOf))
    for (const { userName, evidence } of strangers) {
      const key = keyOf(evidence, classOf)
      const past = (key === undefined ? undefined : before.get(key)) ?? []
      for (const identity of past)
        if (!isContradicted(evidence, identity))
          ambiguous.set(userName, (ambiguous.get(userName) ?? new Set()).add(identity.id))
    }
  }
  return new Map([...ambiguous].map(([userName, ids]) => [userName, [...ids]]))
}
