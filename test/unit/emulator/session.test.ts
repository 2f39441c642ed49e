import { expect, test } from 'vitest'
import {
  attach,
  createWireClient,
  keyText,
  list,
  part,
  push,
  type Raw,
  read,
  ret,
  type WireClient,
  web,
} from './wire-client.js'

const initKey = (client: WireClient): string => keyText(part(client.api('webwxinit'), 'SyncKey'))

const code = (text: string | undefined): string => /retcode:"(-?\d+)"/.exec(text ?? '')?.[1] ?? ''

test('without cookies the API answers 1102, and the address book 1', () => {
  const client = createWireClient()
  const { skey } = client.login()
  client.cookies.clear()
  expect(ret(client.api('webwxinit'))).toBe(1102)
  expect(ret(read(client.ask(`${web}/webwxgetcontact?seq=0&skey=${skey}`).body))).toBe(1)
})

test.each([
  ['Sid', { Sid: 'other' }],
  ['Skey', { Skey: '@crypt_0_0' }],
  ['Uin', { Uin: 1 }],
])('a wrong %s in BaseRequest is 1100', (_, change) => {
  const client = createWireClient()
  const { uin, sid, skey } = client.login()
  const base = { Uin: uin, Sid: sid, Skey: skey, DeviceID: 'e1' }
  const body = JSON.stringify({ BaseRequest: { ...base, ...change } })
  expect(ret(read(client.ask(`${web}/webwxinit`, { method: 'POST', body }).body))).toBe(1100)
})

test('Uin may be text, DeviceID anything', () => {
  const client = createWireClient()
  const { uin, sid, skey } = client.login()
  const init = (base: Raw): unknown =>
    ret(read(client.ask(`${web}/webwxinit`, { method: 'POST', body: JSON.stringify({ BaseRequest: base }) }).body))
  expect(init({ Uin: uin, Sid: sid, Skey: skey, DeviceID: 'no number' })).toBe(0)
  expect(init({ Uin: Number(uin), Sid: sid, Skey: skey, DeviceID: '' })).toBe(0)
})

test('pass_ticket is taken decoded, encoded once, encoded twice, and not at all; another one is -14', () => {
  const client = createWireClient()
  const { passTicket } = client.login()
  const tickets = [decodeURIComponent(passTicket), passTicket, encodeURIComponent(passTicket)]
  for (const ticket of tickets) expect(ret(client.api('webwxinit', {}, `&pass_ticket=${ticket}`))).toBe(0)
  expect(ret(client.api('webwxinit'))).toBe(0)
  expect(ret(client.api('webwxinit', {}, '&pass_ticket=other'))).toBe(-14)
})

test('calls to a host of another shard are 1100, polls 1102', () => {
  const client = createWireClient()
  const { sid, uin, skey } = client.login()
  const key = initKey(client)
  const body = JSON.stringify({ BaseRequest: { Uin: uin, Sid: sid, Skey: skey, DeviceID: 'e1' } })
  const elsewhere = client.ask('https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxinit', { method: 'POST', body })
  expect(ret(read(elsewhere.body))).toBe(1100)
  const fields = new URLSearchParams({ skey, sid, uin, deviceid: 'e1', synckey: key })
  expect(code(client.ask(`https://webpush.wx.qq.com/cgi-bin/mmwebwx-bin/synccheck?${fields}`).body)).toBe('1102')
  expect(code(client.ask(`https://wx2.qq.com/cgi-bin/mmwebwx-bin/synccheck?${fields}`).body)).toBe('1102')
})

test('one origin that is not WeChat plays every role, with cookies of its own host', () => {
  const client = createWireClient()
  const origin = 'http://emulator.test:8080'
  const uuid = /uuid = "(.*)"/.exec(client.ask(`${origin}/jslogin?appid=wx782c26e4c19acffb`).body)?.[1] ?? ''
  client.world.phone().scan(uuid)
  client.world.phone().confirm()
  const { body } = client.ask(`${origin}/cgi-bin/mmwebwx-bin/login?uuid=${uuid}&tip=1`)
  const redirect = /redirect_uri="(.*)"/.exec(body)?.[1] ?? ''
  expect(redirect.startsWith(`${origin}/cgi-bin/mmwebwx-bin/webwxnewloginpage?`)).toBe(true)
  const { setCookies } = client.ask(`${redirect}&fun=new`)
  expect(setCookies[0]).toMatch(/^wxuin=\d+; Path=\/; Expires=[^;]+$/)
})

test('a host that does not exist is not reached', () => {
  const client = createWireClient()
  const outcome = client.begin('https://evil.example/jslogin')
  expect(outcome.failure?.detail).toMatchObject({ reason: 'ENOTFOUND', sent: false })
})

test('a new login ends the session before with 1101, and its held poll at once', () => {
  const client = createWireClient()
  client.login()
  const poll = client.beginCheck(initKey(client))
  client.clock.advance(5_000)
  attach(client.world, client.clock).login()
  expect(code(poll.answer?.body)).toBe('1101')
  expect(ret(client.api('webwxinit'))).toBe(1101)
})

test('a logout at the phone is 1100, or what one asks for', () => {
  const client = createWireClient()
  client.login()
  const poll = client.beginCheck(initKey(client))
  client.world.phone().logoutWeb()
  client.clock.advance(1)
  expect(poll.answer?.body).toBe('window.synccheck={retcode:"1100",selector:"0"}')
  client.login()
  client.world.phone().logoutWeb({ code: 1101 })
  expect(ret(client.api('webwxinit'))).toBe(1101)
})

test('webwxlogout ends the session with 1101 and redirects', () => {
  const client = createWireClient()
  const { uin, sid } = client.login()
  const body = new URLSearchParams({ sid, uin }).toString()
  expect(client.ask(`${web}/webwxlogout?redirect=1&type=1`, { method: 'POST', body }).status).toBe(301)
  expect(ret(client.api('webwxinit'))).toBe(1101)
  expect(client.world.isOnline()).toBe(false)
})

test('UserNames are new after each login, stable within it, and of both lengths', () => {
  const persons = Array.from({ length: 20 }, (_, at) => ({ id: `p${at}` }))
  const client = createWireClient({
    accounts: [{ id: 'bot' }],
    persons,
    rooms: [{ id: 'r', members: ['bot'], saved: true }],
  })
  const names = (): readonly string[] => {
    const { skey } = client.login()
    const book = (): readonly string[] =>
      list(read(client.ask(`${web}/webwxgetcontact?skey=${skey}`).body), 'MemberList').map(({ UserName }) =>
        String(UserName),
      )
    const first = book()
    expect(book()).toEqual(first)
    return first
  }
  const [before, after] = [names(), names()]
  expect(before.filter((name) => after.includes(name))).toEqual([])
  expect(new Set(before.map((name) => name.replace(/[0-9a-f]/g, '').length + name.length))).toEqual(
    new Set([34, 66, 68]),
  )
})

test('the page says whether the cookies are still good', () => {
  const client = createWireClient()
  client.login()
  expect(client.ask('https://wx2.qq.com/').body).toContain('isLogin: !!"1"')
  client.world.kick()
  expect(client.ask('https://wx2.qq.com/').body).toContain('isLogin: !!""')
})

test('JSON is pretty-printed and labelled as text, with status 200 for refusals too', () => {
  const client = createWireClient()
  client.login()
  client.world.kick('bot', 1102)
  const { status, headers, body } = client.ask(`${web}/webwxsync`, { method: 'POST', body: '{"BaseRequest":{}}' })
  expect([status, headers['content-type']]).toEqual([200, 'text/plain'])
  expect(body.startsWith('{\n "BaseResponse": {\n  "Ret": 1102,\n  "ErrMsg": ""\n },\n "AddMsgCount": 0,')).toBe(true)
})

test('what nobody serves is a page with status 404', () => {
  const { status, headers } = createWireClient().ask(`${web}/webwxnothing`)
  expect([status, headers['content-type']]).toEqual([404, 'text/html; charset=UTF-8'])
})

test('synccheck works without cookies unless they are demanded', () => {
  const client = createWireClient()
  client.login()
  const key = initKey(client)
  client.cookies.clear()
  const poll = client.beginCheck(key)
  client.clock.advance(25_001)
  expect(poll.answer?.body).toContain('retcode:"0"')
  client.world.change({ pollNeedsCookies: true })
  const refused = client.beginCheck(key)
  client.clock.advance(1)
  expect(code(refused.answer?.body)).toBe('1102')
})

test.each([
  ['skey', '@crypt_x', '1102'],
  ['sid', 'nobody', '1100'],
  ['uin', '1', '1100'],
  ['synckey', 'nonsense', '-1'],
])('synccheck refuses a wrong %s', (name, value, expected) => {
  const client = createWireClient()
  client.login()
  const poll = client.beginCheck(initKey(client), { [name]: value })
  client.clock.advance(1)
  expect(code(poll.answer?.body)).toBe(expected)
})

test("with the switch, synccheck refuses the login's Skey once there is another", () => {
  const client = createWireClient({ oldSkeyRefused: true })
  client.login()
  const init = client.api('webwxinit')
  const key = keyText(part(init, 'SyncKey'))
  const [stale, fresh] = [client.beginCheck(key), client.beginCheck(key, { skey: String(init.SKey) })]
  client.clock.advance(25_001)
  expect([code(stale.answer?.body), code(fresh.answer?.body)]).toEqual(['1102', '0'])
})

test('one world has many accounts, and each gets its own', () => {
  const first = createWireClient({ accounts: [{ id: 'one' }, { id: 'two' }], persons: [{ id: 'alice' }] })
  const second = attach(first.world, first.clock)
  first.login({ account: 'one' })
  second.login({ account: 'two' })
  const poll = first.beginCheck(initKey(first))
  const other = second.beginCheck(initKey(second))
  first.world.person('alice').say('two', 'hi')
  first.clock.advance(1)
  expect([poll.answer, other.answer?.body]).toEqual([undefined, 'window.synccheck={retcode:"0",selector:"2"}'])
})

test('same seed, same trace', () => {
  const trace = (seed: string): string => {
    const client = createWireClient({ seed })
    const { xml, setCookies } = client.login()
    client.world.person('alice').say('bot', 'hi')
    return xml + setCookies + JSON.stringify(client.api('webwxinit'))
  }
  expect(trace('a')).toBe(trace('a'))
  expect(trace('a')).not.toBe(trace('b'))
})

test('a refused push host shows in the log of exchanges, with who asked', () => {
  const client = createWireClient()
  client.login()
  client.ask(`${push}/synccheck`)
  expect(client.world.exchanges.list('synccheck')).toMatchObject([
    { endpoint: 'synccheck', account: 'bot', session: 1, outcome: 'answered', code: '1100', status: 200 },
  ])
})
