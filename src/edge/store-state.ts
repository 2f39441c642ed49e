import { type Changes, type Saved, seenLimit } from '../actors/env.js'
import { buried, putById, putOutgoing, putStates } from '../actors/saved-lists.js'
import {
  isConversationState,
  isCookie,
  isCount,
  isDeadLetter,
  isIdentity,
  isKeys,
  isList,
  isOutboxItem,
  isRecord,
  isSession,
  isText,
} from './store-guards.js'

/** The entries of one commit, which are one record: from the first `seq` to the last. */
export type Pull = readonly [first: number, last: number]

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
  readonly settled: readonly number[]
  /** The newest ids, not yet joined to `seen`: ten thousand are not copied for every commit. */
  readonly recent: readonly string[]
  /** Those with entries that are not dispatched, in order. */
  readonly pulls: readonly Pull[]
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
}

/** The state after one more commit. */
export function applyCommit(state: State, commit: Commit): State {
  const { session: oldSession, keys: oldKeys, ...rest } = state
  const session = commit.session === undefined ? oldSession : commit.session
  const keys = commit.keys === undefined ? oldKeys : commit.keys
  const dispatched = Math.max(state.dispatched, commit.dispatched ?? 0)
  const settled = above(dispatched, state.settled, commit.settled)
  const pulls = commit.pull === undefined ? state.pulls : [...state.pulls, commit.pull]
  return {
    ...rest,
    ...(session === undefined || session === null ? {} : { session }),
    ...(keys === undefined || keys === null ? {} : { keys }),
    commit: state.commit + 1,
    epoch: commit.epoch ?? state.epoch,
    cookies: commit.cookies ?? state.cookies,
    ...remember(state, commit.seen),
    lastSeq: commit.pull?.[1] ?? state.lastSeq,
    dispatched,
    settled,
    pulls: livePulls(pulls, dispatched),
    outbox: putOutgoing(state.outbox, commit),
    dead: buried(state.dead, commit),
    states: putStates(state.states, commit),
    identities: commit.identities === undefined ? state.identities : putById(state.identities, commit.identities),
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

function livePulls(pulls: readonly Pull[], dispatched: number): readonly Pull[] {
  const first = pulls.findIndex(([, last]) => last > dispatched)
  return first === 0 ? pulls : first < 0 ? [] : pulls.slice(first)
}

function above(dispatched: number, old: readonly number[], more: readonly number[] = []): readonly number[] {
  const first = old[0]
  if (more.length === 0 && (first === undefined || first > dispatched)) return old
  return [...old, ...more].filter((seq) => seq > dispatched).sort((one, other) => one - other)
}

const isPull = (value: unknown): value is Pull => Array.isArray(value) && value.length === 2 && value.every(isCount)

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
  isAbsentOr(isList(isText), value.seen) &&
  isAbsentOr(Number.isSafeInteger, value.dispatched) &&
  isAbsentOr(isList(isIdentity), value.identities) &&
  isAbsentOr(isText, value.clientMsgId) &&
  isAbsentOr(isList(isCount), value.settled) &&
  isAbsentOr(isList(isOutboxItem), value.outbox) &&
  isAbsentOr(isList(isText), value.sent) &&
  isAbsentOr(isList(isDeadLetter), value.dead) &&
  isAbsentOr(isList(isCount), value.buried) &&
  isAbsentOr(isList(isConversationState), value.states) &&
  isAbsentOr(isPull, value.pull)

export const isState = (value: unknown): value is State =>
  isRecord(value) &&
  [value.commit, value.epoch, value.lastSeq, value.dispatched].every(isCount) &&
  isAbsentOr(isSession, value.session) &&
  isAbsentOr(isKeys, value.keys) &&
  isList(isCookie)(value.cookies) &&
  isList(isText)(value.seen) &&
  isList(isText)(value.recent) &&
  isList(isPull)(value.pulls) &&
  isList(isIdentity)(value.identities) &&
  isList(isCount)(value.settled) &&
  isList(isOutboxItem)(value.outbox) &&
  isList(isDeadLetter)(value.dead) &&
  isList(isConversationState)(value.states) &&
  isText(value.clientMsgId)
