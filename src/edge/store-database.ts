import { realpath } from 'node:fs/promises'
import { isList, isRecord, isText } from '../actors/json-guards.js'
import { type Failure, failure } from '../errors.js'
import { type Database, openDatabase } from './level-database.js'
import { createQueue } from './promise-queue.js'
import { isEncrypted, type Lock, makeLock, openLock, type Secret } from './store-cipher.js'
import {
  type Mark,
  prepareDirectory,
  protectFiles,
  readMark,
  removeOwner,
  storeVersion,
  writeMark,
  writeOwner,
} from './store-directory.js'
import { type Codec, clearCodec } from './store-record.js'

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
  /** Counts the openings of the database. */
  readonly opening: () => number
  /** Opens the database anew, unless that was done since the opening `seen`. */
  readonly reopen: (seen: number) => Promise<void>
  /** At least so many commits of an account are in the database; undefined for one that was never used. */
  readonly commits: (prefix: string) => number | undefined
  readonly mark: (prefix: string, commits: number) => Promise<void>
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
  await unlock(path, lock, secret)
}

async function unlock(path: string, lock: Lock, secret: Secret | undefined): Promise<Codec> {
  if (secret === undefined) throw locked(path, 'it is encrypted; give its passphrase')
  const codec = await openLock(lock, secret)
  if (codec === undefined) throw locked(path, 'this passphrase does not fit')
  return codec
}

const locked = (path: string, why: string): Failure => failure('store', { reason: 'locked', path, why })

async function open(
  path: string,
  secret: Secret | undefined,
  leaves: () => boolean,
): Promise<{ readonly store: StoreDatabase; readonly lock: () => Lock | undefined }> {
  const before = await readMark(path)
  // Nothing is opened before the secret is known to fit.
  const codec = before?.lock === undefined ? undefined : await unlock(path, before.lock, secret)
  const database = await openDatabase(path)
  try {
    await writeOwner(path)
    if (codec === undefined && (await holdsEncrypted(database))) throw unmarked(path)
    return await shared(path, database, before ?? { version: storeVersion, commits: {} }, codec, secret, leaves)
  } catch (error) {
    await removeOwner(path)
    await database.close()
    throw error
  }
}

/** Records are encrypted in the order of their keys, so the first one tells. */
async function holdsEncrypted(database: Database): Promise<boolean> {
  const [first] = await database.values({ limit: 1 }).all()
  return first !== undefined && isEncrypted(first)
}

/** Not a hole that may be let pass: nothing is lost as long as nothing is written. */
const unmarked = (path: string): Failure =>
  failure('store', {
    reason: 'unreadable',
    path,
    why: 'it is encrypted, and the file beside it that says how (rxwx.json) is missing or another one; put back a copy of that file',
  })

async function shared(
  path: string,
  database: Database,
  before: Mark,
  known: Codec | undefined,
  secret: Secret | undefined,
  leaves: () => boolean,
): Promise<{ readonly store: StoreDatabase; readonly lock: () => Lock | undefined }> {
  let mark = before
  const inOrder = createQueue()
  const write = (next: Mark): Promise<void> => {
    mark = next
    return inOrder(() => writeMark(path, next))
  }
  const codec = await encrypted(path, database, mark, known, secret, write)
  let accounts = await readAccounts(database, codec, mark, path)
  await write(mark)
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

/** Switches encryption on where a secret came for a readable store, and goes on where that was cut short. */
async function encrypted(
  path: string,
  database: Database,
  mark: Mark,
  known: Codec | undefined,
  secret: Secret | undefined,
  write: (next: Mark) => Promise<void>,
): Promise<Codec> {
  if (secret === undefined) return clearCodec
  let lock = mark.lock
  let codec = known
  if (lock === undefined || codec === undefined) {
    const made = await makeLock(secret)
    lock = made.lock
    codec = made.codec
    await write({ ...mark, lock })
  }
  if (lock.rewriting !== true) return codec
  await rewrite(path, database, codec)
  const { rewriting: _, ...done } = lock
  await write({ ...mark, lock: done })
  return codec
}

/** So many records are rewritten at a time. */
const rewrittenAtOnce = 100

/** Every readable record becomes an encrypted one; then the database is compacted, so that the readable bytes are gone from its files. */
async function rewrite(path: string, database: Database, codec: Codec): Promise<void> {
  let batch: { readonly type: 'put'; readonly key: string; readonly value: string }[] = []
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await database.batch(batch, { sync: true })
    batch = []
  }
  for await (const [key, value] of database.iterator()) {
    if (isEncrypted(value)) continue
    const readable = clearCodec.unseal(key, value)
    if (readable === undefined)
      throw failure('store', {
        reason: 'unreadable',
        path,
        why: `the record ${key} is damaged; it cannot be encrypted`,
      })
    batch.push({ type: 'put', key, value: codec.seal(key, readable) })
    if (batch.length >= rewrittenAtOnce) await flush()
  }
  await flush()
  await database.compactRange('', '\uffff')
}
