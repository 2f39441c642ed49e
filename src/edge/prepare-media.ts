import { createHash } from 'node:crypto'
import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { MediaFile, MediaSource } from '../actors/files.js'
import { failure } from '../errors.js'
import { makeDirectory } from './make-directory.js'
import { mediaFailure } from './media-problem.js'
import { fileOf, isSource, piecesOf } from './media-source.js'
import { headSize, sniffBytes } from './sniff.js'

export interface Preparing {
  /** As the receiver is to see it. */
  readonly name?: string
  /** The largest file, in bytes. */
  readonly limit: number
  /** Where a private copy goes, if one is made. */
  readonly spool: string
  readonly signal: AbortSignal
}

/** Measures and hashes a source; what is no file is copied to a private one. Rejects with a `media` failure. */
export async function prepareMedia(source: MediaSource, preparing: Preparing): Promise<MediaFile> {
  if (!isSource(source))
    throw failure('argument', { name: 'source', why: 'neither a path nor bytes nor a stream of them' })
  const given = preparing.name ?? (typeof source === 'string' ? basename(source) : '')
  try {
    const path = typeof source === 'string' ? source : await copied(source, given, preparing)
    return await measured(path, typeof source !== 'string', given, preparing)
  } catch (error) {
    throw mediaFailure('unreadable', given, error)
  }
}

async function measured(path: string, isSpooled: boolean, given: string, preparing: Preparing): Promise<MediaFile> {
  try {
    const before = await stat(path)
    if (!before.isFile()) throw failure('media', { reason: 'unreadable', name: given, why: 'it is not a file' })
    checkSize(given, before.size, preparing.limit)
    const { md5, size, head } = await digest(path, preparing.signal)
    const modified = Math.trunc(before.mtimeMs)
    if (size !== before.size || Math.trunc((await stat(path)).mtimeMs) !== modified) throw changed(given)
    const { mime, extension } = sniffBytes(head, given) ?? { mime: 'application/octet-stream', extension: 'bin' }
    const name = given === '' ? `file.${extension}` : given
    return { path, name, size, md5, mime, isSpooled, modified }
  } catch (error) {
    if (isSpooled) await rm(path, { force: true })
    throw error
  }
}

export const changed = (name: string) =>
  failure('media', { reason: 'changed', name, why: 'it was changed after it was asked to be sent' })

function checkSize(name: string, size: number, limit: number): void {
  if (size === 0) throw failure('media', { reason: 'empty', name, why: 'an empty file cannot be sent' })
  if (size > limit)
    throw failure('media', { reason: 'tooLarge', name, why: `it has ${size} bytes; at most ${limit} are sent` })
}

async function digest(path: string, signal: AbortSignal): Promise<{ md5: string; size: number; head: Uint8Array }> {
  const hash = createHash('md5')
  let size = 0
  let head = new Uint8Array(0)
  for await (const piece of fileOf(path, signal)) {
    if (head.length < headSize) head = Buffer.concat([head, piece.subarray(0, headSize - head.length)])
    hash.update(piece)
    size += piece.length
  }
  return { md5: hash.digest('hex'), size, head }
}

/** Copies to a private file what can be read once only; what is too large is noticed on the way. */
async function copied(source: Exclude<MediaSource, string>, name: string, preparing: Preparing): Promise<string> {
  const { spool: path, limit, signal } = preparing
  makeDirectory(dirname(path), 0o700)
  const file = await open(path, 'wx', 0o600)
  try {
    await copy(piecesOf(source), file, (size) => {
      if (signal.aborted) throw failure('stopped', { what: 'the file was copied' })
      if (size > limit) checkSize(name, size, limit)
    })
    return path
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

async function copy(
  pieces: AsyncIterable<Uint8Array | string>,
  file: FileHandle,
  check: (size: number) => void,
): Promise<void> {
  let size = 0
  for await (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
    size += bytes.length
    check(size)
    await file.writeFile(bytes)
  }
}
