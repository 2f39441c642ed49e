import { createHash } from 'node:crypto'
import { basename, extname } from 'node:path'
import { defer, from, map, type Observable, of, switchMap, toArray } from 'rxjs'
import { sniffBytes } from '../edge/sniff.js'
import type { BytesResponse } from '../emulator/index.js'
import { type Files, failure, type Http, type MediaFile, type MediaSource, type Receiving } from '../index.js'

/** Files that exist in memory only: paths and their bytes. */
export type FilesInMemory = Map<string, Uint8Array>

/**
 * Files without a disk, for tests in virtual time. A path is that of `files`; downloads that are saved are put there.
 *
 * @example
 * const files = new Map([['/cat.jpg', new Uint8Array([0xff, 0xd8, 0xff])]])
 * const test = testBot([], { files })
 */
export function memoryFiles(http: Http, files: FilesInMemory): Files {
  let count = 0
  const made = (directory: string): string => {
    count += 1
    return `${directory}/${count}`
  }
  const bytesOf = (path: string): Uint8Array => {
    const bytes = files.get(path)
    if (bytes !== undefined) return bytes
    throw failure('media', { reason: 'unreadable', name: basename(path), why: 'there is no such file' })
  }
  return {
    prepare: (source, { name, limit }) =>
      contentOf(source, bytesOf).pipe(
        map((bytes): MediaFile => {
          const isSpooled = typeof source !== 'string'
          const path = typeof source === 'string' ? source : made('/spool')
          const file = described(path, bytes, name ?? (typeof source === 'string' ? basename(source) : ''), isSpooled)
          checkSize(file, limit)
          if (isSpooled) files.set(path, bytes)
          return file
        }),
      ),
    read: ({ path }, start, end) => defer(() => of(bytesOf(path).slice(start, end))),
    release: (path) =>
      defer(() => {
        files.delete(path)
        return of(undefined)
      }),
    sweep: () => of(undefined),
    part: (directory = '/spool') =>
      defer(() => {
        const path = made(directory)
        files.set(path, new Uint8Array())
        return of(path)
      }),
    download: (request, path, at) =>
      http(request).pipe(
        switchMap((response): Observable<Receiving> => {
          const { status, setCookies, headers } = response
          const bytes = (response as BytesResponse).bytes ?? new TextEncoder().encode(response.body)
          const from = status === 206 ? at : 0
          const head = {
            type: 'head',
            status,
            setCookies,
            ...(headers.date === undefined ? {} : { date: headers.date }),
            at: from,
            contentType: headers['content-type'] ?? '',
          } as const
          const whole = join([(files.get(path) ?? new Uint8Array()).subarray(0, from), bytes])
          if (status === 200 || status === 206) files.set(path, whole)
          return of<Receiving[]>(
            { ...head, total: totalOf(headers, bytes.length) },
            { type: 'received', size: whole.length },
          )
        }),
      ),
    sniff: (path) => defer(() => of(sniffBytes(bytesOf(path), ''))),
    save: (part, name) =>
      defer(() => {
        const path = unused(files, `${part.slice(0, part.lastIndexOf('/'))}/${basename(name)}`)
        files.set(path, bytesOf(part))
        files.delete(part)
        return of(path)
      }),
    open: (part) =>
      defer(() => {
        const bytes = bytesOf(part)
        files.delete(part)
        return of(new Blob([bytes]).stream())
      }),
  }
}

const totalOf = (headers: Readonly<Record<string, string>>, length: number): number =>
  Number(/\/(\d{1,15})$/.exec(headers['content-range'] ?? '')?.[1] ?? length)

/** What is there at once is handed on at once, so that virtual time does not wait. */
function contentOf(source: MediaSource, bytesOf: (path: string) => Uint8Array): Observable<Uint8Array> {
  if (typeof source === 'string') return defer(() => of(bytesOf(source)))
  if (source instanceof Uint8Array) return of(source)
  const pieces = (source instanceof Blob ? source.stream() : source) as AsyncIterable<Uint8Array | string>
  return from(pieces).pipe(
    map((piece) => (typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)),
    toArray(),
    map(join),
  )
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

function described(path: string, bytes: Uint8Array, given: string, isSpooled: boolean): MediaFile {
  const { mime, extension } = sniffBytes(bytes, given) ?? { mime: 'application/octet-stream', extension: 'bin' }
  const name = given === '' ? `file.${extension}` : given
  const md5 = createHash('md5').update(bytes).digest('hex')
  return { path, name, size: bytes.length, md5, mime, isSpooled, modified: 0 }
}

function checkSize({ name, size }: MediaFile, limit: number): void {
  if (size === 0) throw failure('media', { reason: 'empty', name, why: 'an empty file cannot be sent' })
  if (size > limit)
    throw failure('media', { reason: 'tooLarge', name, why: `it has ${size} bytes; at most ${limit} are sent` })
}

function unused(files: FilesInMemory, path: string): string {
  if (!files.has(path)) return path
  const extension = extname(path)
  const base = path.slice(0, path.length - extension.length)
  for (let count = 2; ; count += 1) {
    const next = `${base} (${count})${extension}`
    if (!files.has(next)) return next
  }
}
