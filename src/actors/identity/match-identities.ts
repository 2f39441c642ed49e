import type { Identity } from '../saved.js'
import type { Evidence } from './evidence.js'
import { type Fact, isSurelyAnother, verdictOf } from './strength.js'

/** Somebody of the present address book. */
export interface Present {
  readonly userName: string
  readonly evidence: Evidence
}

/** A match that only weak evidence speaks for. */
export interface Likely {
  readonly id: string
  readonly by: Fact
}

export interface Matches {
  /** Ids for which strong evidence speaks, by the UserName they have now. */
  readonly found: ReadonlyMap<string, string>
  /** Who is likely one of the old ids, by UserName. */
  readonly likely: ReadonlyMap<string, Likely>
  /** Who could be more than one of the old ids, or one that others could be, too: ids by UserName. */
  readonly ambiguous: ReadonlyMap<string, readonly string[]>
}

type ClassOf = (evidence: Evidence) => string | number | undefined

/** What brings two sightings together to be compared, the best first. What decides is the verdict. */
const classes: Readonly<Record<'uin' | 'alias' | 'remark' | 'avatar' | 'face' | 'nickName' | 'pinyin', ClassOf>> = {
  uin: ({ uin }) => uin,
  alias: ({ alias }) => alias,
  remark: ({ remarkName }) => remarkName,
  /** The nickname and the avatar together: two people who swapped names are told apart. */
  face: ({ nickName, avatarSeq }) =>
    nickName === '' || avatarSeq === undefined ? undefined : JSON.stringify([nickName, avatarSeq]),
  avatar: ({ avatarSeq }) => avatarSeq,
  nickName: ({ nickName }) => nickName,
  pinyin: ({ pinyin }) => pinyin,
}

const { uin, alias, remark, face, avatar, nickName, pinyin } = classes

/** What makes somebody a candidate to be named where nothing decides. */
const telling: readonly ClassOf[] = [remark, nickName, avatar]

/** Pairs that are alone in having a value. */
type Pairs = readonly (readonly [Present, Identity])[]

/**
 * Finds old ids among the people and rooms of the present address book: strong matches first, then those that are only likely. A value
 * brings two together where exactly one old and one present contact have it. All of `book` counts for that, also whom nobody looks for.
 */
export function matchIdentities(
  old: readonly Identity[],
  strangers: readonly Present[],
  book: readonly Present[],
): Matches {
  const found = new Map<string, string>()
  const likely = new Map<string, Likely>()
  const left = new Set(old)
  const wanted = new Map(strangers.map((one) => [one.userName, one]))
  const drop = (one: Present, identity: Identity): void => {
    wanted.delete(one.userName)
    left.delete(identity)
  }
  const decide = (strength: 'strong' | 'weak', pairs: Pairs): void => {
    for (const [one, identity] of pairs) {
      if (!wanted.has(one.userName) || !left.has(identity)) continue
      const verdict = verdictOf(one.evidence, identity)
      if (verdict?.strength !== strength) continue
      if (strength === 'strong') found.set(one.userName, identity.id)
      else likely.set(one.userName, { id: identity.id, by: verdict.by })
      drop(one, identity)
    }
  }
  for (const classOf of [uin, alias]) decide('strong', pairsBy(classOf, old, book))
  decide('strong', withoutRivals(pairsBy(remark, old, book), book))
  for (const classOf of [face, nickName]) decide('strong', pairsBy(classOf, old, book))
  decide('strong', pairsByMembers('strong', [...left], [...wanted.values()]))
  const latest = withoutPredecessors(old)
  for (const classOf of [remark, avatar, nickName, pinyin]) decide('weak', pairsBy(classOf, latest, book))
  decide('weak', pairsByMembers('weak', [...left], [...wanted.values()]))
  return { found, likely, ambiguous: candidates([...left], [...wanted.values()]) }
}

/** Somebody who was likely one of an earlier login stands for both: otherwise they would be each other's namesakes for ever. */
function withoutPredecessors(old: readonly Identity[]): readonly Identity[] {
  const before = new Set(old.flatMap(({ likely }) => likely ?? []))
  return before.size === 0 ? old : old.filter(({ id }) => !before.has(id))
}

/** A remark that moved while somebody else has the old avatar proves nothing. */
function withoutRivals(pairs: Pairs, book: readonly Present[]): Pairs {
  const byAvatar = groupBy(book, ({ evidence }) => keyOf(evidence, avatar))
  return pairs.filter(([one, identity]) => {
    const key = keyOf(identity, avatar)
    return key === undefined || (byAvatar.get(key) ?? []).every((other) => other === one)
  })
}

/** Who alone among the old and who alone among the present has a value. */
function pairsBy(classOf: ClassOf, old: readonly Identity[], book: readonly Present[]): Pairs {
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
  return value === undefined || value === '' ? undefined : `${evidence.kind}/${value}`
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

/** Rooms of which members speak, where no other room could be meant as well. */
function pairsByMembers(strength: 'strong' | 'weak', old: readonly Identity[], strangers: readonly Present[]): Pairs {
  const rooms = strangers.filter(({ evidence }) => evidence.members !== undefined)
  const before = old.filter(({ kind, members }) => kind === 'room' && members !== undefined)
  const speaking = rooms.flatMap((one) =>
    before.flatMap((identity) => {
      const verdict = verdictOf(one.evidence, identity)
      return verdict?.by === 'members' && verdict.strength === strength ? [[one, identity] as const] : []
    }),
  )
  const [now, then] = [countBy(speaking, ([one]) => one), countBy(speaking, ([, identity]) => identity)]
  return speaking.filter(([one, identity]) => now.get(one) === 1 && then.get(identity) === 1)
}

function countBy<T, K>(all: readonly T[], keyOfOne: (one: T) => K): ReadonlyMap<K, number> {
  const counts = new Map<K, number>()
  for (const one of all) counts.set(keyOfOne(one), (counts.get(keyOfOne(one)) ?? 0) + 1)
  return counts
}

/** Also somebody with another avatar is named: people change it, and then only a person can tell. */
function candidates(old: readonly Identity[], strangers: readonly Present[]): ReadonlyMap<string, readonly string[]> {
  const ambiguous = new Map<string, Set<string>>()
  for (const classOf of telling) {
    const before = groupBy(old, (one) => keyOf(one, classOf))
    for (const { userName, evidence } of strangers) {
      const key = keyOf(evidence, classOf)
      const past = (key === undefined ? undefined : before.get(key)) ?? []
      for (const identity of past)
        if (!isSurelyAnother(verdictOf(evidence, identity)))
          ambiguous.set(userName, (ambiguous.get(userName) ?? new Set()).add(identity.id))
    }
  }
  return new Map([...ambiguous].map(([userName, ids]) => [userName, [...ids]]))
}
