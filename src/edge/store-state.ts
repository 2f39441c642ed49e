import type { Changes } from '../actors/env.js'
import { isOutboxItem } from '../actors/is-outbox-item.js'
import { isCount, isList, isRecord, isText } from '../actors/json-guards.js'
import { putMarks } from '../actors/marks.js'
import { covers, type Range, type Ranges, withNumbers } from '../actors/ranges.js'
import { type ConsumerDone, type ConsumerMark, type Saved, seenLimit } from '../actors/saved.js'
import { buried, createSavedLists, type SavedLists } from '../actors/saved-lists.js'
import {
  isConversationState,
  isCookie,
  isDeadLetter,
  isIdentity,
  isKeys,
  isSendKey,
  isSession,
} from './store-guards.js'

/** The entries of one commit, which are one record: from the first `seq` to the last. */
export type Pull = Range

/** What one commit says, without the entries themselves. */
export interface Commit extends Omit<Changes, 'entries'> {
  readonly pull?: Pull
}

/** All that is saved but the entries, and which records hold those. */
export interface State extends Omit<Saved, 'entries'> {
  /** Counts commits over the life of the store. */
  readonly commit: number
  readonly dispatched: number
  /** Entries above `dispatched` that are done with, too. */
  readonly settled: Ranges
  /** The newest ids, not yet joined to `seen`: ten thousand are not copied for every commit. */
  readonly recent: readonly string[]
  /** Those with entries that are not done with, in order. */
  readonly pulls: readonly Pull[]
  /** Outbox, identities, states and keys as they are now. The lists of the same names are those of the snapshot. */
  readonly lists?: SavedLists
}

export const emptyState: State = {
  commit: 0,
  epoch: 0,
  cookies: [],
  seen: [],
  recent: [],
  lastSeq: 0,
  dispatched: 0,
  settled: [],
  pulls: [],
  identities: [],
  clientMsgId: '',
  outbox: [],
  dead: [],
  states: [],
  marks: [],
  sendKeys: [],
}

/** A state as a snapshot holds it. */
export const written = ({ lists, ...state }: State): State => ({ ...state, ...lists?.all() })

/** The state after one more commit. It shares its `lists` with the one before, which is of no use afterwards. */
export function applyCommit(state: State, commit: Commit): State {
  const { session: oldSession, keys: oldKeys, owner: oldOwner, ...rest } = state
  const session = commit.session === undefined ? oldSession : commit.session
  const keys = commit.keys === undefined ? oldKeys : commit.keys
  const owner = commit.owner === undefined ? oldOwner : commit.owner
  const dispatched = Math.max(state.dispatched, commit.dispatched ?? 0)
  const settled = withNumbers(state.settled, commit.settled ?? [], dispatched)
  const lists = state.lists ?? createSavedLists(state)
  lists.apply(commit)
  const pulls = commit.pull === undefined ? state.pulls : [...state.pulls, commit.pull]
  return {
    ...rest,
    lists,
    ...(session === undefined || session === null ? {} : { session }),
    ...(keys === undefined || keys === null ? {} : { keys }),
    ...(owner === undefined || owner === null ? {} : { owner }),
    commit: state.commit + 1,
    epoch: commit.epoch ?? state.epoch,
    cookies: commit.cookies ?? state.cookies,
    ...remember(state, commit.seen),
    lastSeq: commit.pull?.[1] ?? state.lastSeq,
    dispatched,
    settled,
    pulls: livePulls(pulls, dispatched, settled),
    dead: buried(state.dead, commit),
    marks: putMarks(state.marks ?? [], commit),
    clientMsgId: commit.clientMsgId ?? state.clientMsgId,
  }
}

const maxRecent = 500

function remember({ seen, recent }: State, more: readonly string[] = []): Pick<State, 'seen' | 'recent'> {
  const joined = { seen, recent: more.length === 0 ? recent : [...recent, ...more] }
  return joined.recent.length < maxRecent ? joined : { seen: seenOf(joined), recent: [] }
}

/** The ids to drop when they come again, oldest first. */
export const seenOf = ({ seen, recent }: Pick<State, 'seen' | 'recent'>): readonly string[] =>
  [...seen, ...recent].slice(-seenLimit)

/** One entry that nobody settles does not hold what came after it. */
function livePulls(pulls: readonly Pull[], dispatched: number, settled: Ranges): readonly Pull[] {
  const live = pulls.filter((pull) => pull[1] > dispatched && !covers(settled, pull))
  return live.length === pulls.length ? pulls : live
}

const isPull = (value: unknown): value is Pull => Array.isArray(value) && value.length === 2 && value.every(isCount)

const isConsumerMark = (value: unknown): value is ConsumerMark =>
  isRecord(value) && isText(value.consumer) && isCount(value.upTo) && isList(isPull)(value.above)

const isConsumerDone = (value: unknown): value is ConsumerDone =>
  isRecord(value) && isText(value.consumer) && isCount(value.upTo) && isAbsentOr(isList(isCount), value.seqs)

const isAbsentOr = (isPart: (value: unknown) => boolean, value: unknown): boolean =>
  value === undefined || isPart(value)

const isNullOr =
  (isPart: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === null || isPart(value)

export const isCommit = (value: unknown): value is Commit =>
  isRecord(value) &&
  isAbsentOr(isCount, value.epoch) &&
  isAbsentOr(isNullOr(isSession), value.session) &&
  isAbsentOr(isList(isCookie), value.cookies) &&
  isAbsentOr(isNullOr(isKeys), value.keys) &&
  isAbsentOr(isNullOr(isText), value.owner) &&
  isAbsentOr(isList(isText), value.seen) &&
  isAbsentOr(Number.isSafeInteger, value.dispatched) &&
  isAbsentOr(isList(isText), value.forgotten) &&
  isAbsentOr(isList(isIdentity), value.identities) &&
  isAbsentOr(isText, value.clientMsgId) &&
  isAbsentOr(isList(isCount), value.settled) &&
  isAbsentOr(isList(isConsumerDone), value.done) &&
  isAbsentOr(isList(isOutboxItem), value.outbox) &&
  isAbsentOr(isList(isText), value.sent) &&
  isAbsentOr(isList(isSendKey), value.sendKeys) &&
  isAbsentOr(isList(isText), value.freed) &&
  isAbsentOr(isList(isDeadLetter), value.dead) &&
  isAbsentOr(isList(isCount), value.buried) &&
  isAbsentOr(isList(isConversationState), value.states) &&
  isAbsentOr(isPull, value.pull)

/** Earlier versions wrote each number by itself. */
const isSettled = (value: unknown): value is number | Range => isCount(value) || isPull(value)

/** A state as it was written, by this version or an earlier one. */
export function restored(state: State): State {
  const written = state.settled as readonly (number | Range)[]
  const ranges = written.filter((one) => typeof one !== 'number')
  const numbers = written.filter((one) => typeof one === 'number')
  return numbers.length === 0 ? state : { ...state, settled: withNumbers(ranges, numbers, state.dispatched) }
}

export const isState = (value: unknown): value is State =>
  isRecord(value) &&
  [value.commit, value.epoch, value.lastSeq, value.dispatched].every(isCount) &&
  isAbsentOr(isSession, value.session) &&
  isAbsentOr(isKeys, value.keys) &&
  isAbsentOr(isText, value.owner) &&
  isList(isCookie)(value.cookies) &&
  isList(isText)(value.seen) &&
  isList(isText)(value.recent) &&
  isList(isPull)(value.pulls) &&
  isList(isIdentity)(value.identities) &&
  isList(isSettled)(value.settled) &&
  isList(isOutboxItem)(value.outbox) &&
  isList(isDeadLetter)(value.dead) &&
  isList(isConversationState)(value.states) &&
  isAbsentOr(isList(isConsumerMark), value.marks) &&
  isAbsentOr(isList(isSendKey), value.sendKeys) &&
  isText(value.clientMsgId)
