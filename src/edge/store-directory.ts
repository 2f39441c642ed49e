import { chmod, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { isCount, isRecord, isText } from '../actors/json-guards.js'
import { type Failure, failure } from '../errors.js'
import { makeDirectory } from './make-directory.js'
import { markIn, storeVersion, type WrittenMark } from './store-mark.js'

const markFile = 'rxwx.json'
const ownerFile = 'owner.json'

/**
 * Makes the directory (0700) or checks it. Refused with `unsafe`: one that others may enter or that belongs to somebody
 * else, and one that is full of something else. Refused with `unreadable`: a database without its table of contents.
 */
export async function prepareDirectory(path: string): Promise<void> {
  makeDirectory(path, 0o700)
  const found = await stat(path)
  if (!found.isDirectory())
    throw failure('store', { reason: 'unwritable', path, why: 'it is a file, where a directory should be' })
  const { mode, uid } = found
  if (process.getuid !== undefined && uid !== process.getuid()) {
    throw unsafe(path, 'the directory belongs to another user')
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw unsafe(path, `other users may enter the directory (mode ${(mode & 0o777).toString(8)}); run chmod 700 on it`)
  }
  checkNames(path, await readdir(path))
}

/** What a first start leaves that was killed, or for which there was no room: no record of it exists yet. */
const begun =
  /^(?:LOCK|LOG|LOG\.old|MANIFEST-\d+|\d+\.dbtmp|owner\.json(?:\.new)?|rxwx\.json\.new|listener(?:-[0-9a-f]{16})?\.(?:sock|path))$/

const isData = (name: string): boolean => /^\d+\.(?:log|ldb|sst)$/.test(name)

function checkNames(path: string, names: readonly string[]): void {
  if (names.includes('CURRENT')) return
  // LevelDB would begin anew and remove them.
  if (names.some(isData)) throw contentsLost(path)
  if (!names.includes(markFile) && !names.every((name) => begun.test(name)))
    throw unsafe(path, 'the directory is not empty and holds no store')
}

const contentsLost = (path: string): Failure =>
  failure('store', {
    reason: 'unreadable',
    path,
    why: 'the file CURRENT, which says what else belongs to the database, is missing; put back a copy of the directory',
  })

const unsafe = (path: string, why: string): Failure => failure('store', { reason: 'unsafe', path, why })

/** Takes the files away from everybody else. LevelDB makes new ones now and then; the directory protects those. */
export async function protectFiles(path: string): Promise<void> {
  for (const file of await readdir(path, { withFileTypes: true })) {
    // LevelDB removes files while this goes on.
    if (file.isFile()) await chmod(join(path, file.name), 0o600).catch(() => {})
  }
}

const newer = (path: string, version: number): Failure =>
  failure('store', {
    reason: 'unreadable',
    path,
    why: `it is of store format ${version}, and this rxwx reads formats 1 to ${storeVersion}; install the version that wrote it, or a later one`,
  })

/** The mark; undefined where there is none yet. Throws where it cannot be read. */
export async function readMark(path: string): Promise<WrittenMark | undefined> {
  const value = await readJson(join(path, markFile))
  if (value === undefined) return undefined
  if (isRecord(value) && isCount(value.version) && value.version > storeVersion) throw newer(path, value.version)
  const mark = markIn(value)
  if (mark !== undefined) return mark
  throw failure('store', { reason: 'unreadable', path, why: `${markFile} is damaged` })
}

/** On the disk when it is done. */
export async function writeMark(path: string, mark: WrittenMark): Promise<void> {
  await replace(join(path, markFile), mark)
  await synced(path)
}

/** A renaming is on the disk once its directory is; some systems do not let directories be opened for that. */
async function synced(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(() => undefined)
  if (directory === undefined) return
  await directory.sync().catch(() => {})
  await directory.close()
}

export const writeOwner = (path: string): Promise<void> =>
  replace(join(path, ownerFile), { pid: process.pid, host: hostname(), since: new Date().toISOString() })

export const removeOwner = (path: string): Promise<void> => rm(join(path, ownerFile), { force: true })

/** In words, who has the store open. */
export async function describeOwner(path: string): Promise<string> {
  const owner = await readJson(join(path, ownerFile)).catch(() => undefined)
  if (!isRecord(owner) || !isCount(owner.pid) || !isText(owner.host) || !isText(owner.since))
    return 'another process has it open'
  return `process ${owner.pid} on ${owner.host} has it open since ${owner.since}`
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Whole or not at all: a file cut short by a crash would be taken for damage. */
async function replace(file: string, value: unknown): Promise<void> {
  const draft = `${file}.new`
  try {
    await writeFile(draft, `${JSON.stringify(value)}\n`, { mode: 0o600, flush: true })
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
