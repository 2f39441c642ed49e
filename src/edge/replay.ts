import type { Entry } from '../actors/env.js'
import { type Failure, failure } from '../errors.js'
import type { Database } from './level-database.js'
import type { Mark } from './store-directory.js'
import { isEntry, isList } from './store-guards.js'
import { commitKey, pullKey, snapshotKey, unseal } from './store-record.js'
import { applyCommit, isCommit, isState, type Pull, type State } from './store-state.js'

export interface Replayed {
  readonly state: State
  /** The commit that the snapshot in the database stands at. */
  readonly snapshotAt: number
}

/**
 * Rebuilds the state from the last snapshot and the commits since, and verifies that nothing between is missing: the
 * database leaves damaged blocks out without a word. Undefined for a database that was never used.
 *
 * Rejects with an `unreadable` failure that names what is missing.
 */
export async function replay(database: Database, path: string, mark: Mark | undefined): Promise<Replayed | undefined> {
  const damaged = (what: string): Failure => damage(path, what)
  const sealed = await database.get(snapshotKey)
  if (sealed === undefined) {
    const [anything] = await database.keys({ limit: 1 }).all()
    if (anything === undefined && mark === undefined) return undefined
    throw damaged('the beginning is missing')
  }
  const snapshot = unseal(snapshotKey, sealed)
  if (!isState(snapshot)) throw damaged('the beginning is damaged')
  let state = snapshot
  for await (const [key, value] of database.iterator({
    gt: commitKey(snapshot.commit),
    lt: commitKey(Number.MAX_SAFE_INTEGER),
  })) {
    if (key !== commitKey(state.commit + 1)) throw damaged(`commits ${state.commit + 1} to ${before(key)} are missing`)
    const commit = unseal(key, value)
    if (!isCommit(commit)) throw damaged(`commit ${state.commit + 1} is damaged`)
    state = applyCommit(state, commit)
  }
  if (mark !== undefined && mark.commits > state.commit) {
    throw damaged(`commits ${state.commit + 1} to ${mark.commits} are missing`)
  }
  for (const pull of state.pulls) await readPull(database, path, pull)
  return { state, snapshotAt: snapshot.commit }
}

const before = (key: string): number => Number(key.slice(key.indexOf('/') + 1)) - 1

/** The entries of one pull. Rejects with an `unreadable` failure when they are not those that were committed. */
export async function readPull(database: Database, path: string, [first, last]: Pull): Promise<readonly Entry[]> {
  const key = pullKey(first)
  const sealed = await database.get(key)
  if (sealed === undefined) throw damage(path, `messages ${first} to ${last} are missing`)
  const entries = unseal(key, sealed)
  if (!isList(isEntry)(entries) || entries[0]?.seq !== first || entries.at(-1)?.seq !== last) {
    throw damage(path, `messages ${first} to ${last} are damaged`)
  }
  return entries
}

const damage = (path: string, what: string): Failure =>
  failure('store', {
    reason: 'unreadable',
    path,
    why: `${what}; put back a copy of the directory, or move it away and log in again`,
  })
