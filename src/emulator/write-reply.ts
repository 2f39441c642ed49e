import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { interval, takeWhile } from 'rxjs'
import type { Reply } from './serve.js'
import type { WorldState } from './world-state.js'

/** Puts a reply on the connection, or breaks the connection. */
export function writeReply(world: WorldState, response: ServerResponse, reply: Reply): void {
  if (reply.broken) {
    reset(response)
    return
  }
  const plain = typeof reply.body === 'string' ? Buffer.from(reply.body, 'utf8') : Buffer.from(reply.body)
  const body = reply.gzip ? gzipSync(plain) : plain
  response.writeHead(reply.status, {
    ...reply.headers,
    'content-length': String(body.length),
    ...(reply.gzip ? { 'content-encoding': 'gzip' } : {}),
    ...(reply.setCookies.length === 0 ? {} : { 'set-cookie': [...reply.setCookies] }),
  })
  if (reply.drip === undefined) response.end(body)
  else drip(world, response, body, reply.drip)
}

/** RST where there is a TCP socket to send it on; a TLS connection just ends. */
function reset({ socket }: ServerResponse): void {
  if (socket === null) return
  if ('encrypted' in socket) socket.destroy()
  else socket.resetAndDestroy()
}

function drip(world: WorldState, response: ServerResponse, body: Buffer, ms: number): void {
  response.flushHeaders()
  interval(ms, world.scheduler)
    .pipe(takeWhile((at) => at < body.length && !response.destroyed))
    .subscribe({
      next: (at) => response.write(body.subarray(at, at + 1)),
      complete: () => response.end(),
    })
}
