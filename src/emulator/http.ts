import { delay, map, type Observable, of, switchMap, throwError } from 'rxjs'
import type { Http, HttpRequest, HttpResponse } from '../actors/env.js'
import { failure } from '../errors.js'
import { isWechatHost } from './request.js'
import { type Reply, serve } from './serve.js'
import type { WorldState } from './world-state.js'

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
    const { method, url, headers, body = '' } = request
    return serve(world, { method, url, headers: lowerCase(headers), body }).pipe(
      switchMap((reply) => arrive(world, request, reply)),
    )
  }

function arrive(world: WorldState, { endpoint, limit }: HttpRequest, reply: Reply): Observable<HttpResponse> {
  if (reply.broken) return throwError(() => failure('network', { endpoint, reason: 'ECONNRESET', sent: true }))
  const size = typeof reply.body === 'string' ? byteLength(reply.body) : reply.body.length
  if (size > limit) return throwError(() => failure('tooLarge', { endpoint, limit }))
  const response$ = of(reply).pipe(map(response))
  return reply.drip === undefined ? response$ : response$.pipe(delay(reply.drip * size, world.scheduler))
}

const response = ({ status, headers, setCookies, body }: Reply): HttpResponse => ({
  status,
  headers,
  setCookies,
  body: typeof body === 'string' ? body : textOf(body, headers['content-type'] ?? ''),
})

/** Pictures as they are, a byte a character; texts as a client would read them. */
const textOf = (bytes: Uint8Array, type: string): string =>
  new TextDecoder(type.startsWith('image/') ? 'latin1' : 'utf-8').decode(bytes)

const byteLength = (text: string): number => new TextEncoder().encode(text).length

function exists(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { hostname } = new URL(url)
  return isWechatHost(hostname) || /^(?:localhost|127\.0\.0\.1|\[::1\]|.*\.test)$/.test(hostname)
}

const lowerCase = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
