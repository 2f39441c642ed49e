import { expect, test } from 'vitest'
import { type Fault, faultNames, mostAtOnce } from '../../../src/emulator/index.js'
import {
  createWireClient,
  keyText,
  list,
  loginHost,
  type Outcome,
  part,
  type Raw,
  read,
  ret,
  type WireClient,
  web,
} from './wire-client.js'

const page = 'https://wx2.qq.com/'

function ready(): WireClient & { readonly key: Raw } {
  const client = createWireClient()
  client.login()
  return { ...client, key: part(client.api('webwxinit'), 'SyncKey') }
}

function struck(fault: Fault, url = page): Outcome & { readonly clock: WireClient['clock'] } {
  const client = createWireClient()
  client.world.fault(fault)
  const outcome = client.begin(url)
  client.clock.advance(1)
  return Object.assign(outcome, { clock: client.clock })
}

test('every fault has a line that says what it does, and no other name is taken', () => {
  expect(Object.keys(faultNames).length).toBeGreaterThanOrEqual(26)
  expect(Object.values(faultNames).every((line) => line.length > 20)).toBe(true)
  const { world } = createWireClient()
  expect(() => world.fault({ name: 'retcode-<n>' })).toThrow('none of')
  expect(() => world.fault({ name: 'toString' })).toThrow('none of')
})

test.each([
  ['http-500', 500, '<h1>500 Internal Server Error</h1>'],
  ['http-502', 502, '<h1>502 Bad Gateway</h1>'],
  ['html', 200, '<!DOCTYPE html>'],
  ['wrong-json', 200, '"status":"ok"'],
])('%s answers with status %i', (name, status, text) => {
  const { answer } = struck({ name })
  expect(answer?.status).toBe(status)
  expect(answer?.body).toContain(text)
})

test('an empty body is empty, deep JSON is deep', () => {
  expect(struck({ name: 'empty-body' }).answer?.body).toBe('')
  expect(struck({ name: 'deep-json' }).answer?.body.length).toBe(200_000)
})

test('a reset is a network failure after the request was sent', () => {
  expect(struck({ name: 'reset' }).failure?.detail).toMatchObject({ reason: 'ECONNRESET', sent: true })
})

test('a hanging server never answers, and the log shows who hung up', () => {
  const client = createWireClient()
  client.world.fault({ name: 'hang' })
  const outcome = client.begin(page)
  client.clock.advance(86_400_000)
  expect([outcome.answer, outcome.failure]).toEqual([undefined, undefined])
  expect(client.world.exchanges.list()).toMatchObject([{ outcome: 'pending', fault: 'hang' }])
  outcome.hangUp()
  expect(client.world.exchanges.list()).toMatchObject([{ outcome: 'aborted' }])
})

test('a delay takes as long as it says, a drip one step per byte', () => {
  const late = struck({ name: 'delay', ms: 5_000 })
  late.clock.advance(4_999)
  expect(late.answer).toBeUndefined()
  late.clock.advance(1)
  expect(late.answer?.status).toBe(200)
  const slow = struck({ name: 'slow-drip', ms: 10 })
  const bytes = createWireClient().ask(page).body.length
  slow.clock.advance(bytes * 10 - 1)
  expect(slow.answer).toBeUndefined()
  slow.clock.advance(1)
  expect(slow.answer?.body.length).toBe(bytes)
})

test('a truncated answer is half, and one with a BOM begins with it', () => {
  const whole = createWireClient().ask(page).body
  expect(struck({ name: 'truncated' }).answer?.body).toBe(whole.slice(0, Math.floor(whole.length / 2)))
  expect(struck({ name: 'bom' }).answer?.body).toBe(`\uFEFF${whole}`)
})

test.each([
  ['redirect-302-foreign', 302],
  ['redirect-307-foreign', 307],
])('%s points to a host that is not WeChat', (name, status) => {
  const { answer } = struck({ name })
  expect([answer?.status, answer?.headers.location]).toEqual([status, expect.stringContaining('evil.example')])
})

test.each([
  ['reset-midway', 'ECONNRESET'],
  ['wrong-content-length', 'ECONNRESET'],
  ['gzip-broken', 'Z_DATA_ERROR'],
])('%s ends in a network failure: %s', (name, reason) => {
  const { failure } = struck({ name })
  expect([failure?.kind, failure?.message]).toEqual(['network', expect.stringContaining(reason)])
})

test.each(['oversize-body', 'gzip-bomb'])('%s is beyond any limit', (name) => {
  const client = createWireClient()
  client.world.fault({ name })
  const outcome = client.begin(page, { limit: 32 * 1024 * 1024 })
  client.clock.advance(1)
  expect(outcome.failure?.kind).toBe('tooLarge')
})

test('retcode-<n> speaks as the endpoint does, and the session lives on', () => {
  const client = ready()
  client.world.fault({ name: 'retcode-1101', endpoint: '*', times: 4 })
  const poll = client.beginCheck(keyText(client.key))
  const login = client.begin(`${loginHost}/cgi-bin/mmwebwx-bin/login?uuid=x`)
  client.clock.advance(1)
  expect(poll.answer?.body).toBe('window.synccheck={retcode:"1101",selector:"0"}')
  expect(login.answer?.body).toBe('window.code=1101;')
  const sync = client.api('webwxsync', { SyncKey: client.key })
  expect([ret(sync), sync.AddMsgList, part(sync, 'SyncKey').Count]).toEqual([1101, [], 0])
  expect(read(client.ask(`${web}/webwxpushloginurl?uin=1`).body).ret).toBe('1101')
  expect(ret(client.api('webwxsync', { SyncKey: client.key }))).toBe(0)
})

test.each([1, 3, -1, -14, 1100, 1102, 1103, 1205])('Ret %i can be had from a send', (code) => {
  const client = ready()
  client.world.fault({ name: `retcode-${code}`, endpoint: 'webwxsendmsg' })
  expect(client.api('webwxsendmsg')).toMatchObject({ BaseResponse: { Ret: code, ErrMsg: '' }, MsgID: '', LocalID: '' })
})

test.each(['2', '3', '4', '6', '7'])('a stuck selector %s comes at once, for nothing', (selector) => {
  const client = ready()
  client.world.fault({ name: `selector-${selector}`, times: 2 })
  const polls = [1, 2, 3].map(() => client.beginCheck(keyText(client.key)))
  client.clock.advance(1)
  const stuck = `window.synccheck={retcode:"0",selector:"${selector}"}`
  expect(polls.map((poll) => poll.answer?.body)).toEqual([stuck, stuck, undefined])
})

test('a lost answer: the work is done, the connection breaks', () => {
  const client = ready()
  client.world.fault({ name: 'answer-lost', endpoint: 'webwxsendmsg' })
  const self = part(client.api('webwxinit'), 'User').UserName
  const message = { Type: 1, Content: 'once', FromUserName: self, ToUserName: 'filehelper', ClientMsgId: '9' }
  expect(() => client.api('webwxsendmsg', { Msg: message })).toThrow('ECONNRESET')
  expect(ret(client.api('webwxsendmsg', { Msg: message }))).toBe(0)
  expect(client.world.sent()).toMatchObject([{ text: 'once', requests: 2 }])
})

test('faults of the keys: empty, missing, stale, or without SyncCheckKey', () => {
  const client = ready()
  const sync = (name: string): Raw => {
    client.world.fault({ name })
    client.world.person('alice').say('bot', 'hi')
    return client.api('webwxsync', { SyncKey: client.key })
  }
  const empty = sync('empty-synckey')
  expect([part(empty, 'SyncKey').Count, part(empty, 'SyncCheckKey').Count, empty.AddMsgCount]).toEqual([0, 0, 1])
  expect(sync('missing-synckey')).not.toHaveProperty('SyncKey')
  const less = sync('no-synccheckkey')
  expect([Object.hasOwn(less, 'SyncKey'), Object.hasOwn(less, 'SyncCheckKey')]).toEqual([true, false])
  expect(sync('stale-synckey').SyncKey).toEqual(client.key)
})

test('faults of the batch wait for a batch that they fit', () => {
  const client = ready()
  const ids = (answer: Raw): readonly unknown[] => list(answer, 'AddMsgList').map(({ Content }) => Content)
  const sync = (): Raw => client.api('webwxsync', { SyncKey: client.key })
  for (const name of ['duplicate-batch', 'reordered-batch', 'null-entries'])
    client.world.fault({ name, endpoint: 'webwxsync' })
  expect(ids(sync())).toEqual([])
  expect(client.world.faults.list().length).toBe(3)
  client.world.addMessages(2, { from: 'alice' })
  const answer = sync()
  expect(answer.AddMsgList).toMatchObject([
    null,
    ...['message 2', 'message 1', 'message 2', 'message 1'].map((Content) => ({ Content })),
    null,
  ])
  expect(client.world.faults.list()).toEqual([])
  expect(ids(sync())).toEqual(['message 1', 'message 2'])
})

test('a foreign redirect waits for the confirmed login and only looks like WeChat', () => {
  const client = createWireClient()
  client.world.fault({ name: 'foreign-redirect-uri' })
  const id = client.uuid()
  client.world.phone().scan(id)
  client.beginPoll(id, 1)
  client.world.phone().confirm()
  const poll = client.beginPoll(id, 0)
  client.clock.advance(1)
  expect(poll.answer?.body).toContain('window.redirect_uri="https://wx2.qq.com.evil.example/cgi-bin/')
})

test('the rejected old Skey strikes only where it is used', () => {
  const client = ready()
  client.world.fault({ name: 'old-skey-rejected' })
  const fresh = client.beginCheck(keyText(client.key), { skey: String(client.api('webwxinit').SKey) })
  client.clock.advance(5_000)
  expect(fresh.answer).toBeUndefined()
  const old = client.beginCheck(keyText(client.key))
  client.clock.advance(1)
  expect(old.answer?.body).toContain('retcode:"1102"')
})

test('a fault strikes as often as it says, after what it lets pass, at the endpoints it names', () => {
  const client = createWireClient()
  client.world.fault({ name: 'http-500', endpoint: 'p*', times: 2, after: 1 })
  client.uuid()
  expect([1, 2, 3, 4].map(() => client.ask(page).status)).toEqual([200, 500, 500, 200])
})

test('a probability strikes about that often, the same for the same seed', () => {
  const statuses = (seed: string): readonly number[] => {
    const client = createWireClient({ seed })
    client.world.fault({ name: 'http-500', probability: 0.3 })
    return Array.from({ length: 300 }, () => client.ask(page).status)
  }
  const failed = statuses('a').filter((status) => status === 500).length
  expect(failed).toBeGreaterThan(60)
  expect(failed).toBeLessThan(120)
  expect(statuses('a')).toEqual(statuses('a'))
})

test('faults can be taken back, one or all', () => {
  const client = createWireClient()
  const undo = client.world.fault({ name: 'http-500' })
  client.world.fault({ name: 'http-502' })
  undo()
  client.world.clearFaults()
  expect(client.ask(page).status).toBe(200)
})

test('the log tells how many polls were in flight at once', () => {
  const client = ready()
  const first = client.beginCheck(keyText(client.key))
  client.clock.advance(10_000)
  first.hangUp()
  client.beginCheck(keyText(client.key))
  expect(mostAtOnce(client.world.exchanges.list('synccheck'))).toBe(1)
  client.clock.advance(10_000)
  client.beginCheck(keyText(client.key))
  expect(mostAtOnce(client.world.exchanges.list('synccheck'))).toBe(2)
})

test('a poll that begins when the one before it ends is not a second one', () => {
  const poll = { endpoint: 'synccheck', method: 'GET', host: 'x', outcome: 'answered' } as const
  const later = { ...poll, startedAt: 10, endedAt: 20 }
  expect(mostAtOnce([later, { ...poll, startedAt: 0, endedAt: 10 }])).toBe(1)
  expect(mostAtOnce([later, { ...poll, startedAt: 0, endedAt: 11 }])).toBe(2)
})
