import { catchError, concat, defer, from, ignoreElements, type Observable, of, switchMap, throwError } from 'rxjs'
import type { Changes, Store } from '../actors/env.js'
import { covers } from '../actors/ranges.js'
import type { Saved } from '../actors/saved.js'
import { checkStates } from '../actors/saved-lists.js'
import { type Failure, failure, isFailure } from '../errors.js'
import { isCorruption, reasonOf } from './level-database.js'
import { createQueue } from './promise-queue.js'
import { type Holes, type Replayed, readPull, replay } from './replay.js'
import { isSecret, type Secret } from './store-cipher.js'
import { acquire, defaultAccount, type StoreDatabase } from './store-database.js'
import { numberIn, recordKeys } from './store-record.js'
import { createRepair } from './store-repair.js'
import { emptyState, type State, seenOf, written } from './store-state.js'
import { type Format, fold, type Operation, planWrite, type Write } from './store-write.js'

export interface LevelStoreOptions {
  /** Encrypts what is stored (AES-256-GCM). A readable store is rewritten at its next opening; no opening without the secret succeeds after that. */
  readonly secret?: Secret
  /** What to do where something is missing: `stop` (default) with a failure that names it, or go on with a `gap`. */
  readonly holes?: Holes
}

/** The stores of the accounts in one directory. */
export interface StoreDirectory {
  /** The store of one account, made where there is none; `default` unless named. Fails with a `store` failure. */
  readonly account: (name?: string) => Observable<Store>
  /**
   * What one account holds, read anew from the disk with all of its records; `default` unless named. It
   * answers between two commits where this process has the account open, and opens it for that otherwise.
   */
  readonly look: (name?: string) => Observable<Saved>
  /** The names of the accounts that were ever used. */
  readonly accounts: () => Observable<readonly string[]>
  /** Whether what is in it can be read without a secret. */
  readonly isEncrypted: () => Observable<boolean>
}

/**
 * Stores in the directory `path`, which is made (0700) where there is none. Each commit is one atomic write: a killed
 * process finds all commits up to some point, and none after it.
 *
 * Fails with a `store` failure: `inUse` (named by process, host and time), `unsafe` (others may enter the directory, or it
 * holds something else), `locked` (encrypted, and the secret is missing or does not fit), `unreadable` (damaged, made by a newer version, or
 * classic-level is not installed), `unwritable`.
 *
 * @example
 * levelStores('./ding-dong').account('work').pipe(switchMap((store) => store.load()))
 */
export function levelStores(path: string, options: LevelStoreOptions = {}): StoreDirectory {
  const within = <T>(read: (shared: StoreDatabase) => T | Promise<T>): Observable<T> =>
    defer(() => from(reading(path, options, read)))
  const account = (name = defaultAccount): Observable<Store> => defer(() => from(open(path, name, options)))
  return {
    account,
    look: (name = defaultAccount) =>
      within((shared) => shared.looks.get(name)?.()).pipe(
        switchMap((saved) => (saved === undefined ? lookedAt(account(name)) : of(saved))),
      ),
    accounts: () => within((shared) => shared.accounts()),
    isEncrypted: () => within((shared) => shared.isEncrypted),
  }
}

/** Reads with the database, which stays open at least that long. */
async function reading<T>(
  path: string,
  { secret }: LevelStoreOptions,
  read: (shared: StoreDatabase) => T | Promise<T>,
): Promise<T> {
  try {
    const shared = await acquire(path, secret)
    try {
      return await read(shared)
    } finally {
      await shared.release('')
    }
  } catch (error) {
    throw storeFailure('unwritable', path, error)
  }
}

/** Opens a store, reads it and closes it, also where it could not be read. */
const lookedAt = (store$: Observable<Store>): Observable<Saved> =>
  store$.pipe(
    switchMap((store) => {
      const closed$ = store.close().pipe(ignoreElements())
      return concat(
        store.load().pipe(
          catchError((error) =>
            concat(
              closed$,
              throwError(() => error),
            ),
          ),
        ),
        closed$,
      )
    }),
  )

/** The store of the first account in `path`. */
export const levelStore = (path: string, options: LevelStoreOptions = {}): Observable<Store> =>
  levelStores(path, options).account()

/** Letters, digits and a little more: a name is shown, typed and stored. */
const nameForm = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u

async function open(path: string, account: string, { secret, holes = 'stop' }: LevelStoreOptions): Promise<Store> {
  if (!nameForm.test(account))
    throw failure('argument', { name: 'account', why: 'up to 64 letters, digits, dots, dashes, underscores' })
  if (secret !== undefined && !isSecret(secret))
    throw failure('argument', { name: 'secret', why: 'a passphrase that is not empty, or a key of 32 bytes' })
  try {
    const shared = await acquire(path, secret)
    try {
      return await openAccount(shared, account, holes)
    } catch (error) {
      await shared.release('')
      throw error
    }
  } catch (error) {
    throw storeFailure('unwritable', path, error)
  }
}

async function openAccount(shared: StoreDatabase, account: string, holes: Holes): Promise<Store> {
  const { database, path, codec } = shared
  const prefix = await shared.claim(account)
  try {
    const format = { keys: recordKeys(prefix), codec }
    const atLeast = shared.commits(prefix)
    const found =
      (await replay(database, path, format, atLeast, holes).catch((error: unknown) =>
        Promise.reject(storeFailure('unreadable', path, error)),
      )) ?? (await begin(shared, format))
    const replayed = found.holes.length === 0 ? found : await mend(shared, format, found)
    await shared.mark(prefix, replayed.state.commit)
    return createStore(shared, account, format, replayed)
  } catch (error) {
    shared.forget(account)
    throw error
  }
}

async function begin({ database }: StoreDatabase, format: Format): Promise<Replayed> {
  await database.batch([...fold(format, emptyState, 0)], { sync: true })
  return { state: emptyState, snapshotAt: 0, holes: [] }
}

/** What is left becomes the beginning, so that the next start finds no hole. */
async function mend({ database }: StoreDatabase, format: Format, found: Replayed): Promise<Replayed> {
  const { keys } = format
  const live = new Set(found.state.pulls.map(([first]) => first))
  const operations: Operation[] = [...fold(format, found.state, found.state.commit)]
  for await (const key of database.keys({ gte: keys.commit(0), lte: keys.commit(Number.MAX_SAFE_INTEGER) }))
    operations.push({ type: 'del', key })
  for await (const key of database.keys({ gte: keys.pull(0), lte: keys.pull(Number.MAX_SAFE_INTEGER) }))
    if (!live.has(numberIn(key))) operations.push({ type: 'del', key })
  await database.batch(operations, { sync: true })
  return { ...found, snapshotAt: found.state.commit }
}

function createStore(shared: StoreDatabase, account: string, format: Format, replayed: Replayed): Store {
  const { database, path } = shared
  const inTurn = createQueue()
  const gap = replayed.holes.length === 0 ? {} : { gap: replayed.holes.join('; ') }
  let { state, snapshotAt } = replayed
  let closed = false

  const load = async (): Promise<Saved> => ({ ...(await savedOf(shared, format, state)), ...gap })
  /** Every record again, as the next opening will find it. A hole is told, and mended by an opening only. */
  const look = async (): Promise<Saved> => {
    const found = await replay(database, path, format, state.commit)
    return savedOf(shared, format, found?.state ?? emptyState)
  }
  const repair = createRepair(shared, format)
  const mended = async (): Promise<void> => {
    const found = await repair.before(state)
    if (found !== undefined) ({ state, snapshotAt } = found)
  }
  /** Waiting would not help against this. */
  const planned = (changes: Changes): Write => {
    try {
      return planWrite(format, state, changes, snapshotAt)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      throw failure('argument', { name: 'changes', why: `a store cannot hold them: ${why}` }, error)
    }
  }
  const commit = async (changes: Changes): Promise<void> => {
    checkStates(changes)
    await mended()
    if (repair.hasLanded(changes)) return
    const next = planned(changes)
    const opening = shared.opening()
    try {
      await database.batch([...next.operations], { sync: changes.durable === true || changes.erase === true })
    } catch (error) {
      repair.failed(changes, opening)
      throw error
    }
    state = next.state
    snapshotAt = next.snapshotAt
    // Whatever becomes of it, the change is there: the next opening goes on with it.
    if (changes.erase === true) await shared.erase()
  }
  const close = async (): Promise<void> => {
    closed = true
    shared.looks.delete(account)
    try {
      // Synced before the mark is set, so that the mark never promises more than a power cut leaves.
      await mended()
      await database.batch([...fold(format, state, snapshotAt)], { sync: true })
      await shared.mark(format.keys.prefix, state.commit)
    } finally {
      await shared.release(account)
    }
  }
  const guarded = <T>(reason: 'unreadable' | 'unwritable', task: () => Promise<T>): Observable<T> =>
    defer(() => from(inTurn(task).catch((error: unknown) => Promise.reject(storeFailure(reason, path, error)))))

  const whileOpen =
    <T>(task: () => Promise<T>) =>
    (): Promise<T> =>
      closed ? Promise.reject(new Error('the store is closed')) : task()

  shared.looks.set(account, () =>
    inTurn(whileOpen(look)).catch((error: unknown) => Promise.reject(storeFailure('unreadable', path, error))),
  )
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

/** What a state says, with the messages that are not settled. */
async function savedOf({ database, path }: StoreDatabase, format: Format, state: State): Promise<Saved> {
  const kept = await Promise.all(state.pulls.map((pull) => readPull(database, path, format, pull)))
  const { commit, dispatched, settled, pulls, recent, ...saved } = written(state)
  const entries = kept.flat().filter(({ seq }) => seq > dispatched && !covers(settled, [seq, seq]))
  return { ...saved, seen: seenOf(state), entries }
}

const storeFailure = (reason: 'unreadable' | 'unwritable', path: string, error: unknown): Failure =>
  isFailure(error)
    ? error
    : failure('store', { reason: isCorruption(error) ? 'unreadable' : reason, path, why: reasonOf(error) }, error)
