import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { asyncScheduler, lastValueFrom, NEVER, of, takeWhile, tap, toArray } from 'rxjs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createDownload, type Download, type Downloading } from '../../src/actors/media/download.js'
import { messagePlan } from '../../src/actors/media/download-plan.js'
import { memoryStore } from '../../src/actors/memory-store.js'
import { toughCookies } from '../../src/edge/cookies.js'
import { localFiles } from '../../src/edge/local-files.js'
import { undiciHttp } from '../../src/edge/undici-http.js'
import { createRandom } from '../../src/emulator/random.js'
import { type Failure, isFailure, type Message } from '../../src/index.js'
import { hostsOf } from '../../src/protocol/hosts.js'
import { mp4, png, sha256 } from '../support/media/samples.js'
import { session as anySession } from '../unit/protocol/fixtures/session.js'
import { closeServers, listen } from './edge-local-server.js'

const network = undiciHttp()
let directory = ''

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'downloads-'))
})

afterEach(async () => {
  closeServers()
  await rm(directory, { recursive: true, force: true })
})

const raw = {}
const known = { id: '7', content: '<msg/>', raw, size: 0, url: '', md5: '', fromUserName: '@peer', toUserName: '@me' }
const message = (more: Readonly<Record<string, unknown>>): Message => ({ ...known, ...more }) as unknown as Message
const image = message({ type: 'image' })
const film = message({ type: 'video' })
const voice = message({ type: 'voice' })
const document = (size: number, fileName = 'report.pdf'): Message =>
  message({ type: 'file', fileName, size, mediaId: '@m', encryFileName: 'report%2Epdf' })

interface Served {
  readonly requests: readonly IncomingMessage[]
  readonly download: (what: Message, limit?: number) => Download
}

/** A server of the test's own, and a way to download from it. */
async function serve(answer: RequestListener): Promise<Served> {
  const requests: IncomingMessage[] = []
  const port = await listen(
    createServer((request, response) => {
      requests.push(request)
      answer(request, response)
    }),
  )
  const origin = `http://127.0.0.1:${port}`
  const session = { ...anySession, hosts: hostsOf({ type: 'single', origin }, origin) }
  const env = {
    http: network.http,
    cookies: toughCookies(() => 0),
    store: memoryStore(),
    files: localFiles({ download: network.download, store: join(directory, 'store') }),
    // The pause between two tries is not waited for.
    scheduler: { now: () => asyncScheduler.now(), schedule: quickly },
    random: () => 0.5,
    log: () => {},
  }
  return {
    requests,
    download: (what, limit = Number.POSITIVE_INFINITY) =>
      createDownload({ env, session$: of(session), stopped$: NEVER, limit }, () => of(messagePlan(what))),
  }
}

const quickly = ((work: () => void, delay = 0) =>
  asyncScheduler.schedule(work, delay >= 10_000 ? delay : 0)) as typeof asyncScheduler.schedule

const saved = async (download: Download, options = {}): Promise<Extract<Downloading, { type: 'saved' }>> => {
  const last = await lastValueFrom(download.saveTo(join(directory, 'out'), options))
  if (last.type !== 'saved') throw new Error(last.type)
  return last
}

const failing = (download: Download): Promise<Failure> =>
  saved(download).then(
    () => Promise.reject(new Error('it was saved')),
    (error: unknown) => (isFailure(error) ? error : Promise.reject(error)),
  )

/** What lies around: names of saved files and of private ones. */
const left = async (): Promise<readonly string[]> =>
  [
    ...(await readdir(join(directory, 'out')).catch(() => [])),
    ...(await readdir(join(directory, 'store', 'media', 'default')).catch(() => [])),
  ].sort()

/** Answers as the service does: a part where one is asked for. */
function ranged(bytes: Uint8Array, request: IncomingMessage, response: ServerResponse): Uint8Array {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  const part = bytes.subarray(from)
  const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`
  response.writeHead(206, { 'content-type': 'video/mp4', 'content-range': range, 'content-length': part.length })
  return part
}

test('a picture under a name of its own, private to the user, with the type of its bytes and not of its label', async () => {
  const { download } = await serve((_, response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(png))
  const { path, size, mime } = await saved(download(image))
  expect([path, size, mime]).toEqual([join(directory, 'out', 'image-7.png'), png.length, 'image/png'])
  expect(await readFile(path)).toEqual(png)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700)
})

test('a film is asked for by its range, goes on where it was cut, at any byte, and is whole', async () => {
  const random = createRandom('cuts')
  const bytes = mp4(3_000_000)
  let cuts = 0
  const { download, requests } = await serve((request, response) => {
    const part = ranged(bytes, request, response)
    const cut = cuts < 20 ? random.below(Math.min(part.length, 400_000)) : part.length
    cuts += 1
    response.write(part.subarray(0, cut), () => (cut === part.length ? response.end() : response.destroy()))
  })
  const { path } = await saved(download(film))
  expect(sha256(await readFile(path))).toBe(sha256(bytes))
  expect(requests[0]?.headers.range).toBe('bytes=0-')
  expect(requests.length).toBeGreaterThan(10)
  expect(await left()).toEqual(['video-7.mp4'])
})

test('a film that comes in parts that the server chooses', async () => {
  const bytes = mp4(500_000)
  const { download, requests } = await serve((request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1])
    const part = bytes.subarray(from, from + 100_000)
    const range = `bytes ${from}-${from + part.length - 1}/${bytes.length}`
    response.writeHead(206, { 'content-type': 'video/mp4', 'content-range': range }).end(part)
  })
  expect(sha256(await readFile((await saved(download(film))).path))).toBe(sha256(bytes))
  expect(requests.length).toBe(5)
})

test('a film from a server that ignores ranges begins anew, and nothing of the first try is left in it', async () => {
  const bytes = mp4(300_000)
  const other = randomBytes(400_000)
  let count = 0
  const { download } = await serve((request, response) => {
    count += 1
    if (count > 1) return void response.writeHead(200, { 'content-type': 'video/mp4' }).end(bytes)
    ranged(other, request, response)
    response.write(other.subarray(0, 350_000), () => setTimeout(() => response.destroy(), 50))
  })
  expect(sha256(await readFile((await saved(download(film))).path))).toBe(sha256(bytes))
})

test('a picture that is cut begins anew, three times at the most; then it fails and leaves nothing', async () => {
  const bytes = Buffer.concat([png, randomBytes(200_000)])
  let count = 0
  const good = await serve((_, response) => {
    count += 1
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': bytes.length })
    if (count === 3) response.end(bytes)
    else response.write(bytes.subarray(0, 150_000), () => response.destroy())
  })
  expect(sha256(await readFile((await saved(good.download(image))).path))).toBe(sha256(bytes))
  const bad = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': bytes.length })
    response.write(bytes.subarray(0, 150_000), () => response.destroy())
  })
  expect(await failing(bad.download(image))).toMatchObject({ kind: 'media', detail: { reason: 'truncated' } })
  expect(bad.requests.length).toBe(3)
  expect(await left()).toEqual(['image-7.png'])
})

test.each<readonly [string, Message, RequestListener, string]>([
  ['nothing', image, (_, response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(), 'notThere'],
  ['no film', film, (_, response) => response.writeHead(200, { 'content-length': 0 }).end(), 'notThere'],
  [
    'a refusal in place of a picture',
    image,
    (_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('{"BaseResponse":{"Ret":1}}'),
    'notThere',
  ],
  ['half of a file', document(900), (_, response) => response.end(Buffer.alloc(450)), 'truncated'],
  ['more than the file', document(900), (_, response) => response.end(Buffer.alloc(901)), 'truncated'],
  ['nothing at this address', voice, (_, response) => response.writeHead(404).end('<html>'), 'notThere'],
  ['a page', voice, (_, response) => response.writeHead(502).end('<html>'), 'truncated'],
  [
    'a redirect',
    image,
    (_, response) => response.writeHead(302, { location: 'http://evil.example' }).end(),
    'truncated',
  ],
])('%s is no file: three tries, a typed failure and nothing left', async (_, what, answer, reason) => {
  const { download, requests } = await serve(answer)
  expect(await failing(download(what))).toMatchObject({ kind: 'media', detail: { reason } })
  expect(requests.length).toBe(3)
  expect(await left()).toEqual([])
})

test('a file with another label is still a file', async () => {
  const { download } = await serve((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'))
  expect(await saved(download(document(3, 'page.html')))).toMatchObject({
    size: 3,
    path: join(directory, 'out', 'page.html'),
  })
})

test('too much is given up at once', async () => {
  const { download, requests } = await serve((_, response) => response.end(Buffer.alloc(1_000_000)))
  expect(await failing(download(image, 10_000))).toMatchObject({ kind: 'tooLarge' })
  expect([requests.length, await left()]).toEqual([1, []])
})

test.each<readonly [string, string]>([
  ['../../etc/passwd', '__.._etc_passwd'],
  ['.bashrc', '_bashrc'],
  ['a\u0000b\nc.txt', 'a_b_c.txt'],
  ['photo\u202egnp.exe', 'photognp.exe'],
  ['con', '_'],
  ['..', '_'],
  ['', 'file.bin'],
  [`${'长'.repeat(300)}.pdf`, `${'长'.repeat(65)}.pdf`],
])('the name %j is saved as %j', async (fileName, expected) => {
  const { download } = await serve((_, response) => response.end('abc'))
  const { path } = await saved(download(document(3, fileName)))
  expect(dirname(path)).toBe(join(directory, 'out'))
  expect(path.slice(dirname(path).length + 1)).toBe(expected)
})

test('files of one name stand side by side, also when they come at once', async () => {
  const { download } = await serve((_, response) => response.end('abc'))
  await Promise.all(Array.from({ length: 10 }, () => saved(download(document(3)))))
  expect(await left()).toEqual(['report.pdf', ...Array.from({ length: 9 }, (_, n) => `report (${n + 2}).pdf`)].sort())
})

test('whoever is not interested any more leaves nothing behind', async () => {
  const { download } = await serve((_, response) => {
    response.writeHead(200, { 'content-length': 1_000_000 })
    response.write(Buffer.alloc(500_000))
  })
  await new Promise<void>((resolve) => {
    const run = download(image)
      .saveTo(join(directory, 'out'))
      .pipe(
        tap(() => {
          setTimeout(() => {
            run.unsubscribe()
            resolve()
          })
        }),
      )
      .subscribe()
  })
  await expect.poll(left).toEqual([])
})

test.each([
  ['a picture', image],
  ['a film', film],
  ['a voice', voice],
  ['a file', document(3)],
])('%s that is cancelled before it begins, or soon after, leaves nothing behind', async (_, what) => {
  const { download } = await serve((_request, response) => response.end('abc'))
  const begin = [() => download(what).saveTo(join(directory, 'out')), () => download(what).open()]
  for (let turns = 0; turns < 12; turns += 1) {
    const runs = begin.map((begun) =>
      begun()
        .pipe(takeWhile(({ type }) => type === 'progress'))
        .subscribe(),
    )
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    for (const run of runs) run.unsubscribe()
  }
  await new Promise((resolve) => setTimeout(resolve, 100))
  const names = (await left()).filter((name) => !/^(?:report|image|video|voice)/.test(name))
  expect(names).toEqual([])
})

test('a stream gives all bytes, and its private copy goes with it, read or cancelled', async () => {
  const bytes = Buffer.concat([png, randomBytes(400_000)])
  const { download } = await serve((_, response) =>
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(bytes),
  )
  const read = await lastValueFrom(download(image).open())
  if (read.type !== 'opened') throw new Error(read.type)
  expect([read.name, read.size, read.mime]).toEqual(['image-7.png', bytes.length, 'image/png'])
  expect(sha256(new Uint8Array(await new Response(read.stream).arrayBuffer()))).toBe(sha256(bytes))
  const cancelled = await lastValueFrom(download(image).open())
  if (cancelled.type !== 'opened') throw new Error(cancelled.type)
  await cancelled.stream.cancel()
  await expect.poll(left).toEqual([])
})

test('the progress is told, and ends with all of it', async () => {
  const bytes = mp4(2_000_000)
  const { download } = await serve((request, response) => response.end(ranged(bytes, request, response)))
  const steps = await lastValueFrom(download(film).saveTo(join(directory, 'out')).pipe(toArray()))
  const progress = steps.flatMap((step) => (step.type === 'progress' ? [step] : []))
  expect(progress.at(-1)).toEqual({ type: 'progress', received: bytes.length, total: bytes.length })
  expect(progress.map(({ received }) => received)).toEqual(
    [...progress.map(({ received }) => received)].sort((a, b) => a - b),
  )
  expect(steps.at(-1)?.type).toBe('saved')
})
