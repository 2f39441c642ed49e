import { type ClientRequest, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIPv6, type LookupFunction, type Socket } from 'node:net'
import type { SecureContext } from 'node:tls'
import { failure } from '../errors.js'
import type { Opening } from './connect.js'
import { type ConnectProblem, proxyProblem } from './connect-problem.js'

type Opened = (...answer: [null, Socket] | [ConnectProblem, null]) => void

/** Opens a way to `host` and `port` through a proxy, and calls back once. */
export type Tunnel = (host: string, port: number, opened: Opened) => void

export interface TunnelOptions {
  readonly secureContext?: SecureContext
  readonly lookup?: LookupFunction
  /** In milliseconds. */
  readonly patience: number
  readonly opening: Set<Opening>
}

/**
 * A tunnel through the HTTP proxy at `http://[user:password@]host[:port]` (or `https://`), by the CONNECT method.
 *
 * Throws an `argument` failure for anything else, without quoting it: it may hold a password.
 */
export function proxyTunnel(url: string, { patience, opening, ...options }: TunnelOptions): Tunnel {
  const proxy = readProxy(url)
  const request = proxy.secure ? requestHttps : requestHttp
  // Without user and password.
  const place = `${isIPv6(proxy.host) ? `[${proxy.host}]` : proxy.host}:${proxy.port}`
  return (host, port, opened) => {
    const authority = `${isIPv6(host) ? `[${host}]` : host}:${port}`
    const connecting = request({
      ...options,
      // Said aloud: otherwise NODE_TLS_REJECT_UNAUTHORIZED=0 decides.
      rejectUnauthorized: true,
      host: proxy.host,
      port: proxy.port,
      method: 'CONNECT',
      path: authority,
      agent: false,
      headers: { host: authority, ...proxy.headers },
    })
    opening.add(connecting)
    awaitTunnel(connecting, place, patience, (...answer) => {
      opening.delete(connecting)
      opened(...answer)
    })
    connecting.end()
  }
}

function awaitTunnel(connecting: ClientRequest, place: string, patience: number, opened: Opened): void {
  const late = setTimeout(() => connecting.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })), patience)
  let waiting = true
  const once = (...answer: Parameters<Opened>): void => {
    if (!waiting) return
    waiting = false
    clearTimeout(late)
    opened(...answer)
  }
  const fail = (why: Error | number): void => once(proxyProblem(place, why), null)
  connecting.once('connect', (answer, socket: Socket, head: Buffer) => {
    const { statusCode: status = 0 } = answer
    if (status < 200 || status > 299) {
      socket.on('error', () => {}).destroy()
      return fail(status)
    }
    if (head.length > 0) socket.unshift(head)
    once(null, socket)
  })
  connecting.on('error', fail)
}

interface Proxy {
  readonly secure: boolean
  readonly host: string
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
}

function readProxy(text: string): Proxy {
  const wrong = (why: string): Error => failure('argument', { name: 'proxy', why })
  if (!URL.canParse(text)) throw wrong('not a URL; it looks like http://host:port')
  const { protocol, hostname, port, username, password } = new URL(text)
  if (protocol !== 'http:' && protocol !== 'https:')
    throw wrong(`only http and https proxies are spoken to, not ${protocol}`)
  const secure = protocol === 'https:'
  return {
    secure,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    headers: username === '' && password === '' ? {} : { 'proxy-authorization': basic(username, password) },
  }
}

const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${decode(username)}:${decode(password)}`).toString('base64')}`

/** A password with a bare `%` is meant as it stands. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
