import type { Evidence } from './evidence.js'

/**
 * How far evidence carries. `strong`: the same person or room. `weak`: likely the same. `contradicting`: somebody else, whatever the names say.
 */
export type Strength = 'strong' | 'weak' | 'contradicting'

/** What two sightings can have in common. */
export type Fact = 'uin' | 'alias' | 'remark' | 'avatar' | 'nickName' | 'pinyin' | 'members'

/** Whether a fact is the same in both, differs, or is unknown in one of them. */
export type Finding = 'same' | 'different' | 'unknown'

/** What is the case for each fact. `members: 'near'`: half of them or more are the same. */
export type Comparison = Readonly<Record<Exclude<Fact, 'members'>, Finding>> & {
  readonly kind: Evidence['kind']
  readonly members: Finding | 'near'
}

interface Rule {
  readonly when: (found: Comparison) => boolean
  readonly strength: Strength
  /** The fact that decides. */
  readonly by: Fact
}

/** A verdict about two sightings, with the fact that decides. */
export interface Verdict {
  readonly strength: Strength
  readonly by: Fact
}

const isRoom = ({ kind }: Comparison): boolean => kind === 'room'

const isPerson = ({ kind }: Comparison): boolean => kind === 'person'

/**
 * The first rule that applies decides. The service gives a Uin and an alias to one account only. The owner of the account writes remarks, and
 * nobody else can. People choose nicknames and topics freely: alone they prove nothing. An avatar's number is nearly unique, but a room gets
 * another avatar with its members.
 */
const rules: readonly Rule[] = [
  { when: ({ uin }) => uin === 'same', strength: 'strong', by: 'uin' },
  { when: ({ uin }) => uin === 'different', strength: 'contradicting', by: 'uin' },
  { when: ({ alias }) => alias === 'same', strength: 'strong', by: 'alias' },
  { when: ({ alias }) => alias === 'different', strength: 'contradicting', by: 'alias' },
  { when: ({ members }) => members === 'different', strength: 'contradicting', by: 'members' },
  // The owner may have given the remark to somebody else.
  {
    when: ({ remark, avatar, nickName }) => remark === 'same' && avatar === 'different' && nickName === 'different',
    strength: 'weak',
    by: 'remark',
  },
  { when: ({ remark }) => remark === 'same', strength: 'strong', by: 'remark' },
  { when: (found) => isPerson(found) && found.avatar === 'different', strength: 'contradicting', by: 'avatar' },
  { when: ({ avatar, nickName }) => avatar === 'same' && nickName === 'same', strength: 'strong', by: 'avatar' },
  {
    when: (found) => isRoom(found) && isSaid(found.members) && found.nickName === 'same',
    strength: 'strong',
    by: 'members',
  },
  // A room without a topic is called by its members.
  {
    when: (found) => isRoom(found) && found.members === 'same' && found.nickName === 'unknown',
    strength: 'strong',
    by: 'members',
  },
  { when: ({ avatar }) => avatar === 'same', strength: 'weak', by: 'avatar' },
  { when: ({ members }) => isSaid(members), strength: 'weak', by: 'members' },
  { when: ({ nickName }) => nickName === 'same', strength: 'weak', by: 'nickName' },
  { when: ({ pinyin }) => pinyin === 'same', strength: 'weak', by: 'pinyin' },
]

const isSaid = (members: Comparison['members']): boolean => members === 'same' || members === 'near'

/** What two sightings say about each other; undefined where they have nothing to do with each other. */
export function verdictOf(one: Evidence, other: Evidence): Verdict | undefined {
  if (one.kind !== other.kind) return undefined
  const found = compare(one, other)
  const rule = rules.find(({ when }) => when(found))
  return rule === undefined ? undefined : { strength: rule.strength, by: rule.by }
}

/** Whether a number or a set of members says that they are two, and not only the picture, which anybody may change. */
export const isSurelyAnother = (verdict: Verdict | undefined): boolean =>
  verdict?.strength === 'contradicting' && verdict.by !== 'avatar'

const compare = (one: Evidence, other: Evidence): Comparison => ({
  kind: one.kind,
  uin: finding(one.uin, other.uin),
  alias: finding(one.alias, other.alias),
  remark: finding(one.remarkName, other.remarkName),
  avatar: finding(one.avatarSeq, other.avatarSeq),
  nickName: finding(one.nickName, other.nickName),
  pinyin: finding(one.pinyin, other.pinyin),
  members: findingOfMembers(one, other),
})

const finding = (one: string | number | undefined, other: string | number | undefined): Finding => {
  if (one === undefined || one === '' || other === undefined || other === '') return 'unknown'
  return one === other ? 'same' : 'different'
}

/** Fewer names than this are no evidence. */
const fewMembers = 2

/** Rooms that share this part of all their members are taken to be near. */
const near = 0.5

const findingOfMembers = (
  { members: mine = [] }: Evidence,
  { members: theirs = [] }: Evidence,
): Comparison['members'] => {
  if (mine.length < fewMembers || theirs.length < fewMembers) return 'unknown'
  const share = sharedPart(mine, theirs)
  if (share === 0) return 'different'
  if (share === 1) return 'same'
  return share >= near ? 'near' : 'unknown'
}

/** How many of all members two sorted lists have in common, 0 to 1. */
function sharedPart(mine: readonly number[], theirs: readonly number[]): number {
  let [at, there, common] = [0, 0, 0]
  while (at < mine.length && there < theirs.length) {
    const [one, other] = [mine[at] as number, theirs[there] as number]
    if (one === other) common += 1
    if (one <= other) at += 1
    if (other <= one) there += 1
  }
  return common / (mine.length + theirs.length - common)
}
