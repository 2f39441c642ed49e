import { realpath } from 'node:fs/promises'
import { isList, isRecord, isText } from '../actors/json-guards.js'
import type { Saved } from '../actors/saved.js'
import { failure } from '../errors.js'
import { type Database, openDatabase } from './level-database.js'
import { createQueue } from './promise-queue.js'
import type { Lock, Secret } from './store-cipher.js'
import { prepareDirectory, protectFiles, removeOwner, writeMark, writeOwner } from './store-directory.js'
import { type Trusted, trusted, unlock, unlocked } from './store-encryption.js'
import { erase, eraseIfBegun } from './store-erase.js'
import { type Mark, storeVersion, written } from './store-mark.js'
import type { Codec } from './store-record.js'

/** The database of a directory, shared by the accounts of one process. */
export interface StoreDatabase {
  readonly path: string
  readonly database: Database
  readonly codec: Codec
  readonly isEncrypted: boolean
  /** The prefix of an account's records; a new account gets one. Rejects with `inUse` where this process has the account open already. */
  readonly claim: (account: string) => Promise<string>
  /** The account is not used after all; the database is not given back by that. */
  readonly forget: (account: string) => void
  /** Gives an account back ('' for none); the last one closes the database. */
  readonly release: (account: string) => Promise<void>
  readonly accounts: () => readonly string[]
  /** How the accounts that this process has open are read between two commits. */
  readonly looks: Map<string, () => Promise<Saved>>
  /** Counts the openings of the database. */
  readonly opening: () => number
  /** Opens the database anew, unless that was done since the opening `seen`. */
  readonly reopen: (seen: number) => Promise<void>
  /** At least so many commits of an account are in the database; undefined for one that was never used. */
  readonly commits: (prefix: string) => number | undefined
  readonly mark: (prefix: string, commits: number) => Promise<void>
  /** Rewrites the files without what was deleted. It is gone on with at the next opening, where `erasingKey` was put before. */
  readonly erase: () => Promise<void>
}

interface Account {
  readonly name: string
  readonly prefix: string
}

export const defaultAccount = 'default'

const accountsKey = 'accounts'

const opened = new Map<
  string,
  { readonly store: StoreDatabase; readonly lock: () => Lock | undefined; users: number }
>()

/** Opening and closing happen one after the other in a process, whichever directory they are about. */
const inTurn = createQueue()

/** The database in `path`, opened by whoever comes first. Rejects with a `store` failure. */
export const acquire = (path: string, secret: Secret | undefined): Promise<StoreDatabase> =>
  inTurn(async () => {
    await prepareDirectory(path)
    const place = await realpath(path)
    const known = opened.get(place)
    if (known !== undefined) {
      await admit(path, known.lock(), secret)
      known.users += 1
      return known.store
    }
    const entry = await open(path, secret, () => leave(place))
    opened.set(place, { ...entry, users: 1 })
    return entry.store
  })

/** Counts down; true where nobody is left. */
function leave(place: string): boolean {
  const known = opened.get(place)
  if (known === undefined) return false
  known.users -= 1
  if (known.users > 0) return false
  opened.delete(place)
  return true
}

async function admit(path: string, lock: Lock | undefined, secret: Secret | undefined): Promise<void> {
  if (lock === undefined && secret === undefined) return
  if (lock === undefined)
    throw failure('store', {
      reason: 'inUse',
      path,
      why: 'encryption is switched on while nothing else uses the store',
    })
  await unlock(path, { lock, version: storeVersion }, secret)
}

async function open(
  path: string,
  secret: Secret | undefined,
  leaves: () => boolean,
): Promise<{ readonly store: StoreDatabase; readonly lock: () => Lock | undefined }> {
  const found = await unlocked(path, secret)
  const database = await openDatabase(path)
  try {
    await writeOwner(path)
    const sure = await trusted(path, database, found, secret)
    await eraseIfBegun(database)
    return await shared(path, database, sure, leaves)
  } catch (error) {
    await removeOwner(path)
    await database.close()
    throw error
  }
}

async function shared(
  path: string,
  database: Database,
  { mark: before, codec }: Trusted,
  leaves: () => boolean,
): Promise<{ readonly store: StoreDatabase; readonly lock: () => Lock | undefined }> {
  let mark = before
  const inOrder = createQueue()
  const write = (next: Mark): Promise<void> => {
    mark = next
    return inOrder(() => writeMark(path, written(next, codec)))
  }
  let accounts = await readAccounts(database, codec, mark, path)
  await protectFiles(path)
  const open = new Set<string>()
  let openings = 1
  const store: StoreDatabase = {
    path,
    database,
    codec,
    isEncrypted: mark.lock !== undefined,
    claim: (name) =>
      inTurn(async () => {
        if (open.has(name))
          throw failure('store', {
            reason: 'inUse',
            path,
            why: `this process (${process.pid}) has the account ${name} open already`,
          })
        open.add(name)
        const found = accounts.find((one) => one.name === name)
        if (found !== undefined) return found.prefix
        if (name === defaultAccount) return ''
        const account = { name, prefix: `account/${String(accounts.length + 1).padStart(4, '0')}/` }
        const next = [...accounts, account]
        await database.put(accountsKey, codec.seal(accountsKey, next), { sync: true })
        accounts = next
        return account.prefix
      }),
    forget: (name) => open.delete(name),
    release: (name) =>
      inTurn(async () => {
        open.delete(name)
        if (!leaves()) return
        await removeOwner(path)
        await database.close()
        await protectFiles(path)
      }),
    looks: new Map(),
    opening: () => openings,
    reopen: (seen) =>
      inTurn(async () => {
        if (seen !== openings) return
        if (database.status === 'open') await database.close()
        await database.open()
        openings += 1
      }),
    accounts: () => [...(mark.commits[''] === undefined ? [] : [defaultAccount]), ...accounts.map(({ name }) => name)],
    commits: (prefix) => mark.commits[prefix],
    erase: () => inTurn(() => erase(database)),
    mark: (prefix, commits) => write({ ...mark, commits: { ...mark.commits, [prefix]: commits } }),
  }
  return { store, lock: () => mark.lock }
}

const isAccount = (value: unknown): value is Account => isRecord(value) && isText(value.name) && isText(value.prefix)

async function readAccounts(
  database: Database,
  codec: Codec,
  { commits }: Mark,
  path: string,
): Promise<readonly Account[]> {
  const sealed = await database.get(accountsKey)
  const accounts = sealed === undefined ? [] : codec.unseal(accountsKey, sealed)
  const isWhole =
    isList(isAccount)(accounts) &&
    Object.keys(commits).every((prefix) => prefix === '' || accounts.some((one) => one.prefix === prefix))
  if (isWhole) return accounts
  throw failure('store', {
    reason: 'unreadable',
    path,
    why: 'the list of accounts is damaged; put back a copy of the directory',
  })
}
