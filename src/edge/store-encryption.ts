import { type Failure, failure } from '../errors.js'
import type { Database } from './level-database.js'
import { isEncrypted, makeLock, openLock, renewed, type Secret } from './store-cipher.js'
import { readMark, writeMark } from './store-directory.js'
import { erasingKey } from './store-erase.js'
import { commitsIn, type Mark, markIn, type WrittenMark, written } from './store-mark.js'
import { type Codec, clearCodec } from './store-record.js'

/** A mark that was found to be true, and how records are read and written. */
export interface Trusted {
  readonly mark: Mark
  readonly codec: Codec
}

/** What the mark beside the database says, and the codec if it has a lock. Rejects with `locked` before anything is opened. */
export async function unlocked(
  path: string,
  secret: Secret | undefined,
): Promise<{ readonly before?: WrittenMark; readonly codec?: Codec }> {
  const before = await readMark(path)
  if (before === undefined) return {}
  return before.lock === undefined ? { before } : { before, codec: await unlock(path, before, secret) }
}

export async function unlock(
  path: string,
  { lock, version }: Pick<WrittenMark, 'lock' | 'version'>,
  secret: Secret | undefined,
): Promise<Codec> {
  if (secret === undefined) throw locked(path, 'it is encrypted; give its passphrase')
  const codec = lock === undefined ? undefined : await openLock(lock, secret, version)
  if (codec === undefined) throw locked(path, 'this passphrase does not fit')
  return codec
}

/** Decides what is believed. Once a store has a key, nothing is that was not written with it. */
export async function trusted(
  path: string,
  database: Database,
  { before, codec }: { readonly before?: WrittenMark; readonly codec?: Codec },
  secret: Secret | undefined,
): Promise<Trusted> {
  if (before !== undefined && codec !== undefined) return encrypted(path, database, before, codec)
  const switching = markIn(clearCodec.unseal(switchingKey, (await database.get(switchingKey)) ?? ''))
  if (switching !== undefined) return switched(path, database, switching, secret)
  if (await some(database, isEncrypted)) throw unmarked(path)
  const mark = { commits: before?.commits ?? {} }
  if (secret !== undefined) return switchOn(path, database, mark, secret)
  await writeMark(path, written(mark, clearCodec))
  return { mark, codec: clearCodec }
}

async function encrypted(path: string, database: Database, before: WrittenMark, codec: Codec): Promise<Trusted> {
  const { lock } = before
  const commits = commitsIn(before, codec)
  if (commits === undefined || lock === undefined) throw foreignMark(path)
  if (before.isCutShort) await finishEarlier(path, database, codec)
  const mark = { commits, lock: renewed(lock, codec) }
  await writeMark(path, written(mark, codec))
  await database.del(switchingKey)
  return { mark, codec }
}

/** Earlier versions encrypted one record after the other. Readable ones among them may be anybody's. */
async function finishEarlier(path: string, database: Database, codec: Codec): Promise<void> {
  if (await some(database, (value) => !isEncrypted(value))) throw cutShort(path)
  await database.put(erasingKey, codec.seal(erasingKey, true), { sync: true })
}

/** The mark of a store that is being encrypted. It is in the database until it is beside it, too. */
const switchingKey = 'switching'

/** All records become encrypted ones in one write: there is no time in which both kinds are believed. */
async function switchOn(path: string, database: Database, { commits }: Mark, secret: Secret): Promise<Trusted> {
  const { lock, codec } = await makeLock(secret)
  const next = written({ commits, lock }, codec)
  const operations = []
  for await (const [key, value] of database.iterator())
    operations.push({ type: 'put', key, value: codec.seal(key, readable(path, key, value)) } as const)
  operations.push(
    { type: 'put', key: switchingKey, value: clearCodec.seal(switchingKey, next) } as const,
    { type: 'put', key: erasingKey, value: codec.seal(erasingKey, true) } as const,
  )
  await database.batch(operations, { sync: true })
  return switched(path, database, next, secret, codec)
}

function readable(path: string, key: string, value: string): unknown {
  const found = clearCodec.unseal(key, value)
  if (found !== undefined) return found
  throw unreadable(path, `the record ${key} is damaged; it cannot be encrypted`)
}

/** The records are encrypted already; the mark beside the database may not say so yet. */
async function switched(
  path: string,
  database: Database,
  next: WrittenMark,
  secret: Secret | undefined,
  known?: Codec,
): Promise<Trusted> {
  const codec = known ?? (await unlock(path, next, secret))
  const commits = commitsIn(next, codec)
  if (commits === undefined || next.lock === undefined) throw foreignMark(path)
  await writeMark(path, next)
  await database.del(switchingKey, { sync: true })
  return { mark: { commits, lock: next.lock }, codec }
}

async function some(database: Database, is: (value: string) => boolean): Promise<boolean> {
  for await (const value of database.values()) if (is(value)) return true
  return false
}

const locked = (path: string, why: string): Failure => failure('store', { reason: 'locked', path, why })
const unreadable = (path: string, why: string): Failure => failure('store', { reason: 'unreadable', path, why })

/** Not a hole that may be let pass: nothing is lost as long as nothing is written. */
const unmarked = (path: string): Failure =>
  unreadable(
    path,
    'it is encrypted, and the file beside it that says how (rxwx.json) is missing or another one; put back a copy of that file',
  )

const foreignMark = (path: string): Failure =>
  unreadable(
    path,
    'the file rxwx.json is damaged, or was changed by somebody without the passphrase; put back a copy of the directory',
  )

const cutShort = (path: string): Failure =>
  unreadable(
    path,
    'rxwx 0.1 was stopped while it encrypted it, and nothing shows whether the records that are still readable are yours; put back a copy of the directory, or finish with rxwx 0.1 (store encrypt)',
  )
