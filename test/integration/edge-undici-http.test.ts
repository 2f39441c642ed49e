import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { createServer as createTcpServer, type Socket } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { firstValueFrom } from 'rxjs'
import { afterEach, expect, test } from 'vitest'
import { undiciHttp } from '../../src/edge/undici-http.js'
import { ask, closeServers, failureOf, get, listen } from './edge-local-server.js'

const network = undiciHttp()
const { http } = network

afterEach(() => {
  closeServers()
})

const serve = async (answer: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listen(createServer(answer))}`

/** Sends exactly these bytes to whoever asks, and then does with the socket what the test wants. */
const serveRaw = async (bytes: string, then: (socket: Socket) => void): Promise<string> => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => socket.write(bytes, () => then(socket)))
  })
  return `http://127.0.0.1:${await listen(server)}`
}

test('an answer has its status, lower-case headers, cookies apart and its body as text with the byte order mark', async () => {
  const url = await serve((_, response) => {
    response.setHeader('X-Twice', ['a', 'b'])
    response.setHeader('Set-Cookie', ['wxuin=1; Path=/', 'wxsid=a+/=='])
    response.writeHead(404).end('\uFEFF你好')
  })
  const { status, headers, setCookies, body } = await ask(http, get(url))
  expect({ status, twice: headers['x-twice'], setCookies, body }).toEqual({
    status: 404,
    twice: 'a, b',
    setCookies: ['wxuin=1; Path=/', 'wxsid=a+/=='],
    body: '\uFEFF你好',
  })
  expect(headers).not.toHaveProperty('set-cookie')
})

test('a body goes out as UTF-8, with the headers given', async () => {
  const url = await serve((request, response) => {
    request
      .setEncoding('utf8')
      .on('data', (text) => response.write(`${request.method} ${request.headers.cookie} ${text}`))
    request.on('end', () => response.end())
  })
  const { body } = await ask(
    http,
    get(url, { method: 'POST', headers: { cookie: 'a=1' }, body: '{"Content":"你好 😀"}' }),
  )
  expect(body).toBe('POST a=1 {"Content":"你好 😀"}')
})

test('subscribing twice asks twice', async () => {
  let count = 0
  const url = await serve((_, response) => response.end(`${++count}`))
  const answer$ = http(get(url))
  expect([(await firstValueFrom(answer$)).body, (await firstValueFrom(answer$)).body]).toEqual(['1', '2'])
})

test.each([
  ['gzip', gzipSync('你好')],
  ['GZIP', gzipSync('你好')],
  ['deflate', deflateSync('你好')],
  ['deflate', deflateRawSync('你好')],
  ['br', brotliCompressSync('你好')],
  ['identity', Buffer.from('你好')],
])('a body in %s is unpacked', async (encoding, bytes) => {
  const url = await serve((_, response) => response.setHeader('content-encoding', encoding).end(bytes))
  expect((await ask(http, get(url))).body).toBe('你好')
})

test('a large packed answer arrives whole', async () => {
  const text = Array.from({ length: 60_000 }, (_, index) => `"${index * 7919}"`).join(',')
  const url = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(text)))
  expect((await ask(http, get(url))).body).toBe(text)
})

test('a packed answer without a body is an empty text', async () => {
  const url = await serve((_, response) =>
    response.writeHead(302, { 'content-encoding': 'gzip', location: '/elsewhere' }).end(),
  )
  expect(await ask(http, get(url))).toMatchObject({ status: 302, body: '' })
})

test('a redirect is an answer and is not followed', async () => {
  const paths: (string | undefined)[] = []
  const url = await serve((request, response) => {
    paths.push(request.url)
    response.writeHead(301, { location: '/next' }).end()
  })
  expect(await ask(http, get(`${url}/first?a=b`))).toMatchObject({ status: 301, headers: { location: '/next' } })
  expect(paths).toEqual(['/first?a=b'])
})

test('an answer of exactly the limit passes, one byte more is too large', async () => {
  const url = await serve((request, response) => response.end('x'.repeat(request.url === '/over' ? 1_001 : 1_000)))
  expect((await ask(http, get(url, { limit: 1_000 }))).body).toHaveLength(1_000)
  expect((await failureOf(http, get(`${url}/over`, { limit: 1_000 }))).toJSON()).toMatchObject({
    kind: 'tooLarge',
    detail: { endpoint: 'synccheck', limit: 1_000 },
  })
})

test('an endless answer is cut off at the limit', async () => {
  const closed = deferred()
  const url = await serve((request, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write('x'.repeat(10_000))) {}
    }
    response.on('drain', more)
    request.socket.once('close', closed.resolve)
    more()
  })
  expect((await failureOf(http, get(url))).kind).toBe('tooLarge')
  await closed.promise
})

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
  ['deflate', deflateSync],
])('a %s bomb is stopped at the limit of its unpacked size', async (encoding, pack) => {
  const bomb = pack(Buffer.alloc(64 * 1024 * 1024))
  const closed = deferred()
  const url = await serve((request, response) => {
    request.socket.once('close', closed.resolve)
    // One byte is missing, so the answer never ends by itself.
    response.writeHead(200, { 'content-encoding': encoding, 'content-length': bomb.length + 1 }).write(bomb)
  })
  expect((await failureOf(http, get(url, { limit: 100_000 }))).kind).toBe('tooLarge')
  await closed.promise
})

test('a damaged packed body is a network failure', async () => {
  const url = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end('no gzip at all'))
  expect((await failureOf(http, get(url))).toJSON()).toMatchObject({
    kind: 'network',
    detail: { sent: true, reason: 'Z_DATA_ERROR' },
  })
})

test('a packed body that ends early is a network failure', async () => {
  const bytes = gzipSync('x'.repeat(1_000))
  const url = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(bytes.subarray(0, 20)))
  expect((await failureOf(http, get(url))).toJSON()).toMatchObject({ kind: 'network', detail: { sent: true } })
})

test('a body shorter than its Content-Length is a network failure of a request that was sent', async () => {
  const url = await serveRaw('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this', (socket) => socket.end())
  expect((await failureOf(http, get(url))).toJSON()).toMatchObject({
    kind: 'network',
    detail: { endpoint: 'synccheck', reason: 'ECONNRESET', sent: true },
  })
})

test('a connection reset in the middle of a body is a network failure of a request that was sent', async () => {
  const url = await serveRaw('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this', (socket) =>
    socket.resetAndDestroy(),
  )
  expect((await failureOf(http, get(url))).toJSON()).toMatchObject({
    kind: 'network',
    detail: { reason: 'ECONNRESET', sent: true },
  })
})

test('a server that hangs up without an answer leaves it open whether the request was worked on', async () => {
  const url = await serveRaw('', (socket) => socket.end())
  expect((await failureOf(http, get(url))).toJSON()).toMatchObject({ kind: 'network', detail: { sent: true } })
})

test('an answer that is not HTTP is a network failure that does not quote it', async () => {
  const url = await serveRaw('secret nonsense\r\n\r\n', (socket) => socket.end())
  const failed = await failureOf(http, get(url))
  expect(failed.toJSON()).toMatchObject({ kind: 'network', detail: { sent: true } })
  expect(`${failed.message} ${JSON.stringify(failed)} ${failed.stack}`).not.toContain('secret')
})

test('headers beyond 64 KB are refused, below they pass', async () => {
  const url = await serve((request, response) =>
    response.setHeader('x-long', 'x'.repeat(request.url === '/over' ? 70_000 : 50_000)).end(),
  )
  expect((await ask(http, get(url))).headers['x-long']).toHaveLength(50_000)
  expect((await failureOf(http, get(`${url}/over`))).toJSON()).toMatchObject({
    kind: 'network',
    detail: { sent: true },
  })
})

test('a port where nobody listens: nothing was sent', async () => {
  const server = createTcpServer()
  const port = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  expect((await failureOf(http, get(`http://127.0.0.1:${port}/?skey=secret`))).toJSON()).toEqual({
    name: 'WeChatError',
    kind: 'network',
    message: 'synccheck: the connection failed (ECONNREFUSED)',
    detail: { endpoint: 'synccheck', reason: 'ECONNREFUSED', sent: false },
  })
})

test('a name that does not exist: nothing was sent', async () => {
  const nowhere = undiciHttp({
    lookup: (_name, _options, found) => found(Object.assign(new Error('unknown name'), { code: 'ENOTFOUND' }), ''),
  })
  expect((await failureOf(nowhere.http, get('http://wx.qq.com/'))).toJSON()).toMatchObject({
    kind: 'network',
    detail: { reason: 'ENOTFOUND', sent: false },
  })
})

test.each([
  ['a header', get('http://127.0.0.1:1/', { headers: { 'x-name': 'secret\r\nx-evil: 1' } })],
  ['a header name', get('http://127.0.0.1:1/', { headers: { 'x name secret': '1' } })],
  ['a URL of another scheme', get('ftp://secret@127.0.0.1/')],
  ['no URL', get('secret')],
])('%s that HTTP cannot carry is the caller’s mistake, told without quoting it', async (_, request) => {
  const failed = await failureOf(http, request)
  expect(failed.kind).toBe('argument')
  expect(JSON.stringify(failed)).not.toContain('secret')
})

test('unsubscribing while the server holds the answer closes the connection', async () => {
  const held = deferred<IncomingMessage>()
  const url = await serve((request) => held.resolve(request))
  const subscription = http(get(url)).subscribe()
  const request = await held.promise
  const closed = new Promise((resolve) => request.socket.once('close', resolve))
  subscription.unsubscribe()
  await closed
})

test('unsubscribing in the middle of a body closes the connection', async () => {
  const server = deferred<Socket>()
  const url = await serveRaw('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na', server.resolve)
  const subscription = http(get(url)).subscribe()
  const socket = await server.promise
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write('b', () => subscription.unsubscribe())
  await closed
})

test('what was unsubscribed before its connection stood is never sent', async () => {
  const paths: (string | undefined)[] = []
  const url = await serve((request, response) => {
    paths.push(request.url)
    response.end()
  })
  const single = undiciHttp({ maxConnections: 1 })
  single
    .http(get(`${url}/unwanted`))
    .subscribe()
    .unsubscribe()
  await ask(single.http, get(`${url}/wanted`))
  expect(paths).toEqual(['/wanted'])
})

// Two and not one: undici lets a connection rest for a turn of the event loop after each answer.
test('requests one after the other share at most two connections', async () => {
  const ports = new Set<number | undefined>()
  const url = await serve((request, response) => {
    ports.add(request.socket.remotePort)
    response.end('ok')
  })
  for (let count = 0; count < 20; count++) await ask(http, get(url))
  expect(ports.size).toBeLessThanOrEqual(2)
})

test('a hundred requests side by side are each answered with their own', async () => {
  const url = await serve((request, response) => response.end(request.url))
  const paths = Array.from({ length: 100 }, (_, index) => `/${index}`)
  const answers = await Promise.all(paths.map((path) => ask(http, get(`${url}${path}`))))
  expect(answers.map(({ body }) => body)).toEqual(paths)
})

test('a held request does not keep others back', async () => {
  const url = await serve((request, response) => {
    if (request.url !== '/held') response.end('ok')
  })
  const held = http(get(`${url}/held`)).subscribe()
  expect((await ask(http, get(`${url}/other`))).body).toBe('ok')
  held.unsubscribe()
})

test('closing ends requests under way with a failure, and completes', async () => {
  const own = undiciHttp()
  const reached = deferred()
  const url = await serve(() => reached.resolve())
  const failed = failureOf(own.http, get(url))
  await reached.promise
  await firstValueFrom(own.close())
  expect((await failed).kind).toBe('network')
})

test('closing does not wait for a connection that never stands', async () => {
  const asked = deferred()
  const own = undiciHttp({ lookup: () => asked.resolve() })
  const failed = failureOf(own.http, get('http://wx.qq.com/'))
  await asked.promise
  await firstValueFrom(own.close())
  expect((await failed).toJSON()).toMatchObject({ kind: 'network', detail: { sent: false } })
})

function deferred<T = void>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
