import type { Changes } from '../actors/env.js'
import { isList } from '../actors/json-guards.js'
import type { Entry } from '../actors/saved.js'
import { erasingKey } from './store-erase.js'
import { isEntry } from './store-guards.js'
import type { Codec, RecordKeys } from './store-record.js'
import { applyCommit, type Commit, isCommit, type Pull, type State, written } from './store-state.js'

/** After so many commits their records are folded into a snapshot. */
const commitsPerSnapshot = 1_000

export type Operation =
  | { readonly type: 'put'; readonly key: string; readonly value: string }
  | { readonly type: 'del'; readonly key: string }

/** One atomic write, and the state once it is done. */
export interface Write {
  readonly state: State
  readonly operations: readonly Operation[]
  /** Which commit the snapshot in the database stands at. */
  readonly snapshotAt: number
}

/** Where an account's records are, and how they are written. */
export interface Format {
  readonly keys: RecordKeys
  readonly codec: Codec
}

const put = ({ codec }: Format, key: string, value: unknown): Operation => ({
  type: 'put',
  key,
  value: codec.seal(key, value),
})
const del = (key: string): Operation => ({ type: 'del', key })

/** What a commit writes: itself, its entries as one record, and the removal of records that are all settled. */
export function planWrite(format: Format, state: State, changes: Changes, snapshotAt: number): Write {
  const { keys } = format
  const { entries = [], durable, erase = false, ...rest } = changes
  const pull = pullOf(state, entries)
  const commit: Commit = pull === undefined ? rest : { ...rest, pull }
  // What could not be read again must not be written: it would make the whole store unreadable.
  if (!isCommit(commit) || !isList(isEntry)(entries)) throw new Error('something in them could not be read again')
  // First what JSON may refuse: a commit that is not written must not be in the state.
  const sealed = put(format, keys.commit(state.commit + 1), commit)
  const kept = pull === undefined ? [] : [put(format, keys.pull(pull[0]), entries)]
  const next = applyCommit(state, commit)
  // Earlier commits hold what this one forgets.
  const isFull = erase || next.commit - snapshotAt >= commitsPerSnapshot
  return {
    state: next,
    operations: [
      ...(isFull ? fold(format, next, snapshotAt) : [sealed]),
      ...(pull !== undefined && next.pulls.at(-1) === pull ? kept : []),
      ...settledPulls(state, next).map(([first]) => del(keys.pull(first))),
      ...(erase ? [put(format, erasingKey, true)] : []),
    ],
    snapshotAt: isFull ? next.commit : snapshotAt,
  }
}

function settledPulls({ pulls }: State, next: State): readonly Pull[] {
  const live = new Set(next.pulls)
  return pulls.filter((pull) => !live.has(pull))
}

/** One snapshot instead of the commits up to this state. */
export function fold(format: Format, state: State, snapshotAt: number): readonly Operation[] {
  const { keys } = format
  const folded = Array.from({ length: state.commit - snapshotAt }, (_, index) =>
    del(keys.commit(snapshotAt + 1 + index)),
  )
  return [put(format, keys.snapshot, written(state)), ...folded]
}

function pullOf({ lastSeq }: State, entries: readonly Entry[]): Pull | undefined {
  const [first] = entries
  const last = entries.at(-1)
  if (first === undefined || last === undefined) return undefined
  // Records are found by their first number: a repeated one would overwrite what is kept.
  const ascends = entries.every(({ seq }, index) => seq > (entries[index - 1]?.seq ?? lastSeq))
  if (!ascends)
    throw new Error(`entries are numbered upwards from ${lastSeq + 1}, not from ${first.seq} to ${last.seq}`)
  return [first.seq, last.seq]
}
