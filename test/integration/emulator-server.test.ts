import { request as ask } from 'node:http'
import { connect } from 'node:net'
import { asyncScheduler, firstValueFrom } from 'rxjs'
import { afterEach, expect, test } from 'vitest'
import { undiciHttp } from '../../src/edge/undici-http.js'
import {
  createWorld,
  type Server,
  type ServerOptions,
  startServer,
  type World,
  type WorldOptions,
} from '../../src/emulator/index.js'

const open: (() => void)[] = []

afterEach(() => {
  for (const close of open.splice(0)) close()
})

interface Running extends Server {
  readonly world: World
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Response>
  readonly post: (path: string, body: unknown, headers?: Readonly<Record<string, string>>) => Promise<Response>
}

async function start(options: Partial<WorldOptions> = {}, server: ServerOptions = {}): Promise<Running> {
  const world = createWorld({ scheduler: asyncScheduler, ...options })
  const running = await firstValueFrom(startServer(world, server))
  open.push(running.close)
  return {
    ...running,
    world,
    get: (path, headers = {}) => fetch(running.origin + path, { headers, redirect: 'manual' }),
    post: (path, body, headers = {}) =>
      fetch(running.origin + path, { method: 'POST', body: JSON.stringify(body), headers, redirect: 'manual' }),
  }
}

const json = async (response: Response): Promise<Record<string, unknown>> => {
  const value: unknown = await response.json()
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

const jslogin = '/jslogin?appid=wx782c26e4c19acffb&fun=new'

test('one origin plays every role, from the code to the first sync', async () => {
  const { get, post, origin, world } = await start()
  const uuid = /uuid = "(.*)"/.exec(await (await get(jslogin)).text())?.[1] ?? ''
  const poll = get(`/cgi-bin/mmwebwx-bin/login?tip=1&uuid=${uuid}`)
  world.phone().scan(uuid)
  world.phone().confirm()
  expect(await (await poll).text()).toMatch(/window\.code=20[01];/)
  const confirmed = await (await get(`/cgi-bin/mmwebwx-bin/login?tip=0&uuid=${uuid}`)).text()
  const redirect = /redirect_uri="(.*)"/.exec(confirmed)?.[1] ?? ''
  expect(redirect.startsWith(origin)).toBe(true)
  const page = await get(`${redirect.slice(origin.length)}&fun=new&version=v2`)
  const lines = page.headers.getSetCookie()
  expect(lines.length).toBe(7)
  expect(lines.join()).not.toMatch(/Domain|Secure/)
  const xml = await page.text()
  const element = (name: string): string => new RegExp(`<${name}>(.*)</${name}>`).exec(xml)?.[1] ?? ''
  const cookie = lines.map((line) => line.split(';', 1)[0]).join('; ')
  const BaseRequest = { Uin: element('wxuin'), Sid: element('wxsid'), Skey: element('skey'), DeviceID: 'e1' }
  const init = await json(await post('/cgi-bin/mmwebwx-bin/webwxinit', { BaseRequest }, { cookie }))
  world.person('alice').say('bot', 'over the wire: 你好 😄')
  const { SyncKey } = init
  const sync = await json(await post('/cgi-bin/mmwebwx-bin/webwxsync', { BaseRequest, SyncKey }, { cookie }))
  expect(sync.AddMsgList).toMatchObject([{ Content: 'over the wire: 你好 <span class="emoji emoji1f604"></span>' }])
})

test('a reset breaks the connection, and the next request is served', async () => {
  const { get, world } = await start()
  world.fault({ name: 'reset' })
  await expect(get('/')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
  expect((await get('/')).status).toBe(200)
})

test.each(['reset-midway', 'wrong-content-length', 'gzip-broken'])(
  '%s spoils one answer, and the next is whole',
  async (name) => {
    const { get, world } = await start()
    world.fault({ name })
    await expect(get('/').then((response) => response.text())).rejects.toThrow()
    expect((await get('/')).status).toBe(200)
  },
)

test('hanging up on a held poll is noticed', async () => {
  const { origin, world } = await start()
  world.fault({ name: 'hang' })
  const abort = new AbortController()
  const hanging = fetch(origin, { signal: abort.signal })
  await expect.poll(() => world.exchanges.list('page').length).toBe(1)
  abort.abort()
  await expect(hanging).rejects.toThrow()
  await expect.poll(() => world.exchanges.list('page')[0]?.outcome).toBe('aborted')
})

test('a drip arrives byte by byte, and whole', async () => {
  const { get, world } = await start()
  world.fault({ name: 'slow-drip', ms: 1 })
  const { body } = await get(jslogin)
  const sizes: number[] = []
  let text = ''
  for await (const chunk of body ?? []) {
    sizes.push(chunk.length)
    text += Buffer.from(chunk).toString()
  }
  expect(text).toMatch(/^window\.QRLogin\.code = 200;.*;$/)
  expect(sizes.length).toBeGreaterThan(10)
})

test('a gzip bomb is small on the wire', async () => {
  const { get, world } = await start()
  world.fault({ name: 'gzip-bomb', bytes: 1_000_000 })
  const answer = await get('/')
  expect(Number(answer.headers.get('content-length'))).toBeLessThan(2_000)
  expect((await answer.text()).length).toBe(1_000_000)
})

test('closing cuts held polls and idle connections at once', async () => {
  const { get, close, port, world } = await start()
  const uuid = /uuid = "(.*)"/.exec(await (await get(jslogin)).text())?.[1] ?? ''
  const poll = get(`/cgi-bin/mmwebwx-bin/login?tip=1&uuid=${uuid}`)
  await expect.poll(() => world.exchanges.list('login').length).toBe(1)
  close()
  await expect(poll).rejects.toThrow()
  await expect(
    new Promise((resolve, reject) => connect(port, '127.0.0.1').on('connect', resolve).on('error', reject)),
  ).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

test('a port that is taken is an error', async () => {
  const { port, world } = await start()
  await expect(firstValueFrom(startServer(world, { port }))).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

test('under TLS the real names are served, with a certificate that its CA vouches for', async () => {
  const { tls } = await start({}, { tls: true })
  const trusting = undiciHttp({ proxy: tls?.proxy ?? '', ca: tls?.caPem ?? '' })
  const request = (url: string) => ({ endpoint: 'jslogin', method: 'GET' as const, url, headers: {}, limit: 100_000 })
  const code = await firstValueFrom(trusting.http(request(`https://login.wx.qq.com${jslogin}`)))
  expect(code.body).toContain('window.QRLogin.code = 200')
  for (const host of [
    'wx.qq.com',
    'webpush.wx2.qq.com',
    'login.weixin.qq.com',
    'file2.wx.qq.com',
    'webpush2.weixin.qq.com',
    'webpush.web2.wechat.com',
    'web2.wechat.com',
    'webpush.wechat.com',
    'qq.com',
  ]) {
    expect((await firstValueFrom(trusting.http(request(`https://${host}/`)))).status).toBe(200)
  }
  const doubting = undiciHttp({ proxy: tls?.proxy ?? '' })
  await expect(firstValueFrom(doubting.http(request('https://wx.qq.com/')))).rejects.toMatchObject({
    kind: 'certificate',
  })
  await expect(firstValueFrom(trusting.http(request('https://example.com/')))).rejects.toMatchObject({
    kind: 'network',
  })
  await Promise.all([firstValueFrom(trusting.close()), firstValueFrom(doubting.close())])
})

test('the controls play phone and friends, and show what happened', async () => {
  const { get, post } = await start()
  await get(jslogin)
  const state = await json(await get('/_control/state'))
  expect(state.codes).toMatchObject([{ kind: 'qr', state: 'waiting' }])
  expect((await post('/_control/scan', {})).status).toBe(200)
  expect((await post('/_control/confirm', {})).status).toBe(200)
  expect(await json(await post('/_control/say', { person: 'alice', text: 'hi' }))).toEqual({
    msgId: expect.stringMatching(/^\d{19}$/),
  })
  await post('/_control/addPerson', { id: 'dora', nickName: 'Dora' })
  await post('/_control/addRoom', { id: 'new', topic: 'New', members: ['bot', 'dora'] })
  await post('/_control/sayIn', { person: 'dora', room: 'new', text: 'hi' })
  await post('/_control/addMessages', { count: 10, from: 'dora' })
  await post('/_control/fault', { name: 'http-502', times: 3 })
  await post('/_control/change', { echo: true })
  const after = await json(await get('/_control/state'))
  expect(after).toMatchObject({
    accounts: [{ id: 'bot', online: false, unread: 12 }],
    faults: [{ name: 'http-502', times: 3 }],
  })
  expect(after.rooms).toContainEqual({ id: 'new', topic: 'New', members: ['bot', 'dora'] })
  expect((await get('/')).status).toBe(502)
  await post('/_control/clearFaults', {})
  const { requests } = await json(await get('/_control/requests?endpoint=page'))
  expect(requests).toMatchObject([{ endpoint: 'page', status: 502, fault: 'http-502', outcome: 'answered' }])
  expect(await json(await get('/_control/sent'))).toEqual({ sent: [] })
})

test('the controls play media, friends and rooms', async () => {
  const { get, post, world } = await start()
  const base64 = Buffer.from('any bytes').toString('base64')
  for (const kind of ['image', 'voice', 'video', 'sticker']) {
    const sent = await json(await post('/_control/send', { person: 'alice', kind, base64 }))
    expect(sent).toEqual({ msgId: expect.stringMatching(/^\d{19}$/) })
  }
  const kinds = [
    { kind: 'file', base64, name: 'a.bin' },
    { kind: 'link', title: 't', url: 'u' },
    { kind: 'card', card: 'bob' },
    { kind: 'raw', raw: { MsgType: 9999 } },
  ]
  for (const one of kinds)
    expect((await post('/_control/send', { person: 'alice', to: 'team', ...one })).status).toBe(200)
  expect((await post('/_control/rename', { person: 'alice', nickName: 'Alicia' })).status).toBe(200)
  expect((await post('/_control/changeAvatar', { person: 'alice', base64 })).status).toBe(200)
  expect((await post('/_control/request', { person: 'carol', greeting: 'hi' })).status).toBe(200)
  for (const verb of ['unfriend', 'block'])
    expect((await post(`/_control/${verb}`, { person: 'alice' })).status).toBe(200)
  expect((await post('/_control/befriend', { person: 'carol' })).status).toBe(200)
  expect((await post('/_control/vanish', { person: 'bob' })).status).toBe(200)
  expect((await post('/_control/pat', { person: 'alice', to: 'team', patted: 'bot' })).status).toBe(200)
  expect((await post('/_control/renameRoom', { room: 'team', topic: 'T', by: 'alice' })).status).toBe(200)
  expect((await post('/_control/addMembers', { room: 'lunch', persons: ['carol'], by: 'bob' })).status).toBe(200)
  expect((await post('/_control/removeMember', { room: 'team', person: 'carol', by: 'alice' })).status).toBe(200)
  expect((await post('/_control/leaveRoom', { room: 'team', person: 'alice' })).status).toBe(200)
  expect((await post('/_control/setOwner', { room: 'team', person: 'bot' })).status).toBe(200)
  expect((await post('/_control/announce', { room: 'team', text: 'T', by: 'bot' })).status).toBe(200)
  expect((await post('/_control/capability', { name: 'createRoom', service: 'refused' })).status).toBe(200)
  expect(world.services.get('createRoom')).toBe('refused')
  expect([...(world.rooms.get('team')?.members.keys() ?? [])]).toEqual(['bot', 'bob'])
  expect([world.persons.get('alice')?.nickName, world.rooms.get('lunch')?.members.has('carol')]).toEqual([
    'Alicia',
    true,
  ])
  expect(world.accounts.get('bot')?.friends.get('alice')).toMatchObject({ deletedYou: true, blockedYou: true })
  expect([...(world.accounts.get('bot')?.friends.keys() ?? [])]).not.toContain('bob')
  expect(Object.keys(await json(await get('/_control/faultNames')))).toContain('hang')
})

test.each([
  ['an upload that nobody made', 'GET media?mediaId=x', {}],
  ['bytes that are no base64', 'send', { person: 'alice', kind: 'image', base64: '?' }],
  ['a kind that is none', 'send', { person: 'alice', kind: 'smell' }],
  ['a service that is none', 'capability', { name: 'pin', service: 'slow' }],
  ['a capability that is none', 'capability', { name: 'fly', service: 'served' }],
  ['an invitation that nobody gave', 'accept', { person: 'carol', room: 'lunch' }],
  ['nothing to confirm', 'confirm', {}],
  ['nobody of that name', 'say', { person: 'nobody', text: 'x' }],
  ['a missing text', 'say', { person: 'alice' }],
  ['a number for a text', 'say', { person: 'alice', text: 5 }],
  ['an unknown fault', 'fault', { name: 'flood' }],
  ['an unknown setting', 'change', { colour: 'red' }],
  ['a setting of another type', 'change', { echo: 'yes' }],
  ['members that are no list', 'addRoom', { id: 'x', members: 'bot' }],
])('the controls refuse %s with 400 and a reason', async (_, verb, given) => {
  const { get, post } = await start()
  const answer = verb.startsWith('GET ')
    ? await get(`/_control/${verb.slice(4)}`)
    : await post(`/_control/${verb}`, given)
  expect(answer.status).toBe(400)
  expect((await json(answer)).error).toMatch(/.{8}/)
})

test('the controls are closed to pages on the web, also under a name that leads here', async () => {
  const { get, post, port } = await start()
  expect((await post('/_control/kick', {}, { origin: 'https://evil.example' })).status).toBe(403)
  const rebound = undiciHttp({})
  const url = `http://127.0.0.1:${port}/_control/state`
  const request = { endpoint: 'x', method: 'GET' as const, url, headers: { host: 'evil.example' }, limit: 100_000 }
  expect((await firstValueFrom(rebound.http(request))).status).toBe(403)
  await firstValueFrom(rebound.close())
  expect((await get('/_control/nothing')).status).toBe(404)
  expect((await get('/_control/toString')).status).toBe(404)
})

test('a page lists the controls, and an unknown one says where it is', async () => {
  const { get, origin } = await start()
  for (const path of ['/_control', '/_control/']) {
    const page = await get(path)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
    expect(await page.text()).toContain(`curl ${origin}/_control/state`)
  }
  expect(await json(await get('/_control/nothing'))).toEqual({
    error: 'nothing: is no control; GET /_control/ lists them',
  })
})

test.each([
  ['a field that is none', { person: 'alice', text: 'x', colour: 'red' }, /^colour: is not a field here/],
  ['a list for an object', [], /^the body: has to be one JSON object/],
])('a POST with %s is refused', async (_, body, reason) => {
  const { post } = await start()
  const answer = await post('/_control/say', body)
  expect(answer.status).toBe(400)
  expect((await json(answer)).error).toMatch(reason)
})

test('a body that is not JSON is refused, and so are fields in the query of a POST', async () => {
  const { origin, post } = await start()
  const answer = await fetch(`${origin}/_control/kick`, { method: 'POST', body: '{"code":' })
  expect([answer.status, (await json(answer)).error]).toEqual([400, 'the body: has to be one JSON object'])
  const query = await post('/_control/kick?code=1102', {})
  expect([query.status, (await json(query)).error]).toEqual([400, 'code: has to be in the JSON body of a POST'])
})

test('events come as they happen, a line each, from the moment the first line is there', async () => {
  const { origin, post, get, world } = await start({ phone: 'auto' })
  const abort = new AbortController()
  const { body, headers } = await fetch(`${origin}/_control/events`, { signal: abort.signal })
  expect(headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8')
  const lines = linesOf(body)
  expect(await lines.next()).toMatchObject({ value: { type: 'listening' } })
  await get(jslogin)
  await post('/_control/say', { person: 'alice', text: 'hi' })
  expect(await lines.next()).toMatchObject({ value: { type: 'code', state: 'waiting', kind: 'qr' } })
  expect(await lines.next()).toMatchObject({
    value: { type: 'received', account: 'bot', from: 'alice', content: 'hi' },
  })
  await post('/_control/fault', { name: 'http-502' })
  await get('/')
  expect(await lines.next()).toMatchObject({ value: { type: 'fault', name: 'http-502', endpoint: 'page' } })
  expect(await lines.next()).toMatchObject({ value: { type: 'code', state: 'scanned', account: 'bot' } })
  abort.abort()
  await expect(lines.next()).rejects.toThrow()
  expect(world.isOnline()).toBe(false)
})

async function* linesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<unknown, undefined> {
  let rest = ''
  for await (const chunk of body ?? []) {
    rest += Buffer.from(chunk).toString()
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line)
  }
  return undefined
}

test('two accounts, one of them added over HTTP, log in side by side, and history and events tell them apart', async () => {
  const { post, get, world } = await start({ phone: 'auto' })
  expect((await post('/_control/addAccount', { id: 'second', nickName: 'Second' })).status).toBe(200)
  await post('/_control/say', { person: 'alice', account: 'second', text: 'for the second' })
  expect((await json(await get('/_control/history?account=second'))).history).toMatchObject([
    { chat: 'alice', from: 'alice', text: 'for the second' },
  ])
  expect((await json(await get('/_control/history'))).history).toEqual([])
  expect((await json(await get('/_control/state'))).accounts).toMatchObject([{ id: 'bot' }, { id: 'second' }])
  expect((await post('/_control/addAccount', { id: 'second' })).status).toBe(400)
  expect([...world.accounts.keys()]).toEqual(['bot', 'second'])
})

test('the ports of TLS front and proxy can be chosen; one that is taken frees the others', async () => {
  const first = await start({}, { tls: true })
  const world = createWorld({ scheduler: asyncScheduler })
  const ports = { port: 0, proxyPort: Number(new URL(first.tls?.proxy ?? '').port) }
  await expect(firstValueFrom(startServer(world, { tls: ports }))).rejects.toMatchObject({ code: 'EADDRINUSE' })
  first.close()
  const second = await firstValueFrom(startServer(world, { tls: ports }))
  open.push(second.close)
  expect(second.tls?.proxy).toBe(first.tls?.proxy)
})

test('the proxy answers plain requests to the real names, as for stickers, and refuses all others', async () => {
  const { tls } = await start({}, { tls: true })
  const { port } = new URL(tls?.proxy ?? '')
  const status = (path: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const asked = ask({ host: '127.0.0.1', port, path, headers: { host: 'elsewhere' } }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode))
      })
      asked.on('error', reject).end()
    })
  expect(await status('http://wx.qq.com/')).toBe(200)
  expect(await status('http://example.com/')).toBe(403)
  expect(await status('http://127.0.0.1/_control/state')).toBe(403)
  expect(await status('/_control/state')).toBe(403)
})

test('a sticker can be fetched from the address in its message, through the proxy', async () => {
  const { tls, world } = await start({}, { tls: true })
  world.person('alice').sendSticker('bot', new TextEncoder().encode('GIF89a'))
  const url = /cdnurl="([^"]+)"/.exec(world.history()[0]?.text.replaceAll('&quot;', '"') ?? '')?.[1] ?? ''
  expect(url).toMatch(/^http:/)
  const { port } = new URL(tls?.proxy ?? '')
  const body = await new Promise<string>((resolve, reject) => {
    const asked = ask({ host: '127.0.0.1', port, path: url.replaceAll('&amp;', '&') }, async (answer) => {
      let text = ''
      for await (const chunk of answer) text += chunk
      resolve(text)
    })
    asked.on('error', reject).end()
  })
  expect(body).toBe('GIF89a')
})
