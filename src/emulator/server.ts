import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Server as NetServer, Socket } from 'node:net'
import { map, Observable, of, switchMap, tap } from 'rxjs'
import { type Certificate, throwAway } from './certificate.js'
import { createConnectProxy } from './connect-proxy.js'
import { answerControl, isControl } from './control-front.js'
import { serve } from './serve.js'
import type { World } from './world.js'
import { writeReply } from './write-reply.js'

/** Where a server listens, and as whom. */
export interface ServerOptions {
  /** Of the plain front. Default: any free one. */
  readonly port?: number
  /** Also speak TLS under the real host names, and run a CONNECT proxy that leads there. Default false. */
  readonly tls?: boolean | TlsPorts
}

/** Where the TLS front listens, and its proxy. */
export interface TlsPorts {
  /** Of the TLS front. Default: any free one. 443 serves clients whose names lead to this machine. */
  readonly port?: number
  /** Of the proxy. Default: any free one. */
  readonly proxyPort?: number
}

/** The way to it under WeChat's own host names. */
export interface TlsFront {
  /** Where it listens, on this machine. */
  readonly port: number
  /** The CA that signed the certificate; it lives as long as the server. */
  readonly caPem: string
  /** An HTTP proxy: CONNECT to any of WeChat's hosts, port 443, ends at the TLS front; plain requests to them are answered, too. All else is refused. */
  readonly proxy: string
}

/** A world behind sockets. */
export interface Server {
  /** One origin that plays every role: `http://127.0.0.1:8080`. */
  readonly origin: string
  /** Where the plain front listens, on this machine. */
  readonly port: number
  /** Absent unless asked for. */
  readonly tls?: TlsFront
  /** Cuts all connections and frees the ports. */
  readonly close: () => void
}

/** Requests larger than this are cut off. */
const bodyLimit = 16 * 1024 * 1024

/**
 * Puts a world behind sockets of this machine; nobody else can reach them. Emits once it listens, and completes; fails
 * where a port is taken. It runs until `close`, on the world's scheduler, so that should be a real one.
 *
 * @example
 * startServer(world, { port: 8080 }).subscribe(({ origin }) => console.log(origin))
 */
export const startServer = (world: World, { port = 0, tls = false }: ServerOptions = {}): Observable<Server> =>
  listen(createServer(listener(world, 'http')), port).pipe(
    switchMap((plain) => {
      const server = { origin: `http://127.0.0.1:${plain.port}`, port: plain.port, close: plain.close }
      const secured = tls === false ? of(server) : addTls(world, server, tls === true ? {} : tls)
      return closedOnError(secured, plain.close)
    }),
  )

/** Where a second port is taken, the first one is let go. */
const closedOnError = <T>(source$: Observable<T>, close: () => void): Observable<T> =>
  source$.pipe(tap({ error: close }))

function addTls(world: World, server: Server, { port = 0, proxyPort = 0 }: TlsPorts): Observable<Server> {
  return throwAway().pipe(
    switchMap(({ caPem, ...certificate }: Certificate) =>
      listen(createTlsServer(certificate, listener(world, 'https')), port).pipe(
        switchMap((secure) =>
          closedOnError(listen(createConnectProxy(secure.port, listener(world, 'http')), proxyPort), secure.close).pipe(
            map((proxy) => ({
              ...server,
              tls: { port: secure.port, caPem, proxy: `http://127.0.0.1:${proxy.port}` },
              close: () => {
                for (const one of [server, secure, proxy]) one.close()
              },
            })),
          ),
        ),
      ),
    ),
  )
}

interface Listening {
  readonly port: number
  readonly close: () => void
}

function listen(server: NetServer, port: number): Observable<Listening> {
  return new Observable((subscriber) => {
    const sockets = new Set<Socket>()
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => socket.destroy())
    })
    server.once('error', (error) => subscriber.error(error))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const close = (): void => {
        server.close()
        for (const socket of sockets) socket.destroy()
      }
      subscriber.next({ port: typeof address === 'object' && address !== null ? address.port : port, close })
      subscriber.complete()
    })
    return () => {
      if (!server.listening) server.close()
    }
  })
}

const listener =
  (world: World, scheme: 'http' | 'https'): RequestListener =>
  (request, response) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > bodyLimit) request.destroy()
      else chunks.push(chunk)
    })
    request.on('end', () => answer(world, scheme, request, response, Buffer.concat(chunks)))
  }

function answer(
  world: World,
  scheme: 'http' | 'https',
  request: IncomingMessage,
  response: ServerResponse,
  body: Uint8Array,
): void {
  const url = `${scheme}://${request.headers.host ?? ''}${request.url ?? '/'}`
  if (!URL.canParse(url)) {
    response.writeHead(400).end()
    return
  }
  const incoming = { method: request.method ?? 'GET', url, headers: flat(request), body }
  if (isControl(incoming)) {
    answerControl(world, incoming, response)
    return
  }
  const answering = serve(world, incoming).subscribe({
    next: (reply) => writeReply(world, response, reply),
    error: (error: unknown) => response.writeHead(500).end(`the emulator failed: ${error}`),
  })
  // Before the answer is complete, this is the client hanging up.
  response.on('close', () => answering.unsubscribe())
}

const flat = ({ headers }: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value = '']) => [name, typeof value === 'string' ? value : value.join(', ')]),
  )
