import { isList } from '../actors/json-guards.js'
import type { Entry } from '../actors/saved.js'
import { type Failure, failure } from '../errors.js'
import type { Database } from './level-database.js'
import { isEntry } from './store-guards.js'
import { numberIn } from './store-record.js'
import { applyCommit, emptyState, isCommit, isState, type Pull, restored, type State, written } from './store-state.js'
import type { Format } from './store-write.js'

export interface Replayed {
  readonly state: State
  /** The commit that the snapshot in the database stands at. */
  readonly snapshotAt: number
  /** What is missing, where that was let pass: the state has to be written anew. */
  readonly holes: readonly string[]
}

/** A hole ends the replay, or is noted and left out. */
export type Holes = 'stop' | 'gap'

/**
 * Rebuilds the state from the last snapshot and the commits since, and verifies that nothing between is missing: the
 * database leaves damaged blocks out without a word. Undefined for an account that was never used.
 *
 * Rejects with an `unreadable` failure that names what is missing, unless holes are let pass.
 */
export async function replay(
  database: Database,
  path: string,
  format: Format,
  atLeast: number | undefined,
  holes: Holes = 'stop',
): Promise<Replayed | undefined> {
  const { keys, codec } = format
  const found: string[] = []
  const hole = (what: string): void => {
    if (holes === 'stop') throw damage(path, what)
    found.push(what)
  }
  const sealed = await database.get(keys.snapshot)
  if (sealed === undefined && atLeast === undefined && (await isUnused(database, format))) return undefined
  const snapshot = sealed === undefined ? undefined : codec.unseal(keys.snapshot, sealed)
  if (!isState(snapshot)) hole(`the beginning is ${sealed === undefined ? 'missing' : 'damaged'}`)
  let state = isState(snapshot) ? restored(snapshot) : emptyState
  const snapshotAt = state.commit
  for await (const [key, value] of database.iterator({
    gt: keys.commit(snapshotAt),
    lt: keys.commit(Number.MAX_SAFE_INTEGER),
  })) {
    const number = numberIn(key)
    if (number !== state.commit + 1) {
      hole(`commits ${state.commit + 1} to ${number - 1} are missing`)
      state = doubted({ ...state, commit: number - 1 })
    }
    const commit = codec.unseal(key, value)
    if (isCommit(commit)) state = applyCommit(state, commit)
    else {
      hole(`commit ${number} is damaged`)
      state = doubted({ ...state, commit: number })
    }
  }
  if (atLeast !== undefined && atLeast > state.commit) {
    hole(`commits ${state.commit + 1} to ${atLeast} are missing`)
    state = doubted({ ...state, commit: atLeast })
  }
  const pulls: Pull[] = []
  for (const pull of state.pulls) {
    const entries = await readPull(database, path, format, pull).catch((error: Failure) => {
      if (holes === 'stop') throw error
      found.push(`messages ${pull[0]} to ${pull[1]} are missing`)
      return undefined
    })
    if (entries !== undefined) pulls.push(pull)
  }
  return { state: found.length === 0 ? state : { ...state, pulls }, snapshotAt, holes: found }
}

/** What had to be sent before a hole may have been sent within it: nobody knows, and it is not said twice. */
function doubted(state: State): State {
  const { outbox, ...saved } = written(state)
  return {
    ...saved,
    outbox: outbox.map((item) => (item.attempted === undefined ? { ...item, attempted: 0 } : item)),
  }
}

/** An account without a snapshot and without any other record. */
async function isUnused(database: Database, { keys }: Format): Promise<boolean> {
  const ranges = [
    [keys.commit(0), keys.commit(Number.MAX_SAFE_INTEGER)],
    [keys.pull(0), keys.pull(Number.MAX_SAFE_INTEGER)],
  ] as const
  for (const [gte, lte] of ranges) if ((await database.keys({ gte, lte, limit: 1 }).all()).length > 0) return false
  return true
}

/** The entries of one pull. Rejects with an `unreadable` failure when they are not those that were committed. */
export async function readPull(
  database: Database,
  path: string,
  { keys, codec }: Format,
  [first, last]: Pull,
): Promise<readonly Entry[]> {
  const key = keys.pull(first)
  const sealed = await database.get(key)
  if (sealed === undefined) throw damage(path, `messages ${first} to ${last} are missing`)
  const entries = codec.unseal(key, sealed)
  if (!isList(isEntry)(entries) || entries[0]?.seq !== first || entries.at(-1)?.seq !== last) {
    throw damage(path, `messages ${first} to ${last} are damaged`)
  }
  return entries
}

const damage = (path: string, what: string): Failure =>
  failure('store', {
    reason: 'unreadable',
    path,
    why: `${what}; put back a copy of the directory, go on without what is missing (holes: gap), or move it away and log in again`,
  })
