import { from, map, type Observable, of, switchMap, throwError, toArray } from 'rxjs'
import type { Http, HttpRequest, HttpResponse } from '../actors/env.js'
import { failure } from '../errors.js'
import { after } from '../kernel/after.js'
import { joinedBytes } from './joined-bytes.js'
import { isWechatHost } from './request.js'
import { type Reply, serve } from './serve.js'
import type { WorldState } from './world-state.js'

/** An answer that was no text has its bytes beside it. */
export interface BytesResponse extends HttpResponse {
  /** The body as it came; absent where it is text. */
  readonly bytes?: Uint8Array
}

/**
 * The emulator without sockets: the HTTP of a bot's environment, on the world's scheduler.
 *
 * Serves WeChat's own host names as what they are, and `localhost`, `127.0.0.1` and `*.test` as one origin that plays every
 * role. Any other host does not exist: a `network` failure. Answers beyond the request's limit are `tooLarge`.
 *
 * @example
 * const http = emulatorHttp(createWorld({ scheduler }))
 */
export const emulatorHttp =
  (world: WorldState): Http =>
  (request) => {
    if (!exists(request.url)) {
      return throwError(() => failure('network', { endpoint: request.endpoint, reason: 'ENOTFOUND', sent: false }))
    }
    const { method, url, headers } = request
    return bodyOf(request.body).pipe(
      switchMap((body) => serve(world, { method, url, headers: lowerCase(headers), body })),
      switchMap((reply) => arrive(world, request, reply)),
    )
  }

/** Text, bytes, or pieces of bytes one after the other. */
function bodyOf(body: unknown): Observable<string | Uint8Array> {
  if (body === undefined) return of('')
  if (typeof body === 'string' || body instanceof Uint8Array) return of(body)
  return from(body as AsyncIterable<Uint8Array>).pipe(
    toArray(),
    map((pieces) => joinedBytes(pieces)),
    map((joined) => joined.subarray(0, joined.length)),
  )
}

function arrive(world: WorldState, { endpoint, limit }: HttpRequest, reply: Reply): Observable<HttpResponse> {
  const lost = (reason: string) => throwError(() => failure('network', { endpoint, reason, sent: true }))
  if (reply.broken !== undefined || reply.promised !== undefined) return lost('ECONNRESET')
  if (reply.gzip === 'lie') return lost('Z_DATA_ERROR')
  const size = typeof reply.body === 'string' ? byteLength(reply.body) : reply.body.length
  if (size > limit) return throwError(() => failure('tooLarge', { endpoint, limit }))
  if (reply.drip === undefined) return of(response(reply))
  return after(reply.drip * size, world.scheduler).pipe(map(() => response(reply)))
}

const response = ({ status, headers, setCookies, body }: Reply): BytesResponse => ({
  status,
  headers,
  setCookies,
  body: typeof body === 'string' ? body : textOf(body.subarray(0, body.length), headers['content-type'] ?? ''),
  ...(typeof body === 'string' ? {} : { bytes: body.subarray(0, body.length) }),
})

/** What is no text: a byte a character, with nothing lost. */
const textOf = (bytes: Uint8Array, type: string): string =>
  new TextDecoder(type.startsWith('text/') ? 'utf-8' : 'latin1').decode(bytes)

const byteLength = (text: string): number => new TextEncoder().encode(text).length

function exists(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return isWechatHost(hostname) || /^(?:localhost|127\.0\.0\.1|\[::1\]|.*\.test)$/.test(hostname)
}

const lowerCase = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
