import { createServer, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { isWechatHost } from './request.js'

/** An HTTP proxy that knows one thing: CONNECT to WeChat's hosts on port 443, which leads to `port` of this machine. */
export function createConnectProxy(port: number): Server {
  const server = createServer((_, response) => response.writeHead(405).end())
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const [host = '', wanted] = (request.url ?? '').split(':')
    if (!isWechatHost(host) || wanted !== '443') {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.write(head)
      client.pipe(upstream).pipe(client)
    })
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  return server
}
