import { defer, from, type Observable } from 'rxjs'
import type { Changes, Saved, Store } from '../actors/env.js'
import { type Failure, failure, isFailure } from '../errors.js'
import { type Database, openDatabase, reasonOf } from './level-database.js'
import { createQueue } from './promise-queue.js'
import { type Replayed, readPull, replay } from './replay.js'
import {
  prepareDirectory,
  protectFiles,
  readMark,
  removeOwner,
  storeVersion,
  writeMark,
  writeOwner,
} from './store-directory.js'
import { seal, snapshotKey } from './store-record.js'
import { emptyState, seenOf } from './store-state.js'
import { fold, planWrite } from './store-write.js'

/**
 * A store in the directory `path`, which is made (0700) where there is none. Each commit is one atomic write: a killed
 * process finds all commits up to some point, and none after it.
 *
 * Fails with a `store` failure: `inUse` (named by process, host and time), `unsafe` (others may enter the directory, or it
 * holds something else), `unreadable` (damaged, made by a newer version, or classic-level is not installed), `unwritable`.
 *
 * @example
 * levelStore('./ding-dong').pipe(switchMap((store) => store.load()))
 */
export const levelStore = (path: string): Observable<Store> => defer(() => from(open(path)))

async function open(path: string): Promise<Store> {
  try {
    await prepareDirectory(path)
    const mark = await readMark(path)
    if (mark !== undefined && mark.version !== storeVersion) throw foreignVersion(path, mark.version)
    const database = await openDatabase(path)
    try {
      await writeOwner(path)
      const replayed = (await replay(database, path, mark).catch(unreadable(path))) ?? (await begin(database))
      await writeMark(path, { version: storeVersion, commits: replayed.state.commit })
      await protectFiles(path)
      return createStore(path, database, replayed)
    } catch (error) {
      await removeOwner(path)
      await database.close()
      throw error
    }
  } catch (error) {
    throw storeFailure('unwritable', path, error)
  }
}

const unreadable = (path: string) => (error: unknown) => Promise.reject(storeFailure('unreadable', path, error))

/** The place for migrations: so far there is one version, and an unknown one is newer than this. */
const foreignVersion = (path: string, version: number): Error =>
  failure('store', {
    reason: 'unreadable',
    path,
    why: `it has version ${version}, and this rxwx reads ${storeVersion}`,
  })

async function begin(database: Database): Promise<Replayed> {
  await database.put(snapshotKey, seal(snapshotKey, emptyState), { sync: true })
  return { state: emptyState, snapshotAt: 0 }
}

function createStore(path: string, database: Database, replayed: Replayed): Store {
  const inTurn = createQueue()
  let { state, snapshotAt } = replayed
  let closed = false

  const load = async (): Promise<Saved> => {
    const kept = await Promise.all(state.pulls.map((pull) => readPull(database, path, pull)))
    const { commit, dispatched, settled, pulls, recent, ...saved } = state
    const done = new Set(settled)
    const entries = kept.flat().filter(({ seq }) => seq > dispatched && !done.has(seq))
    return { ...saved, seen: seenOf(state), entries }
  }
  const commit = async (changes: Changes): Promise<void> => {
    const next = planWrite(state, changes, snapshotAt)
    await database.batch([...next.operations], { sync: changes.durable === true })
    state = next.state
    snapshotAt = next.snapshotAt
  }
  const close = async (): Promise<void> => {
    closed = true
    // Synced before the mark is set, so that the mark never promises more than a power cut leaves.
    await database.batch([...fold(state, snapshotAt)], { sync: true })
    await writeMark(path, { version: storeVersion, commits: state.commit })
    await removeOwner(path)
    await database.close()
    await protectFiles(path)
  }
  const guarded = <T>(reason: 'unreadable' | 'unwritable', task: () => Promise<T>): Observable<T> =>
    defer(() => from(inTurn(task).catch((error: unknown) => Promise.reject(storeFailure(reason, path, error)))))

  const whileOpen =
    <T>(task: () => Promise<T>) =>
    (): Promise<T> =>
      closed ? Promise.reject(new Error('the store is closed')) : task()

  return {
    load: () => guarded('unreadable', whileOpen(load)),
    commit: (changes) =>
      guarded(
        'unwritable',
        whileOpen(() => commit(changes)),
      ),
    close: () => guarded('unwritable', () => (closed ? Promise.resolve() : close())),
  }
}

const storeFailure = (reason: 'unreadable' | 'unwritable', path: string, error: unknown): Failure =>
  isFailure(error) ? error : failure('store', { reason, path, why: reasonOf(error) }, error)
