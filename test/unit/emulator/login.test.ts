import { expect, test } from 'vitest'
import { createWireClient, loginHost, read } from './wire-client.js'

test('jslogin answers two assignments with a uuid of its own', () => {
  const client = createWireClient()
  const { body, headers } = client.ask(`${loginHost}/jslogin?appid=wx782c26e4c19acffb&fun=new`)
  expect(body).toMatch(/^window\.QRLogin\.code = 200; window\.QRLogin\.uuid = "[A-Za-z0-9_-]{10}==";$/)
  expect(headers['content-type']).toBe('text/javascript')
  expect(client.uuid()).not.toBe(client.uuid())
})

test('jslogin takes POST and form fields, and no other application', () => {
  const { ask } = createWireClient()
  const posted = ask(`${loginHost}/jslogin`, { method: 'POST', body: 'appid=wx782c26e4c19acffb&fun=new' })
  expect(posted.body).toContain('code = 200')
  expect(ask(`${loginHost}/jslogin?appid=wx0000`).body).toContain('window.QRLogin.code = 400')
})

test('the picture of a code is a JPEG, and its link says something', () => {
  const { ask, uuid } = createWireClient()
  const id = uuid()
  const picture = ask(`https://login.weixin.qq.com/qrcode/${id}`)
  expect([picture.status, picture.headers['content-type']]).toEqual([200, 'image/jpeg'])
  expect(picture.body.startsWith('\u00ff\u00d8\u00ff')).toBe(true)
  expect(ask(`https://login.weixin.qq.com/l/${id}`).body).toContain('phone')
  expect(ask('https://login.weixin.qq.com/qrcode/nothing').status).toBe(404)
})

test('a poll without an event is held for 25 s and answered 408', () => {
  const { beginPoll, uuid, clock } = createWireClient()
  const poll = beginPoll(uuid(), 1)
  clock.advance(25_000)
  expect(poll.answer).toBeUndefined()
  clock.advance(1)
  expect(poll.answer?.body).toBe('window.code=408;')
})

test('how long polls are held can be chosen', () => {
  const { beginPoll, uuid, clock } = createWireClient({ hold: 300 })
  const poll = beginPoll(uuid(), 1)
  clock.advance(301)
  expect(poll.answer?.body).toBe('window.code=408;')
})

test.each([0, 1] as const)('a scan is told at once, with an avatar, to a poll with tip=%i', (tip) => {
  const { beginPoll, uuid, clock, world } = createWireClient()
  const poll = beginPoll(uuid(), tip)
  clock.advance(3_000)
  world.phone().scan()
  clock.advance(1)
  expect(poll.answer?.body).toMatch(/^window\.code=201;window\.userAvatar = 'data:img\/jpg;base64,[A-Za-z0-9+/=]+';$/)
})

test('a scan is not repeated to tip=0, which waits for the confirmation', () => {
  const { beginPoll, uuid, clock, world } = createWireClient()
  const id = uuid()
  world.phone().scan(id)
  beginPoll(id, 0)
  clock.advance(1)
  const next = beginPoll(id, 0)
  clock.advance(1_000)
  expect(next.answer).toBeUndefined()
  world.phone().confirm()
  clock.advance(1)
  expect(next.answer?.body).toMatch(/^window\.code=200;\nwindow\.redirect_uri="/)
})

test('a scan is repeated to tip=1', () => {
  const { beginPoll, uuid, clock, world } = createWireClient()
  const id = uuid()
  world.phone().scan(id)
  const polls = [beginPoll(id, 1), beginPoll(id, 1)]
  clock.advance(1)
  expect(polls.map((poll) => poll.answer?.body.slice(0, 16))).toEqual(['window.code=201;', 'window.code=201;'])
})

test('the redirect names the web host, and carries ticket, uuid, lang and scan', () => {
  const { login } = createWireClient({ host: 'web2.wechat.com' })
  const url = new URL(login().redirectUri)
  expect([url.host, url.pathname]).toEqual(['web2.wechat.com', '/cgi-bin/mmwebwx-bin/webwxnewloginpage'])
  expect([...url.searchParams.keys()]).toEqual(['ticket', 'uuid', 'lang', 'scan'])
})

test('cancel is 202 once, then the code is spent', () => {
  const { beginPoll, uuid, clock, world } = createWireClient()
  const id = uuid()
  world.phone().scan(id)
  world.phone().cancel()
  const first = beginPoll(id, 0)
  const second = beginPoll(id, 0)
  clock.advance(1)
  expect([first.answer?.body, second.answer?.body]).toEqual(['window.code=202;', 'window.code=400;'])
})

test('a code dies after five minutes, an unknown one never lived, and neither can be scanned', () => {
  const { beginPoll, uuid, clock, world } = createWireClient()
  const id = uuid()
  clock.advance(300_000)
  const polls = [beginPoll(id, 0), beginPoll('AAAAAAAAAA==', 0)]
  clock.advance(1)
  expect(polls.map((poll) => poll.answer?.body)).toEqual(['window.code=400;', 'window.code=400;'])
  expect(() => world.phone().scan(id)).toThrow('no QR code waits')
})

test('the login page answers XML with encoded secrets, and seven cookies', () => {
  const { login } = createWireClient()
  const { status, headers, xml, sid, passTicket, skey, setCookies } = login()
  expect([status, headers['content-type']]).toEqual([200, 'text/plain;charset=utf-8'])
  expect(xml).toMatch(/^<error><ret>0<\/ret><message><\/message><skey>.*<isgrayscale>1<\/isgrayscale><\/error>$/)
  expect(skey).toMatch(/^@crypt_[0-9a-f]{8}_[0-9a-f]{32}$/)
  expect(sid).toMatch(/\+.*\//)
  expect(passTicket).toMatch(/%2B.*%3D$/)
  expect(setCookies.map((line) => line.slice(0, line.indexOf('=')))).toEqual([
    'wxuin',
    'wxsid',
    'wxloadtime',
    'mm_lang',
    'webwx_data_ticket',
    'webwxuvid',
    'webwx_auth_ticket',
  ])
})

test('cookies have dashed dates, the shard as domain, and twelve hours; the media ticket belongs to the site', () => {
  const { login } = createWireClient()
  const { setCookies, sid } = login()
  expect(setCookies[1]).toBe(`wxsid=${sid}; Domain=wx2.qq.com; Path=/; Expires=Wed, 01-Jan-2020 12:00:00 GMT; Secure`)
  expect(setCookies[4]).toMatch(/^webwx_data_ticket=\S+; Domain=\.qq\.com; Path=\/;/)
  expect(setCookies[6]).toContain('; Domain=wx2.qq.com; Path=/; Expires=Sat, 29-Dec-2029 00:00:00 GMT; Secure')
})

test('without fun=new the login page is a 301 with the same body and no Location', () => {
  const { login } = createWireClient()
  const { status, xml, headers, setCookies } = login({ query: '' })
  expect([status, headers.location, setCookies.length]).toEqual([301, undefined, 7])
  expect(xml).toContain('<ret>0</ret>')
})

const desktop = { 'client-version': '2.0.0', extspam: 'Go8F' }

test('a switch gives the redirect a Location, for desktop logins with version=v2, too', () => {
  const { login } = createWireClient({ loginLocation: true })
  expect(login({ query: '' }).headers.location).toBe('https://wx2.qq.com/')
  const { status, headers } = login({ query: '&fun=new&version=v2&mod=desktop', headers: desktop })
  expect([status, headers.location]).toEqual([301, 'https://wx2.qq.com/'])
  expect(login().status).toBe(200)
})

test('a switch puts Uin and Sid into cookies alone', () => {
  const { login, cookies } = createWireClient({ credentials: 'cookies' })
  const { xml } = login()
  expect(xml).toContain('<wxsid></wxsid><wxuin></wxuin>')
  expect([cookies.get('wxsid'), cookies.get('wxuin')].every((value) => (value ?? '') !== '')).toBe(true)
})

test('a ticket used twice is refused with 1203', () => {
  const { login, ask } = createWireClient()
  const { redirectUri } = login()
  const again = ask(`${redirectUri}&fun=new`)
  expect(again.body).toContain('<ret>1203</ret>')
  expect(again.setCookies).toEqual([])
})

test('an account that may not log in is refused with 1203 and a text, unless the desktop client asks', () => {
  const accounts = [{ id: 'bot', webLogin: 'desktopOnly' }] as const
  const { login } = createWireClient({ accounts })
  expect(login().xml).toMatch(/<error><ret>1203<\/ret><message>\S+web微信\S+<\/message><\/error>/)
  expect(login({ headers: { 'client-version': '2.0.0', extspam: '' } }).xml).toContain('<ret>1203</ret>')
  expect(login({ headers: desktop }).xml).toContain('<ret>0</ret>')
})

test('an account that is refused altogether is refused to the desktop client, too', () => {
  const { login } = createWireClient({ accounts: [{ id: 'bot', webLogin: 'refused' }] })
  expect(login({ headers: desktop }).xml).toContain('<ret>1203</ret>')
})

const pushLogin = 'https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxpushloginurl'

test('a push login needs the device cookies, and no scan', () => {
  const { login, ask, beginPoll, clock, world } = createWireClient()
  const { uin } = login()
  const answer = read(ask(`${pushLogin}?uin=${uin}`).body)
  expect(answer).toMatchObject({ ret: '0', msg: 'all ok' })
  const poll = beginPoll(String(answer.uuid), 1)
  clock.advance(10_000)
  expect(poll.answer).toBeUndefined()
  world.phone().confirm()
  clock.advance(1)
  expect(poll.answer?.body).toContain('window.code=200;')
})

test('a push login without the device ticket, or after 24 h, fails with a string that is not "0"', () => {
  const { login, ask, cookies, clock } = createWireClient()
  const { uin } = login()
  const ticket = cookies.get('webwx_auth_ticket') ?? ''
  cookies.delete('webwx_auth_ticket')
  expect(read(ask(`${pushLogin}?uin=${uin}`).body).ret).toBe('1')
  cookies.set('webwx_auth_ticket', ticket)
  clock.advance(86_400_000)
  expect(read(ask(`${pushLogin}?uin=${uin}`).body).ret).toBe('1')
})

test('after a logout at the phone no push login is possible, after webwxlogout it is', () => {
  const { login, ask, world } = createWireClient()
  const { uin, skey } = login()
  ask(`https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxlogout?redirect=1&type=1&skey=${skey}`, { method: 'POST', body: '' })
  expect(read(ask(`${pushLogin}?uin=${uin}`).body).ret).toBe('0')
  login()
  world.phone().logoutWeb()
  expect(read(ask(`${pushLogin}?uin=${uin}`).body).ret).toBe('1')
})

test('an automatic phone scans and confirms after its delays', () => {
  const client = createWireClient({ phone: { scanAfter: 2_000, confirmAfter: 3_000 } })
  const id = client.uuid()
  const scanned = client.beginPoll(id, 1)
  client.clock.advance(2_001)
  expect(scanned.answer?.body).toContain('window.code=201;')
  const confirmed = client.beginPoll(id, 0)
  client.clock.advance(2_998)
  expect(confirmed.answer).toBeUndefined()
  client.clock.advance(3)
  expect(confirmed.answer?.body).toContain('window.code=200;')
})

test('a phone cannot confirm what it has not scanned', () => {
  const { world, uuid } = createWireClient()
  uuid()
  expect(() => world.phone().confirm()).toThrow('no login dialog')
})
