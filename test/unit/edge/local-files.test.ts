import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { firstValueFrom, NEVER, type Observable } from 'rxjs'
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import type { MediaFile, MediaSource } from '../../../src/actors/files.js'
import { localFiles } from '../../../src/edge/local-files.js'
import { isFailure } from '../../../src/errors.js'
import { gif, mp4, png } from '../../support/media/samples.js'

let directory = ''
let files: ReturnType<typeof localFiles>

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'files-'))
  files = localFiles({ download: () => NEVER, store: directory })
})

afterEach(() => rm(directory, { recursive: true, force: true }))

const prepare = (source: MediaSource, limit = 10_000_000, name?: string): Promise<MediaFile> =>
  firstValueFrom(files.prepare(source, { limit, ...(name === undefined ? {} : { name }) }))

const reasonOf = (done: Promise<unknown>): Promise<string> =>
  done.then(
    () => 'none',
    (error: unknown) => (isFailure(error) && error.kind === 'media' ? error.detail.reason : String(error)),
  )

const spooled = (): Promise<readonly string[]> => readdir(join(directory, 'media', 'default')).catch(() => [])

const bytes = randomBytes(700_000)
const md5 = createHash('md5').update(bytes).digest('hex')
const pieces = [bytes.subarray(0, 1), bytes.subarray(1, 300_000), bytes.subarray(300_000)]

async function* generated(): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield piece
}

const sources: readonly (readonly [string, () => MediaSource])[] = [
  ['a Buffer', () => bytes],
  ['a Uint8Array', () => new Uint8Array(bytes)],
  ['a Blob', () => new Blob([bytes])],
  ['a Readable', () => Readable.from(pieces)],
  ['a web stream', () => new Blob([bytes]).stream()],
  ['an async generator', generated],
]

describe('what can be sent', () => {
  it.each(sources)('%s is copied to a private file, and can be read at any place', async (_, source) => {
    const file = await prepare(source(), undefined, 'a.bin')
    expect(file).toMatchObject({
      name: 'a.bin',
      size: bytes.length,
      md5,
      isSpooled: true,
      mime: 'application/octet-stream',
    })
    expect((await stat(file.path)).mode & 0o777).toBe(0o600)
    expect((await stat(join(directory, 'media', 'default'))).mode & 0o777).toBe(0o700)
    const part = await firstValueFrom(files.read(file, 299_999, 300_001))
    expect(Buffer.from(part)).toEqual(bytes.subarray(299_999, 300_001))
    await firstValueFrom(files.release(file.path))
    expect(await spooled()).toEqual([])
  })

  it('a file is read where it lies, under its own name', async () => {
    const path = join(directory, '报告.pdf')
    await writeFile(path, bytes)
    expect(await prepare(path)).toMatchObject({ path, name: '报告.pdf', md5, isSpooled: false })
    expect(await spooled()).toEqual([])
  })

  it.each([
    [png, 'image/png', 'file.png'],
    [gif, 'image/gif', 'file.gif'],
    [mp4(100), 'video/mp4', 'file.mp4'],
    [Buffer.from('hello'), 'application/octet-stream', 'file.bin'],
    [Buffer.from('%PDF-1.4'), 'application/pdf', 'file.pdf'],
  ])('the type is that of the content', async (content, mime, name) => {
    expect(await prepare(content)).toMatchObject({ mime, name })
    expect(await prepare(content, undefined, 'liar.txt')).toMatchObject({ mime, name: 'liar.txt' })
  })
})

describe('what cannot', () => {
  it.each<readonly [string, () => MediaSource, string]>([
    ['nothing at all', () => new Uint8Array(), 'empty'],
    ['an empty stream', () => Readable.from([]), 'empty'],
    ['too many bytes', () => bytes, 'tooLarge'],
    ['a stream without an end', () => endless(), 'tooLarge'],
    ['a stream that breaks', () => broken(), 'unreadable'],
    ['a file that is not there', () => join(directory, 'missing'), 'unreadable'],
    ['a directory', () => directory, 'unreadable'],
    ['a device', () => '/dev/zero', 'unreadable'],
  ])('%s: a typed failure, and no copy is left', async (_, source, reason) => {
    expect(await reasonOf(prepare(source(), 500_000))).toBe(reason)
    expect(await spooled()).toEqual([])
  })

  it('what is no source', async () => {
    await expect(prepare(7 as unknown as MediaSource)).rejects.toMatchObject({ kind: 'argument' })
  })

  it('a file that was changed after it was measured', async () => {
    const path = join(directory, 'a')
    await writeFile(path, bytes)
    const file = await prepare(path)
    await writeFile(path, randomBytes(bytes.length))
    await utimes(path, new Date(), new Date(Date.now() + 5_000))
    expect(await reasonOf(firstValueFrom(files.read(file, 0, 10)))).toBe('changed')
    await rm(path)
    expect(await reasonOf(firstValueFrom(files.read(file, 0, 10)))).toBe('unreadable')
  })
})

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield bytes.subarray(0, 100_000)
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, 1_000)
  throw new Error('the camera was unplugged')
}

test('a sweep takes what an earlier process left, and nothing that is still to be sent', async () => {
  const kept = await prepare(bytes, undefined, 'kept')
  await prepare(bytes, undefined, 'left')
  const next = localFiles({ download: () => NEVER, store: directory })
  const own = await firstValueFrom(next.prepare(png, { limit: 1_000 }))
  await firstValueFrom(next.sweep([kept.path]))
  expect((await spooled()).length).toBe(2)
  expect((await stat(kept.path)).size).toBe(bytes.length)
  expect((await stat(own.path)).size).toBe(png.length)
})

test('parts that a killed process left long ago go, those of a running one and other files stay', async () => {
  const old = await firstValueFrom(files.part(directory))
  const own = join(directory, '.rxwx-mine.part')
  await writeFile(own, '')
  const past = new Date(Date.now() - 2 * 24 * 60 * 60_000)
  await utimes(old, past, past)
  await utimes(own, past, past)
  const fresh = await firstValueFrom(files.part(directory))
  await expect(stat(old)).resolves.toBeDefined()
  const next = await firstValueFrom(localFiles({ download: () => NEVER, store: directory }).part(directory))
  await expect(stat(old)).rejects.toThrow('ENOENT')
  for (const path of [own, fresh, next]) await expect(stat(path)).resolves.toBeDefined()
})

test('only private copies are ever deleted, whatever a store says', async () => {
  const path = join(directory, 'precious')
  await writeFile(path, 'mine')
  for (const one of [path, join(directory, 'media', 'default', '..', '..', 'precious')])
    await firstValueFrom(files.release(one))
  expect((await stat(path)).size).toBe(4)
})

test('without a store the copies go with the process', async () => {
  const passing = localFiles({ download: () => NEVER })
  const file = await firstValueFrom(passing.prepare(png, { limit: 1_000 }))
  expect((await stat(file.path)).size).toBe(png.length)
  await firstValueFrom(passing.close(), { defaultValue: undefined })
  await expect(stat(file.path)).rejects.toThrow('ENOENT')
})

test('a directory that cannot be written to is said to be that', async () => {
  const closed = join(directory, 'closed')
  await mkdir(closed)
  await chmod(closed, 0o500)
  // Root may write everywhere but there.
  const place = process.getuid?.() === 0 ? '/sys' : closed
  expect(await reasonOf(firstValueFrom(files.part(place)))).toBe('unwritable')
})

/** What lies in the directory and in the spool of private copies. */
const lying = async (): Promise<readonly string[]> => [
  ...(await readdir(directory)).filter((name) => name !== 'media'),
  ...(await spooled()),
]

const verbs: Readonly<Record<string, (part: string) => Observable<unknown>>> = {
  part: () => files.part(directory),
  'private part': () => files.part(),
  prepare: () => files.prepare(png, { limit: 1_000 }),
  save: (part) => files.save(part, 'report.pdf'),
  open: (part) => files.open(part),
}

describe.each(Object.entries(verbs))('%s, cancelled', (_, verb) => {
  // 0: at once; then ever later in the work on the disk.
  test.each([0, 1, 2, 3, 5, 8, 13, 21, 50])('after %i turns of the loop, leaves no file', async (turns) => {
    const part = await firstValueFrom(files.part(directory))
    let isLate = false
    const run = verb(part).subscribe(() => {
      isLate = true
    })
    for (let turn = 0; turn < turns && !isLate; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    // Its own part is there for whoever asked, once it was handed out.
    if (isLate) return
    run.unsubscribe()
    await new Promise((resolve) => setTimeout(resolve, 20))
    await firstValueFrom(files.release(part))
    await expect.poll(lying).toEqual([])
  })
})

test('closing waits for the deletion of what was cancelled', async () => {
  const runs = Array.from({ length: 20 }, () => files.part(directory).subscribe())
  for (const run of runs) run.unsubscribe()
  await expect.poll(lying).toEqual([])
  const part = await firstValueFrom(files.part(directory))
  files.release(part).subscribe().unsubscribe()
  await firstValueFrom(files.close(), { defaultValue: undefined })
  expect(await lying()).toEqual([])
})
