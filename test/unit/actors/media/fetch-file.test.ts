import { concat, type Observable, of, throwError, timer, VirtualTimeScheduler } from 'rxjs'
import { map, take } from 'rxjs/operators'
import { expect, test } from 'vitest'
import type { Env } from '../../../../src/actors/env.js'
import type { Files, Receiving } from '../../../../src/actors/files.js'
import type { DownloadPlan } from '../../../../src/actors/media/download-plan.js'
import { messagePlan } from '../../../../src/actors/media/download-plan.js'
import { fetchFile } from '../../../../src/actors/media/fetch-file.js'
import { failure } from '../../../../src/errors.js'
import type { Message } from '../../../../src/index.js'
import { session } from '../../protocol/fixtures/session.js'

const raw = {}
const known = { id: '7', content: '<msg/>', raw, size: 0, url: '', md5: '', fromUserName: '@peer', toUserName: '@me' }
const planOf = (more: Readonly<Record<string, unknown>>): DownloadPlan =>
  messagePlan({ ...known, ...more } as unknown as Message)

const plans: readonly (readonly [string, DownloadPlan])[] = [
  ['a picture', planOf({ type: 'image' })],
  ['a film', planOf({ type: 'video' })],
  ['a voice', planOf({ type: 'voice' })],
  ['a file', planOf({ type: 'file', fileName: 'a.pdf', size: 5_000_000, mediaId: '@m', encryFileName: 'a%2Epdf' })],
]

const hour = 3_600_000

interface Outcome {
  readonly end: string
  readonly at: number
  readonly requests: number
}

/** Fetches from a server that answers each request so, in virtual time, for a day at the most. */
function fetched(
  plan: DownloadPlan,
  answer: (from: number, time: VirtualTimeScheduler) => Observable<Receiving>,
): Outcome {
  const scheduler = new VirtualTimeScheduler()
  scheduler.maxFrames = 24 * hour
  let requests = 0
  const files = {
    download: (_request: unknown, _path: string, from: number) => {
      requests += 1
      return answer(from, scheduler)
    },
  } as unknown as Files
  const cookies = { header: () => '', receive: () => {}, value: () => undefined }
  const env = { cookies, scheduler, files, random: () => 0.5 } as unknown as Env
  let end = 'never'
  let at = 0
  const ended = (how: string) => {
    end = how
    at = scheduler.now()
  }
  fetchFile(env, files, session, plan, '/part', Number.POSITIVE_INFINITY).subscribe({
    error: (error) => ended(error.detail?.reason ?? String(error)),
    complete: () => ended('whole'),
  })
  scheduler.flush()
  return { end, at, requests }
}

const head = (at: number, total: number): Receiving => ({
  type: 'head',
  status: at === 0 ? 200 : 206,
  contentType: 'image/png',
  setCookies: [],
  at,
  total,
})

/** `bytes` every `ms`, up to `total`. */
const dripping = (bytes: number, ms: number, total: number) => (from: number, time: VirtualTimeScheduler) =>
  concat(
    of(head(from, total)),
    timer(ms, ms, time).pipe(
      map((count): Receiving => ({ type: 'received', size: Math.min(total, from + (count + 1) * bytes) })),
      take(Math.ceil((total - from) / bytes)),
    ),
  )

test.each(plans)('%s that drips a byte every 20 s is given up within minutes', (_, plan) => {
  const { end, at, requests } = fetched(plan, dripping(1, 20_000, 1e9))
  expect([end, requests]).toEqual(['truncated', 3])
  expect(at).toBeLessThan(5 * 60_000)
})

test.each(plans)('%s that drips and is cut, again and again, is given up within minutes', (_, plan) => {
  const cut = failure('network', { endpoint: 'x', reason: 'ECONNRESET', sent: true })
  const { end, at } = fetched(plan, (from, time) =>
    concat(
      dripping(1, 25_000, 1e9)(from, time).pipe(take(2)),
      throwError(() => cut),
    ),
  )
  expect(end).toBe('truncated')
  expect(at).toBeLessThan(5 * 60_000)
})

test.each(plans)('%s over a slow line of 2 KB a second comes whole, however long it takes', (_, plan) => {
  const total = 5_000_000
  const { end, requests } = fetched(plan, dripping(20_480, 10_000, total))
  expect([end, requests]).toEqual(['whole', 1])
})

test('a film that is cut every few seconds goes on, also over a slow line', () => {
  const total = 1_000_000
  const cut = failure('network', { endpoint: 'x', reason: 'ECONNRESET', sent: true })
  const film = planOf({ type: 'video' })
  const { end } = fetched(film, (from, time) =>
    from > total - 10_240
      ? dripping(10_240, 5_000, total)(from, time)
      : concat(
          dripping(10_240, 5_000, total)(from, time).pipe(take(2)),
          throwError(() => cut),
        ),
  )
  expect(end).toBe('whole')
})
