import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { interval, takeWhile } from 'rxjs'
import type { Bytes } from './bytes.js'
import type { Reply } from './serve.js'
import type { WorldState } from './world-state.js'

/** Puts a reply on the connection, or breaks the connection. */
export function writeReply(world: WorldState, response: ServerResponse, reply: Reply): void {
  if (reply.broken === true) {
    reset(response)
    return
  }
  const plain = typeof reply.body === 'string' ? Buffer.from(reply.body, 'utf8') : reply.body
  const body = reply.gzip === true ? gzipSync(plain.subarray(0, plain.length)) : plain
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': String(body.length + (reply.promised ?? 0)),
    ...(reply.gzip === undefined ? {} : { 'content-encoding': 'gzip' }),
    ...(reply.setCookies.length === 0 ? {} : { 'set-cookie': [...reply.setCookies] }),
  })
  if (reply.broken === 'midway') breakAfter(response, body, Math.floor(body.length / 2))
  else if (reply.promised !== undefined) breakAfter(response, body, body.length)
  else if (reply.drip !== undefined) drip(world, response, body, reply.drip)
  else write(response, body)
}

/** RST where there is a TCP socket to send it on; a TLS connection just ends. */
function reset({ socket }: ServerResponse): void {
  if (socket === null) return
  if ('encrypted' in socket) socket.destroy()
  else socket.resetAndDestroy()
}

/** What was written has left this process before the connection ends: a reset at once would take it back. */
function breakAfter(response: ServerResponse, body: Bytes, length: number): void {
  response.write(body.subarray(0, length), () => response.socket?.destroy())
}

const piece = 256 * 1024

function write(response: ServerResponse, body: Bytes): void {
  if (body.length <= piece) response.end(body.subarray(0, body.length))
  else Readable.from(pieces(body)).pipe(response)
}

function* pieces(body: Bytes): Generator<Uint8Array> {
  for (let at = 0; at < body.length; at += piece) yield body.subarray(at, Math.min(body.length, at + piece))
}

function drip(world: WorldState, response: ServerResponse, body: Bytes, ms: number): void {
  response.flushHeaders()
  interval(ms, world.scheduler)
    .pipe(takeWhile((at) => at < body.length && !response.destroyed))
    .subscribe({
      next: (at) => response.write(body.subarray(at, at + 1)),
      complete: () => response.end(),
    })
}
