import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { connect, createServer as createTcpServer, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { undiciHttp } from '../../src/edge/undici-http.js'
import { type Certificate, selfSigned } from './edge-certificate.js'
import { ask, closeServers, failureOf, get, listen } from './edge-local-server.js'

const network = undiciHttp()
const { http } = network

afterEach(closeServers)
afterAll(() => new Promise<void>((resolve) => network.close().subscribe({ complete: resolve })))

/** Answers each request on a connection with what the number of the request says, all connections counted together. */
async function talk(
  answer: (socket: Socket, count: number) => void,
): Promise<{ readonly url: string; readonly seen: () => number }> {
  let seen = 0
  const port = await listen(
    createTcpServer((socket) => {
      socket.on('error', () => {})
      socket.on('data', () => {
        seen += 1
        answer(socket, seen)
      })
    }),
  )
  return { url: `http://127.0.0.1:${port}/`, seen: () => seen }
}

const fine = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'

describe('a server that closes the connection after each answer, without a word', () => {
  test.each([
    ['ends it', (socket: Socket) => socket.end()],
    ['destroys it', (socket: Socket) => socket.destroy()],
    ['resets it', (socket: Socket) => socket.resetAndDestroy()],
  ])('and %s: the next request goes out at once on another one, each once', async (_, close) => {
    const { url, seen } = await talk((socket) => socket.write(fine, () => close(socket)))
    for (let n = 0; n < 50; n += 1) {
      const post = { method: 'POST', body: '{}' } as const
      expect((await ask(http, get(url, n % 2 === 0 ? {} : post))).body).toBe('ok')
    }
    expect(seen()).toBe(50)
  })

  test('the same through a proxy', async () => {
    const { url, seen } = await talk((socket) => socket.write(fine, () => socket.end()))
    const proxy = createHttpServer().on('connect', (request, socket) => {
      const way = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        way.pipe(socket).pipe(way)
      })
      way.on('error', () => socket.destroy())
      socket.on('error', () => way.destroy())
    })
    const through = undiciHttp({ proxy: `http://127.0.0.1:${await listen(proxy)}` })
    for (let n = 0; n < 20; n += 1) expect((await ask(through.http, get(url))).body).toBe('ok')
    expect(seen()).toBe(20)
    await new Promise<void>((resolve) => through.close().subscribe({ complete: resolve }))
  })
})

describe('what comes before an answer', () => {
  test.each([
    ['102 Processing', 'HTTP/1.1 102 Processing\r\n\r\n'],
    ['103 Early Hints', 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\nset-cookie: a=hint\r\n\r\n'],
    ['many of them', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(200)],
  ])('%s is no answer', async (_, before) => {
    const { url } = await talk((socket) => socket.write(`${before}${fine}`))
    expect(await ask(http, get(url))).toMatchObject({ status: 200, body: 'ok', setCookies: [] })
  })

  test('a 100 Continue that nobody asked for is a failure of a request that has left, and the next one is answered', async () => {
    const { url } = await talk((socket, count) =>
      socket.write(count === 1 ? `HTTP/1.1 100 Continue\r\n\r\n${fine}` : fine),
    )
    expect((await failureOf(http, get(url))).toJSON()).toMatchObject({ kind: 'network', detail: { sent: true } })
    expect((await ask(http, get(url))).body).toBe('ok')
  })
})

describe('what is none of ours', () => {
  test('an upgrade that nobody asked for is a failure, and the next request is answered', async () => {
    const { url } = await talk((socket, count) =>
      socket.write(
        count === 1 ? 'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n' : fine,
      ),
    )
    expect((await failureOf(http, get(url))).toJSON()).toMatchObject({ kind: 'network', detail: { sent: true } })
    expect((await ask(http, get(url))).body).toBe('ok')
  })

  test('trailers are not taken for headers or cookies', async () => {
    const { url } = await talk((socket) =>
      socket.write(
        'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntrailer: set-cookie\r\n\r\n2\r\nok\r\n0\r\nset-cookie: a=late\r\nx-late: 1\r\n\r\n',
      ),
    )
    const { body, headers, setCookies } = await ask(http, get(url))
    expect([body, headers['x-late'], setCookies]).toEqual(['ok', undefined, []])
  })

  test('a second answer to one request is not given to the next one', async () => {
    const { url } = await talk((socket, count) =>
      socket.write(count === 1 ? `${fine}${fine.replace('ok', 'no')}` : fine),
    )
    expect((await ask(http, get(url))).body).toBe('ok')
    await new Promise((resolve) => setImmediate(resolve))
    expect((await ask(http, get(url))).body).toBe('ok')
  })

  test.each([
    ['a thousand headers', `${'x: y\r\n'.repeat(1_000)}`, true],
    ['headers without an end', `${'x-flood: '.padEnd(100, 'y')}\r\n`.repeat(10_000), false],
    ['one header without an end', `x: ${'y'.repeat(1_000_000)}`, false],
    ['a name without an end', 'y'.repeat(1_000_000), false],
    ['hundreds of cookies', 'set-cookie: a=b\r\n'.repeat(800), true],
  ])('%s: read, or refused without reading on', async (_, headers, isRead) => {
    const { url } = await talk((socket) => socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 2\r\n${headers}\r\nok`))
    const answered = await ask(http, get(url)).catch((error) => error.toJSON())
    expect(answered).toMatchObject(isRead ? { status: 200, body: 'ok' } : { kind: 'network', detail: { sent: true } })
  })

  test('trailers without an end are refused', async () => {
    const { url } = await talk((socket) =>
      socket.write(
        `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n${'x: yyyyyyyyyyyyyyyyyy\r\n'.repeat(20_000)}`,
      ),
    )
    expect((await failureOf(http, get(url))).kind).toBe('network')
  })

  test('an answer that comes before the request was read is the answer', async () => {
    const { url } = await talk((socket, count) => {
      if (count === 1)
        socket.write('HTTP/1.1 413 Payload Too Large\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno', () =>
          socket.end(),
        )
    })
    expect(await ask(http, get(url, { method: 'POST', body: 'x'.repeat(300_000) }))).toMatchObject({
      status: 413,
      body: 'no',
    })
  })
})

describe('a proxy', () => {
  let certificate: Certificate
  beforeAll(async () => {
    certificate = await selfSigned(['wx.qq.com'])
  })

  const proxyThat = async (answers: (socket: Socket) => void): Promise<string> => {
    const { url } = await talk(answers)
    return url
  }

  test.each([
    ['speaks no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', 'HPE_INVALID_CONSTANT'],
    ['sends a flood of headers', `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(20_000)}`, 'HPE_HEADER_OVERFLOW'],
    ['shows a page', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n<html>hi!', 'ERR_SSL_WRONG_VERSION_NUMBER'],
    [
      'asks for a password',
      'HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 2\r\n\r\nno',
      'answered 407, it wants another user or password',
    ],
    ['redirects', 'HTTP/1.1 302 Found\r\nlocation: https://login.test/\r\n\r\n', 'answered 302'],
    ['begins an answer and hangs up', 'HTTP/1.1 20', 'ECONNRESET'],
  ])('that %s: nothing was sent', async (_, bytes, reason) => {
    const url = await proxyThat((socket) => socket.end(bytes))
    const one = undiciHttp({ proxy: url })
    expect((await failureOf(one.http, get('https://wx.qq.com/'))).toJSON()).toMatchObject({
      kind: 'network',
      detail: { reason: expect.stringMatching(new RegExp(`${reason}$`)), sent: false },
    })
    await new Promise<void>((resolve) => one.close().subscribe({ complete: resolve }))
  })

  test('that never answers is waited for as long as a connection may take: ten seconds', async () => {
    let heard = (): void => {}
    const asked = new Promise<void>((resolve) => {
      heard = resolve
    })
    const url = await proxyThat(() => heard())
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const one = undiciHttp({ proxy: url })
      const failed = failureOf(one.http, get('https://wx.qq.com/'))
      await asked
      vi.advanceTimersByTime(10_000)
      expect((await failed).toJSON()).toMatchObject({
        kind: 'network',
        detail: { reason: expect.stringMatching(/^the proxy 127.0.0.1:\d+: ETIMEDOUT$/), sent: false },
      })
      await new Promise<void>((resolve) => one.close().subscribe({ complete: resolve }))
    } finally {
      vi.useRealTimers()
    }
  })

  test('may say with any status of success that the way is open', async () => {
    const port = await listen(createHttpsServer(certificate, (_, response) => response.end('through')))
    const proxy = createHttpServer().on('connect', (_, socket) => {
      const way = connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 201 Tunnel Established\r\n\r\n')
        way.pipe(socket).pipe(way)
      })
      way.on('error', () => socket.destroy())
    })
    const one = undiciHttp({ proxy: `http://127.0.0.1:${await listen(proxy)}`, ca: certificate.cert })
    expect((await ask(one.http, get('https://wx.qq.com/'))).body).toBe('through')
    await new Promise<void>((resolve) => one.close().subscribe({ complete: resolve }))
  })
})
