import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import type { Observable } from 'rxjs'
import type { Files, MediaFile } from '../actors/files.js'
import { failure } from '../errors.js'
import { makeDirectory } from './make-directory.js'
import { mediaFailure } from './media-problem.js'
import { changed, prepareMedia } from './prepare-media.js'
import { numbered, safeName } from './safe-name.js'
import { headSize, sniffBytes } from './sniff.js'
import { task } from './task.js'

export interface LocalFilesOptions {
  readonly download: Files['download']
  /** The directory of a store: private copies outlive the process there, as what is to be sent does. Default: one of this process only. */
  readonly store?: string
  /** Whose they are, where several accounts share a store. */
  readonly account?: string
}

/** So many directories are remembered as looked at. */
const directoriesLimit = 1_000

/** The files of this machine. Private ones are made with mode 0600 in a directory with mode 0700, when the first one is needed. */
export function localFiles({ download, store, account = 'default' }: LocalFilesOptions): Files & {
  /** Deletes what belonged to this process only. */
  readonly close: () => Observable<void>
} {
  const spool = store === undefined ? join(tmpdir(), `rxwx-${randomUUID()}`) : resolve(store, 'media', account)
  /** Copies of this process are not those of an earlier one, which a sweep is about. */
  const mine = randomUUID().slice(0, 8)
  const parts = new Set<string>()
  const cleaned = new Set<string>()
  /** Deletions under way: closing waits for them. */
  const leaving = new Set<Promise<void>>()

  /** What a store says is believed only where it is about a private copy. */
  const isOurs = (path: string): boolean => parts.has(path) || resolve(path).startsWith(`${spool}${sep}`)

  /** Parts that a killed process left behind a day ago belong to nobody; each directory is looked at once. */
  const clean = async (where: string): Promise<void> => {
    const path = resolve(where)
    if (cleaned.has(path)) return
    if (cleaned.size >= directoriesLimit) cleaned.clear()
    cleaned.add(path)
    await removeOldParts(path)
  }

  const remove = async (path: string): Promise<void> => {
    parts.delete(path)
    await rm(path, { force: true })
  }

  const removed = (path: string): Promise<void> => {
    const removal = remove(path)
    const settled = removal.catch(() => {})
    leaving.add(settled)
    void settled.finally(() => leaving.delete(settled))
    return removal
  }

  /** What is cancelled too late has made its file already. The next start sweeps what cannot be deleted. */
  const discard = (path: string): void => void removed(path).catch(() => {})

  return {
    prepare: (source, options) =>
      task(
        (signal) => prepareMedia(source, { ...options, spool: join(spool, `${mine}-${randomUUID()}`), signal }),
        ({ path, isSpooled }) => (isSpooled ? discard(path) : undefined),
      ),
    read: (file, start, end) => task(() => readSlice(file, start, end)),
    release: (path) => task(async () => (isOurs(path) ? removed(path) : undefined)),
    sweep: (keep) => task(() => sweep(spool, mine, new Set(keep.map((path) => resolve(path))))),
    part: (where = spool) =>
      task(async () => {
        try {
          await clean(where)
          const path = await makePart(where, mine)
          parts.add(path)
          return path
        } catch (error) {
          throw mediaFailure('unwritable', where, error)
        }
      }, discard),
    download,
    sniff: (path) => task(async () => sniffBytes(await headOf(path), '')),
    save: (part, name) =>
      task(async () => {
        const path = await settle(part, safeName(name))
        parts.delete(part)
        return path
      }, discard),
    open: (part) =>
      task(
        async () => {
          const stream = createReadStream(part)
          stream.once('close', () => discard(part))
          return Readable.toWeb(stream) as ReadableStream<Uint8Array>
        },
        (stream) => void stream.cancel(),
      ),
    close: () =>
      task(async () => {
        await Promise.all(leaving)
        if (store === undefined) await rm(spool, { recursive: true, force: true })
      }),
  }
}

async function readSlice(
  { path, size, modified }: Pick<MediaFile, 'path' | 'size' | 'modified'>,
  start: number,
  end: number,
): Promise<Uint8Array> {
  try {
    const file = await open(path)
    try {
      const now = await file.stat()
      if (now.size !== size || Math.trunc(now.mtimeMs) !== modified) throw changed(path)
      const { bytesRead, buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start)
      if (bytesRead !== end - start) throw changed(path)
      return buffer
    } finally {
      await file.close()
    }
  } catch (error) {
    throw mediaFailure('unreadable', path, error)
  }
}

async function sweep(directory: string, mine: string, keep: ReadonlySet<string>): Promise<void> {
  const names = await readdir(directory).catch(() => [])
  for (const name of names) {
    const path = join(directory, name)
    if (!keep.has(path) && !name.includes(mine)) await rm(path, { force: true })
  }
}

async function makePart(directory: string, mine: string): Promise<string> {
  makeDirectory(resolve(directory), 0o700)
  const path = join(resolve(directory), `.rxwx-${mine}-${randomUUID()}.part`)
  await (await open(path, 'wx', 0o600)).close()
  return path
}

const day = 24 * 60 * 60_000

async function removeOldParts(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => [])
  for (const name of names.filter((one) => /^\.rxwx-[0-9a-f-]{40,50}\.part$/.test(one))) {
    const path = join(directory, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (mtimeMs < Date.now() - day) await rm(path, { force: true })
  }
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headSize), 0, headSize, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** More files of one name than this are not numbered. */
const most = 10_000

/** Gives the part its name without ever replacing another file. */
async function settle(part: string, name: string): Promise<string> {
  for (let count = 1; count <= most; count += 1) {
    const path = join(dirname(part), numbered(name, count))
    try {
      await claim(part, path)
      return path
    } catch (error) {
      if (!isTaken(error)) throw mediaFailure('unwritable', name, error)
    }
  }
  throw failure('media', { reason: 'unwritable', name, why: `${most} files have this name already` })
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST'

/** A second name first, which fails where the name is taken; file systems without such names reserve it with an empty file. */
async function claim(part: string, path: string): Promise<void> {
  try {
    await link(part, path)
    await rm(part, { force: true })
  } catch (error) {
    if (isTaken(error)) throw error
    await (await open(path, 'wx', 0o600)).close()
    await replace(part, path)
  }
}

/** The part may be gone by now, since nobody wants it: the reserved name goes, too. */
async function replace(part: string, path: string): Promise<void> {
  try {
    await rename(part, path)
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}
