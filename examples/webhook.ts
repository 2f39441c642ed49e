import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  catchError,
  concat,
  defer,
  EMPTY,
  fromEvent,
  map,
  merge,
  Observable,
  of,
  reduce,
  type SchedulerLike,
  switchMap,
  take,
  takeUntil,
  throwError,
  timer,
} from 'rxjs'
import { fromFetch } from 'rxjs/fetch'
import { type Bot, type HandleOptions, type Handler, isFailure, type Kind, type Message, type Party } from 'rxwx'
import { type Kept, kept, keptFor } from './kept.js'
import { runExample } from './run-example.js'

/** Who knows the secret is who may read and write. */
export interface Signing {
  /** At least 16 characters, the same on both sides. */
  readonly secret: string
  readonly scheduler: SchedulerLike
}

/** A signed time is good for so long (ms), before and after. */
const freshness = 5 * 60_000

/** So many requests are taken in that time: each is remembered for as long as it could be replayed. */
const takenLimit = 1_000

/** Bytes of a request. */
const bodyLimit = 16_384

/** Characters of a text to send. */
const textLimit = 2_000

/**
 * The signature of a body at a time (s): HMAC-SHA256 over `length:time:body`, in hex. The length of the time stands first:
 * no part of the body can be taken for a part of the time.
 */
export const sign = (secret: string, time: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(`${time.length}:${time}:${body}`).digest('hex')}`

/** The headers of a signed body. */
export function signed({ secret, scheduler }: Signing, body: string): Readonly<Record<string, string>> {
  const time = `${Math.floor(scheduler.now() / 1_000)}`
  return { 'x-rxwx-time': time, 'x-rxwx-signature': sign(secret, time, body) }
}

/** Messages out: each is POSTed, signed, until the hook says 2xx; `id` tells one that comes twice. */
export const posting =
  (url: string, signing: Signing): Handler =>
  (message) =>
    defer(() => {
      const body = JSON.stringify(shown(message))
      return fromFetch(url, {
        method: 'POST',
        redirect: 'error',
        headers: { 'content-type': 'application/json', ...signed(signing, body) },
        body,
        selector: (response) => {
          response.body?.cancel().catch(() => {})
          return response.ok ? EMPTY : throwError(() => new Error(`the hook answered ${response.status}`))
        },
      })
    })

/** A hook that is away for an hour misses nothing; the messages of one conversation wait for each other. */
export const posts = (scheduler: SchedulerLike): HandleOptions => ({
  deadline: 10_000,
  retry: (error, attempt) =>
    attempt < 60 ? timer(Math.min(60_000, 1_000 * 2 ** (attempt - 1)), scheduler) : throwError(() => error),
})

/** What others may see of somebody. The owner's remarks stay on this machine. */
const publicly = ({ id, kind, name }: Party) => ({ id, kind, name })

const shown = (message: Message) => ({
  id: message.id,
  time: message.time,
  origin: message.origin,
  type: message.type,
  conversation: publicly(message.conversation),
  from: publicly(message.from),
  isRoom: message.room !== undefined,
  mentionsMe: message.mentionsMe,
  ...('text' in message ? { text: message.text } : {}),
})

/** What becomes of a request: a text to send, or a status that refuses it. */
export type Verdict = Wish | { readonly status: number; readonly why: string }

interface Wish {
  readonly to: string
  readonly text: string
  readonly signature: string
}

/** Lets requests in that are signed, fresh, and new; what was taken is remembered before it is sent, across restarts. */
export function createGate(
  { secret, scheduler }: Signing,
  memory: Kept = kept(),
): (headers: IncomingHttpHeaders, body: string) => Verdict {
  return (headers, body) => {
    const time = headers['x-rxwx-time']
    const signature = headers['x-rxwx-signature']
    if (typeof time !== 'string' || typeof signature !== 'string' || !isSame(signature, sign(secret, time, body)))
      return { status: 401, why: 'the signature is wrong' }
    const now = scheduler.now()
    // What is no number is not fresh.
    if (!(Math.abs(now - Number(time) * 1_000) <= freshness)) return { status: 401, why: 'the time is too far away' }
    const taken = takenIn(memory.read('taken')).filter((one) => Math.abs(now - one.time) <= 2 * freshness)
    if (taken.some((one) => one.signature === signature)) return { status: 409, why: 'it was taken before' }
    if (taken.length >= takenLimit) return { status: 429, why: 'too many requests' }
    const wish = wishIn(body, signature)
    if (wish === undefined) return { status: 400, why: `{"to": "…", "text": "…"}, up to ${textLimit} characters` }
    memory.write('taken', [...taken, { signature, time: now }])
    return wish
  }
}

/** Digests are equally long, and comparing them takes equally long. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const takenIn = (value: unknown): readonly { readonly signature: string; readonly time: number }[] =>
  Array.isArray(value) ? value : []

function wishIn(body: string, signature: string): Wish | undefined {
  try {
    const { to, text } = JSON.parse(body)
    const isOne = typeof to === 'string' && typeof text === 'string' && to !== '' && text !== ''
    return isOne && text.length <= textLimit ? { to, text, signature } : undefined
  } catch {
    return undefined
  }
}

type Gate = ReturnType<typeof createGate>

/**
 * Messages in: POSTs of `{"to": "…", "text": "…"}` become texts. Listens for as long as it is subscribed and emits where; only this machine can reach it,
 * unless another `host` is named.
 */
export const listening = (
  bot: Pick<Bot, 'send' | 'scheduler'>,
  gate: Gate,
  { host = '127.0.0.1', port = 0 }: { readonly host?: string; readonly port?: number } = {},
): Observable<AddressInfo> =>
  new Observable((subscriber) => {
    const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
      const answered = answerTo(bot, gate, request).subscribe(({ status, body }) => write(response, status, body))
      response.on('close', () => answered.unsubscribe())
    })
    server.maxConnections = 100
    server.on('error', (error) => subscriber.error(error))
    server.listen(port, host, () => subscriber.next(server.address() as AddressInfo))
    return () => {
      server.close()
      server.closeAllConnections()
    }
  })

interface Answer {
  readonly status: number
  readonly body: object
}

function write(response: ServerResponse, status: number, body: object): void {
  // Who was refused may still be talking: nobody listens any more.
  response.writeHead(status, { 'content-type': 'application/json', ...(status === 413 ? { connection: 'close' } : {}) })
  response.end(JSON.stringify(body))
}

const refusal = (status: number, why: string): Answer => ({ status, body: { error: why } })

function answerTo(bot: Pick<Bot, 'send' | 'scheduler'>, gate: Gate, request: IncomingMessage): Observable<Answer> {
  if (request.method !== 'POST') return of(refusal(405, 'POST it'))
  return bodyOf(request).pipe(
    map((body) => gate(request.headers, body)),
    catchError((error: unknown) => {
      const isTooLong = error instanceof RangeError
      return of({ status: isTooLong ? 413 : 500, why: isTooLong ? error.message : 'it failed' })
    }),
    switchMap((verdict) => ('status' in verdict ? of(refusal(verdict.status, verdict.why)) : sent(bot, verdict))),
  )
}

/** The text of a request; an error as soon as it is too long. */
const bodyOf = (request: IncomingMessage): Observable<string> =>
  fromEvent(request, 'data').pipe(
    takeUntil(fromEvent(request, 'end')),
    reduce((all, chunk) => {
      const size = all.size + (chunk as Buffer).length
      if (size > bodyLimit) throw new RangeError(`more than ${bodyLimit} bytes`)
      return { size, chunks: [...all.chunks, chunk as Buffer] }
    }, noBytes),
    map(({ chunks }) => Buffer.concat(chunks).toString()),
  )

const noBytes: { readonly size: number; readonly chunks: readonly Buffer[] } = { size: 0, chunks: [] }

/** How long (ms) a request waits for its receipt; the text goes out all the same. */
const patience = 10_000

const statuses: Partial<Readonly<Record<Kind, number>>> = { target: 404, argument: 400, overflow: 503, stopped: 503 }

/** It has a key, so that it is sent also if nobody waits for its receipt any more. */
const sent = (bot: Pick<Bot, 'send' | 'scheduler'>, { to, text, signature }: Wish): Observable<Answer> =>
  merge(
    bot
      .send(to, text, { key: signature })
      .pipe(map(({ outcome }) => ({ status: outcome === 'refused' ? 502 : 200, body: { outcome } }))),
    timer(patience, bot.scheduler).pipe(map(() => ({ status: 202, body: { outcome: 'waiting' } }))),
  ).pipe(
    take(1),
    catchError((error: unknown) => {
      const status = isFailure(error) ? statuses[error.kind] : undefined
      return of(refusal(status ?? 500, status === 404 ? 'nobody, or several' : 'it was not sent'))
    }),
  )

runExample(import.meta.url, {
  // A bridge shows both sides of a chat.
  include: 'all',
  prepare: (bot) => {
    const {
      WEBHOOK_SECRET: secret = '',
      WEBHOOK_URL: url,
      WEBHOOK_HOST: host,
      WEBHOOK_PORT: port = '8787',
    } = process.env
    if (secret.length < 16) throw new Error('WEBHOOK_SECRET has to be 16 characters or more')
    const signing = { secret, scheduler: bot.scheduler }
    if (url !== undefined) bot.handle('webhook', posting(url, signing), posts(bot.scheduler))
    listening(bot, createGate(signing, keptFor('webhook')), {
      port: Number(port),
      ...(host === undefined ? {} : { host }),
    })
      .pipe(takeUntil(concat(bot.done$.pipe(catchError(() => EMPTY)), of(undefined))))
      .subscribe(({ address, port }) => console.error(`POST to http://${address}:${port}`))
  },
})
