import { createServer, type RequestListener, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { isWechatHost } from './request.js'

/**
 * An HTTP proxy for WeChat's hosts and no others. CONNECT to their port 443 leads to `port` of this machine; plain requests,
 * as for stickers, are answered by `plain`.
 */
export function createConnectProxy(port: number, plain: RequestListener): Server {
  const server = createServer((request, response) => {
    const url = URL.canParse(request.url ?? '') ? new URL(request.url ?? '') : undefined
    if (url === undefined || url.protocol !== 'http:' || !isWechatHost(url.hostname)) {
      response.writeHead(403).end()
      return
    }
    request.url = url.pathname + url.search
    request.headers.host = url.host
    plain(request, response)
  })
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
