import { catchError, concat, concatMap, defer, EMPTY, type Observable, of, throwError, timeout, timer } from 'rxjs'
import { type Failure, failure, isFailure } from '../../errors.js'
import { createSteadyClock } from '../../kernel/steady-clock.js'
import { refusedStatus } from '../../protocol/answer.js'
import { downloadPatience } from '../../protocol/download.js'
import type { Session } from '../../protocol/session.js'
import { urlOf } from '../../protocol/url-of.js'
import type { Env, HttpRequest } from '../env.js'
import type { Files } from '../files.js'
import type { DownloadPlan } from './download-plan.js'

/** How much of a download is there; `total` where the service says how much there is. */
export interface Fetched {
  readonly received: number
  readonly total: number | undefined
  /** What the service says it is; often wrong. */
  readonly contentType: string
}

/** A download is begun again so often where nothing more of it comes. */
const triesInARow = 3

/** A film that comes in ever smaller pieces ends somewhere, too. */
const triesInAll = 200

/** A longer try (ms) has to be fast, too, to count as progress: a server may drip one byte and cut. */
const shortTry = 10_000

/** Where the service had nothing it is asked again after this (ms). */
const pause = 1_000

interface Progress {
  received: number
  total: number | undefined
  contentType: string
}

/**
 * Fetches into a file until all of it is there. Films go on where they were cut, everything else begins again. Fails with `media`: `notThere` where the
 * service has nothing, `truncated` where it does not come whole, or too slowly; with `unwritable` and `tooLarge` at once.
 */
export function fetchFile(
  env: Env,
  files: Files,
  session: Session,
  plan: DownloadPlan,
  path: string,
  limit: number,
): Observable<Fetched> {
  const progress: Progress = { received: 0, total: undefined, contentType: '' }
  const round = (count: number, inARow: number): Observable<Fetched> =>
    defer(() => {
      const from = plan.endpoint.hasRanges ? progress.received : 0
      const clock = createSteadyClock(env.scheduler)
      return concat(
        attempt(env, files, session, plan, path, from, limit, progress),
        defer(() => verdict(plan, progress)),
      ).pipe(
        catchError((error: unknown) => {
          if (!isPassing(error)) return throwError(() => error)
          const went = plan.endpoint.hasRanges && isProgress(progress.received - from, clock())
          const row = went ? 1 : inARow + 1
          if (row > triesInARow || count >= triesInAll) return throwError(() => lasting(plan.name, error))
          return timer(went ? 0 : pause, env.scheduler).pipe(concatMap(() => round(count + 1, row)))
        }),
      )
    })
  return round(1, 1)
}

const isProgress = (bytes: number, ms: number): boolean => bytes > 0 && ms <= downloadPatience(bytes, shortTry)

/** One request, from the byte `from` on. */
function attempt(
  env: Env,
  files: Files,
  session: Session,
  plan: DownloadPlan,
  path: string,
  from: number,
  limit: number,
  progress: Progress,
): Observable<Fetched> {
  const { endpoint } = plan
  let begin = from
  const wire = plan.request(session, env)
  const url = urlOf(wire)
  const cookie = env.cookies.header(url)
  const request: HttpRequest = {
    endpoint: endpoint.name,
    method: wire.method,
    url,
    headers: {
      ...(cookie === '' ? {} : { cookie }),
      ...wire.headers,
      ...(endpoint.hasRanges ? { range: `bytes=${from}-` } : {}),
    },
    limit,
  }
  const clock = createSteadyClock(env.scheduler)
  const late = (after: number) => throwError(() => failure('timeout', { endpoint: endpoint.name, after }))
  return files.download(request, path, from).pipe(
    timeout({ first: wire.patience, each: wire.patience, scheduler: env.scheduler, with: () => late(wire.patience) }),
    concatMap((step): Observable<Fetched> => {
      if (step.type === 'received') {
        progress.received = step.size
        const patience = downloadPatience(step.size - begin)
        const isWhole = step.size === progress.total
        return clock() > patience && !isWhole ? late(Math.round(patience)) : of({ ...progress })
      }
      env.cookies.receive(url, step.setCookies, step.date)
      if (step.status === 416) return afterTheEnd(progress, endpoint.name)
      if (step.status !== 200 && step.status !== 206) return throwError(() => refusedStatus(endpoint.name, step.status))
      if (isPage(step.contentType) && endpoint.family !== 'any') {
        // Nothing is to be gone on with behind it.
        progress.received = 0
        return throwError(() => nothing(plan.name))
      }
      begin = step.at
      Object.assign(progress, { received: step.at, total: step.total, contentType: step.contentType })
      return EMPTY
    }),
  )
}

/** There is no such part: what is there is all, or the file is another one now. */
function afterTheEnd(progress: Progress, endpoint: string): Observable<never> {
  if (progress.received > 0 && progress.received === progress.total) return EMPTY
  progress.received = 0
  return throwError(() => failure('status', { endpoint, status: 416 }))
}

/** Fails where an answer that has ended was not the whole of it. */
function verdict({ name, size, endpoint }: DownloadPlan, progress: Progress): Observable<never> {
  const { received, total } = progress
  if (received === 0) return throwError(() => nothing(name))
  const expected = total ?? (endpoint.family === 'any' && size > 0 ? size : received)
  const isShort = received < expected || (endpoint.family === 'any' && size > 0 && received !== size)
  return isShort ? throwError(() => short(name, received, Math.max(expected, size))) : EMPTY
}

/** Refusals come as a text where a picture was asked for. */
const isPage = (contentType: string): boolean => /^(?:text\/|application\/(?:json|xml|xhtml))/i.test(contentType)

const nothing = (name: string): Failure =>
  failure('media', { reason: 'notThere', name, why: 'the service does not have it, or not any more' })

const short = (name: string, received: number, expected: number): Failure =>
  failure('media', { reason: 'truncated', name, why: `${received} of ${expected} bytes came` })

/** What a second try may mend. */
const isPassing = (error: unknown): boolean =>
  isFailure(error) &&
  (['network', 'timeout', 'status', 'certificate'].includes(error.kind) ||
    (error.kind === 'media' && ['notThere', 'truncated'].includes(error.detail.reason)))

function lasting(name: string, error: unknown): unknown {
  if (!isFailure(error) || error.kind === 'media') return error
  if (error.kind === 'status' && [403, 404, 410].includes(error.detail.status)) return nothing(name)
  return failure('media', { reason: 'truncated', name, why: `it did not come whole: ${error.message}` }, error)
}
