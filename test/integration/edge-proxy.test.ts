import { createServer as createHttpServer, type IncomingMessage } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { connect, createServer as createTcpServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { undiciHttp } from '../../src/edge/undici-http.js'
import { isFailure } from '../../src/errors.js'
import { type Certificate, selfSigned } from './edge-certificate.js'
import { ask, closeServers, failureOf, get, listen } from './edge-local-server.js'

let wechat: Certificate
beforeAll(async () => {
  wechat = await selfSigned(['wx.qq.com'])
})
afterEach(closeServers)

const target = (): Promise<number> => listen(createHttpsServer(wechat, (_, response) => response.end('through')))

/** A proxy that takes every name for this machine, and notes what it was asked. */
async function proxy(answer?: string): Promise<{ readonly url: string; readonly asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = []
  const server = createHttpServer()
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    asked.push(request)
    socket.on('error', () => {})
    if (answer !== undefined) return socket.end(answer)
    const way = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      way.pipe(socket).pipe(way)
    })
    way.on('error', () => socket.destroy())
  })
  return { url: `http://127.0.0.1:${await listen(server)}`, asked }
}

test('requests go through the proxy, which sees the name and not the path', async () => {
  const port = await target()
  const { url, asked } = await proxy()
  const { http } = undiciHttp({ proxy: url, ca: wechat.cert })
  expect((await ask(http, get(`https://wx.qq.com:${port}/cgi-bin?skey=secret`))).body).toBe('through')
  expect(asked.map(({ url: asking, headers }) => [asking, headers['proxy-authorization']])).toEqual([
    [`wx.qq.com:${port}`, undefined],
  ])
})

test('plain http goes through it, too', async () => {
  const port = await listen(createHttpServer((_, response) => response.end('plain')))
  const { url, asked } = await proxy()
  expect((await ask(undiciHttp({ proxy: url }).http, get(`http://emulator.test:${port}/`))).body).toBe('plain')
  expect(asked).toHaveLength(1)
})

test('user and password of its URL are given to the proxy', async () => {
  const port = await target()
  const { url, asked } = await proxy()
  const { http } = undiciHttp({ proxy: url.replace('//', '//us%20er:p%40ss%@'), ca: wechat.cert })
  await ask(http, get(`https://wx.qq.com:${port}/`))
  expect(asked[0]?.headers['proxy-authorization']).toBe(
    `Basic ${Buffer.from('us%20er:p%40ss%'.replace('%20', ' ')).toString('base64')}`,
  )
})

test('the certificate is verified behind the proxy as well, and named', async () => {
  const port = await target()
  const { url } = await proxy()
  const failed = await failureOf(undiciHttp({ proxy: url }).http, get(`https://wx.qq.com:${port}/`))
  expect(failed.toJSON()).toMatchObject({
    kind: 'certificate',
    detail: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT: subject wx.qq.com, issuer wx.qq.com, valid for DNS:wx.qq.com' },
  })
})

test('a certificate for another name is refused behind the proxy', async () => {
  const port = await target()
  const { url } = await proxy()
  const failed = await failureOf(undiciHttp({ proxy: url, ca: wechat.cert }).http, get(`https://wx2.qq.com:${port}/`))
  expect(failed.toJSON()).toMatchObject({ kind: 'certificate', detail: { reason: expect.stringContaining('ALTNAME') } })
})

test.each([
  [407, 'HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'],
  [403, 'HTTP/1.1 403 Forbidden\r\n\r\n'],
  [502, 'HTTP/1.1 502 Bad Gateway\r\n\r\n'],
])('a proxy that answers %i: nothing was sent', async (status, answer) => {
  const { url } = await proxy(answer)
  const secret = url.replace('//', '//user:secret@')
  const failed = await failureOf(undiciHttp({ proxy: secret }).http, get('https://wx.qq.com/'))
  const said = `the proxy ${new URL(url).host} answered ${status}`
  expect(failed.toJSON()).toMatchObject({
    kind: 'network',
    message: expect.stringContaining(said),
    detail: { reason: expect.stringContaining(said), sent: false },
  })
  expect(`${failed.stack}${JSON.stringify(failed)}`).not.toContain('secret')
})

test('a proxy that hangs up is asked once for a request, not for ever', async () => {
  let count = 0
  const port = await listen(
    createTcpServer((socket) => {
      count++
      socket.on('error', () => {}).end()
    }),
  )
  const failed = await failureOf(undiciHttp({ proxy: `http://127.0.0.1:${port}` }).http, get('https://wx.qq.com/'))
  expect(failed.toJSON()).toMatchObject({ kind: 'network', detail: { sent: false } })
  expect(count).toBe(1)
})

test('a proxy that is not there: nothing was sent', async () => {
  const server = createTcpServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  const failed = await failureOf(undiciHttp({ proxy: `http://127.0.0.1:${port}` }).http, get('https://wx.qq.com/'))
  expect(failed.toJSON()).toMatchObject({
    kind: 'network',
    detail: { reason: `the proxy 127.0.0.1:${port}: ECONNREFUSED`, sent: false },
  })
})

test('where it is the server behind the proxy that is not there, it is not the proxy that is named', async () => {
  const { url } = await proxy()
  const port = await listen(createTcpServer((socket) => socket.on('error', () => {}).destroy()))
  const failed = await failureOf(undiciHttp({ proxy: url }).http, get(`https://wx.qq.com:${port}/`))
  expect(failed.toJSON()).toMatchObject({ kind: 'network', detail: { reason: expect.not.stringContaining('proxy') } })
})

test.each(['nonsense secret', 'socks5://user:secret@127.0.0.1:1', '127.0.0.1:secret', ''])(
  'the proxy %j is the caller’s mistake, told without quoting it',
  (url) => {
    let failed: unknown
    try {
      undiciHttp({ proxy: url })
    } catch (error) {
      failed = error
    }
    expect(isFailure(failed) && failed.kind).toBe('argument')
    expect(JSON.stringify(failed)).not.toContain('secret')
  },
)
