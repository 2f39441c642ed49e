import { finalize, type Observable, Subject, tap } from 'rxjs'
import { type Env, type Http, type HttpResponse, isFailure } from '../../index.js'
import { epochStart } from '../virtual-clock.js'
import { createDisguise, type Disguise } from './disguise.js'
import type { Recorded } from './recorded.js'
import { scrubBody } from './scrub-body.js'
import { scrubCookie } from './scrub-cookie.js'

/** Where a record goes, and how much of it there may be. */
export interface RecordOptions {
  /** Words that stay as they are wherever they occur, such as the commands of a bot: `ding`. Take none that tells who somebody is. */
  readonly keep?: readonly string[]
  /** After so many exchanges nothing more is recorded; default 10,000. The bot goes on. */
  readonly limit?: number
}

/** A session that is being recorded. */
export interface SessionRecord {
  /** To be used in place of the environment's. */
  readonly http: Http
  /** The record, a line of JSON for each exchange that has ended. Hot, and it does not end: write the lines to a file. */
  readonly lines$: Observable<string>
}

/**
 * Records the exchanges of a live session, to be played again in tests ({@link replaySession}), with nothing in them that tells who took part. Every word
 * of names and texts, every UserName, id and address, every cookie, Uin, Sid, Skey and ticket is replaced by a made-up one of the same shape, always the
 * same for the same one; times are moved to the beginning of virtual time. What is no code or flag of the protocol counts as personal. Requests, bytes of
 * media, pictures and unreadable answers are not recorded at all. Nothing but their shape (how long, letters or digits) gets from the real values to the
 * made-up ones. Still, read a record before you publish it.
 *
 * Begin with a login: a replay has no session to resume. Recording never disturbs the bot.
 *
 * @example
 * const record = recordSession(env, { keep: ['ding'] })
 * record.lines$.subscribe((line) => console.log(line))
 * const recordedEnv: Env = { ...env, http: record.http }
 */
export function recordSession(
  { http, scheduler }: Pick<Env, 'http' | 'scheduler'>,
  { keep = [], limit = 10_000 }: RecordOptions = {},
): SessionRecord {
  const lines$ = new Subject<string>()
  const disguise = createDisguise(new Set(keep))
  let began: number | undefined
  let count = 0
  return {
    lines$: lines$.asObservable(),
    http: (request) => {
      const now = scheduler.now()
      began ??= now
      const n = count++
      if (n >= limit) return http(request)
      const at = now - began
      const shift = Math.round((epochStart - began) / 1_000) * 1_000
      let end: Pick<Recorded, 'answer' | 'failed'> = {}
      return http(request).pipe(
        tap({
          next: (response) => {
            end = { answer: answerOf(disguise, shift, response) }
          },
          error: (error: unknown) => {
            end = { failed: failedOf(error) }
          },
        }),
        finalize(() => {
          const line: Recorded = { n, endpoint: request.endpoint, at, took: scheduler.now() - now, ...end }
          lines$.next(JSON.stringify(line))
        }),
      )
    },
  }
}

function answerOf(disguise: Disguise, shift: number, response: HttpResponse): NonNullable<Recorded['answer']> {
  const { status, headers, setCookies } = response
  const body = bodyOf(disguise, shift, response.body)
  return {
    status,
    headers: headersOf(disguise, shift, headers),
    setCookies: setCookies.map((line) => scrubCookie(disguise, shift, line)),
    body: body ?? '',
    ...(body === undefined ? { omitted: response.body.length } : {}),
  }
}

/** Whatever is wrong with an answer is the bot's business: here it is left out. */
function bodyOf(disguise: Disguise, shift: number, body: string): string | undefined {
  try {
    return scrubBody(disguise, shift, body)
  } catch {
    return undefined
  }
}

function headersOf(
  disguise: Disguise,
  shift: number,
  { 'content-type': type = '', location, date = '' }: HttpResponse['headers'],
): Readonly<Record<string, string>> {
  const time = Date.parse(date)
  return {
    ...(Number.isNaN(time) ? {} : { date: new Date(time + shift).toUTCString() }),
    ...(/^[a-z]{1,20}\/[a-z-]{1,30}(?:; ?charset=[\w-]{1,10})?$/i.test(type) ? { 'content-type': type } : {}),
    ...(location === undefined ? {} : { location: disguise.address(location) }),
  }
}

function failedOf(error: unknown): NonNullable<Recorded['failed']> {
  if (!isFailure(error)) return { kind: 'network', reason: 'unknown', sent: true }
  if (error.kind === 'tooLarge') return { kind: 'tooLarge', reason: '', sent: true }
  if (error.kind === 'certificate') return { kind: 'certificate', reason: '', sent: false }
  const reason =
    error.kind === 'network' && /^[A-Z_]{3,40}$/.test(error.detail.reason) ? error.detail.reason : 'unknown'
  return { kind: 'network', reason, sent: error.kind !== 'network' || error.detail.sent }
}
