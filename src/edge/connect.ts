import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls, type PeerCertificate, type SecureContext, type TLSSocket } from 'node:tls'
import type { buildConnector } from 'undici'
import { type ConnectProblem, connectProblem } from './connect-problem.js'
import type { Tunnel } from './tunnel.js'

export interface ConnectOptions {
  /** Absent: Node's own list, which heeds NODE_EXTRA_CA_CERTS. */
  readonly secureContext?: SecureContext
  /** How a name becomes an address; absent: the system's resolver. */
  readonly lookup?: LookupFunction
  /** A way through a proxy; absent: straight there. */
  readonly tunnel?: Tunnel
  /** How long each of TCP, tunnel and TLS may take, in milliseconds. */
  readonly patience: number
  /** Those that are being opened: destroying them is how closing does not have to wait. */
  readonly opening: Set<Opening>
}

export interface Opening {
  readonly destroy: () => unknown
}

/**
 * Opens the connections of an undici agent. TLS is always verified, through a tunnel as well.
 *
 * Every error leaves as a {@link ConnectProblem}: undici reconnects for ever on some of its own codes
 * (a proxy that hangs up, a certificate for another name), and the phase tells that no request was sent.
 */
export const connector =
  (options: ConnectOptions): buildConnector.connector =>
  (target, callback) => {
    const { hostname, protocol, servername } = target
    const port = Number(target.port === '' ? (protocol === 'https:' ? 443 : 80) : target.port)
    const fail = (problem: ConnectProblem): void => callback(problem, null)
    const secure = (tunnel?: Socket): void =>
      settle(openTls(options, { hostname, port, servername }, tunnel), 'secureConnect', options, callback)

    if (options.tunnel === undefined) {
      if (protocol === 'https:') return secure()
      return settle(openTcp(options, hostname, port), 'connect', options, callback)
    }
    options.tunnel(hostname, port, (problem, socket) => {
      if (problem !== null) return fail(problem)
      if (protocol === 'https:') return secure(socket)
      callback(null, socket)
    })
  }

const openTcp = ({ lookup }: ConnectOptions, host: string, port: number): Socket =>
  connectTcp({ host, port, ...(lookup === undefined ? {} : { lookup }) })

interface Peer {
  readonly hostname: string
  readonly port: number
  readonly servername?: string | undefined
}

const openTls = ({ lookup, secureContext }: ConnectOptions, peer: Peer, socket?: Socket): TLSSocket =>
  connectTls({
    host: peer.hostname,
    port: peer.port,
    // An address is no name: it may not be sent as one, and is compared with the certificate's own addresses.
    ...(isIP(peer.hostname) === 0 ? { servername: peer.servername || peer.hostname } : {}),
    ALPNProtocols: ['http/1.1'],
    // Said aloud: otherwise NODE_TLS_REJECT_UNAUTHORIZED=0 decides.
    rejectUnauthorized: true,
    ...(socket === undefined ? {} : { socket }),
    ...(lookup === undefined ? {} : { lookup }),
    ...(secureContext === undefined ? {} : { secureContext }),
  })

/** Calls back once: with the socket when it is ready, or with what went wrong. */
function settle(
  socket: Socket | TLSSocket,
  ready: 'connect' | 'secureConnect',
  { patience, opening }: ConnectOptions,
  callback: buildConnector.Callback,
): void {
  let waiting = true
  const names = certificateNames(socket)
  const late = setTimeout(
    () => socket.destroy(Object.assign(new Error('connect timeout'), { code: 'ETIMEDOUT' })),
    patience,
  )
  const once = (act: () => void): void => {
    if (!waiting) return
    waiting = false
    clearTimeout(late)
    opening.delete(socket)
    act()
  }
  opening.add(socket)
  socket.setNoDelay(true)
  socket.setKeepAlive(true, 60_000)
  socket.once(ready, () => once(() => callback(null, socket)))
  socket.on('error', (error) => once(() => callback(connectProblem(error, names()), null)))
  socket.on('close', () => once(() => callback(connectProblem(new Error('closed'), names()), null)))
}

/** A refused certificate is gone with its connection, so it is read while it is being judged. */
function certificateNames(socket: Socket | TLSSocket): () => string {
  if (!('getPeerCertificate' in socket)) return () => ''
  let certificate: PeerCertificate | undefined
  socket.prependOnceListener('secure', () => {
    certificate = socket.getPeerCertificate()
  })
  return () =>
    certificate === undefined
      ? ''
      : `subject ${named(certificate.subject)}, issuer ${named(certificate.issuer)}, valid for ${certificate.subjectaltname ?? 'no name'}`
}

const named = (entity?: { readonly CN?: string | string[] }): string => String(entity?.CN ?? 'without a name')
