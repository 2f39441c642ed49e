import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { LookupFunction } from 'node:net'
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'
import { defer, from, map, Observable } from 'rxjs'
import { Agent } from 'undici'
import type { Http } from '../actors/env.js'
import type { Files } from '../actors/files.js'
import { failure } from '../errors.js'
import { connector, type Opening } from './connect.js'
import { dispatch, exchange } from './exchange.js'
import { saveBody } from './save-body.js'
import { proxyTunnel } from './tunnel.js'

export interface UndiciHttpOptions {
  /** `http://[user:password@]host[:port]`; requests go through it by CONNECT. Default: none. */
  readonly proxy?: string
  /** Certificates in PEM form, trusted besides Node's own and those of NODE_EXTRA_CA_CERTS. */
  readonly ca?: string
  /** How a host name becomes an address. Default: the system's resolver. */
  readonly lookup?: LookupFunction
  /** How long each step of connecting may take, in milliseconds. Default: 10,000. */
  readonly connectPatience?: number
  /** How many connections to one origin at most; further requests wait. Default: 64. */
  readonly maxConnections?: number
}

export interface UndiciHttp {
  readonly http: Http
  /** As `http`, with the body of the answer written into a file. */
  readonly download: Files['download']
  /** Ends all connections, and with them the requests under way; completes when they are gone. */
  readonly close: () => Observable<void>
}

/**
 * The network: HTTP/1.1 with keep-alive over an undici agent of its own.
 *
 * Certificates are always verified, redirects never followed. Failures carry the endpoint's name and a short code, never
 * a URL, a header or a body. Throws an `argument` failure for a proxy or a CA that cannot be read.
 *
 * @example
 * const { http, close } = undiciHttp({ proxy: 'http://127.0.0.1:3128' })
 */
export function undiciHttp(options: UndiciHttpOptions = {}): UndiciHttp {
  const { proxy, lookup, connectPatience: patience = 10_000, maxConnections: connections = 64 } = options
  const opening = new Set<Opening>()
  const trust = {
    ...(options.ca === undefined ? {} : { secureContext: trusting(options.ca) }),
    ...(lookup === undefined ? {} : { lookup }),
    patience,
    opening,
  }
  const agent = new Agent({
    connect: connector(proxy === undefined ? trust : { ...trust, tunnel: proxyTunnel(proxy, trust) }),
    connections,
    maxHeaderSize: 64 * 1024,
    // Patience belongs to the caller, who has the clock.
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return {
    http: (request) => new Observable((subscriber) => exchange(agent, request, subscriber)),
    download: (request, path, at) =>
      new Observable((subscriber) => {
        const { endpoint, limit } = request
        return dispatch(agent, request, subscriber, (head, flow, ending) => {
          const { status, headers, setCookies } = head
          const contentType = headers['content-type'] ?? ''
          return saveBody(
            head,
            flow,
            {
              endpoint,
              path,
              at,
              limit,
              begun: (from, total) =>
                subscriber.next({
                  type: 'head',
                  status,
                  contentType,
                  setCookies,
                  ...(headers.date === undefined ? {} : { date: headers.date }),
                  at: from,
                  ...(total === undefined ? {} : { total }),
                }),
              received: (size) => subscriber.next({ type: 'received', size }),
              done: () => ending.done(() => subscriber.complete()),
            },
            ending,
          )
        })
      }),
    close: () =>
      defer(() => {
        const closing = agent.destroy()
        for (const one of opening) one.destroy()
        return from(closing)
      }).pipe(map(() => undefined)),
  }
}

/** Naming a CA would replace Node's list, and Node reads NODE_EXTRA_CA_CERTS only into that. */
function trusting(ca: string): SecureContext {
  const extra = process.env.NODE_EXTRA_CA_CERTS
  try {
    new X509Certificate(ca)
    return createSecureContext({
      ca: [...rootCertificates, ...(extra === undefined || extra === '' ? [] : [readFileSync(extra, 'utf8')]), ca],
    })
  } catch {
    throw failure('argument', { name: 'ca', why: 'not a certificate in PEM form' })
  }
}
