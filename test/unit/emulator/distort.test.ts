import { expect, test } from 'vitest'
import type { HttpResponse } from '../../../src/actors/env.js'
import type { Fault } from '../../../src/emulator/index.js'
import { createWireClient, list, part, type Raw, web } from './wire-client.js'

/** The answer of webwxsync to texts of Alice, as a fault has changed it. */
function pulled(fault: Fault | undefined, texts = 1): HttpResponse {
  const client = createWireClient()
  const { sid, skey, uin } = client.login()
  const SyncKey = part(client.api('webwxinit'), 'SyncKey')
  for (let n = 0; n < texts; n += 1) client.world.person('alice').say('bot', `text ${n}`)
  if (fault !== undefined) client.world.fault(fault)
  const BaseRequest = { Uin: uin, Sid: sid, Skey: skey, DeviceID: 'e123456789012345' }
  const query = `sid=${encodeURIComponent(sid)}&skey=${encodeURIComponent(skey)}`
  return client.ask(`${web}/webwxsync?${query}`, {
    method: 'POST',
    body: JSON.stringify({ BaseRequest, SyncKey, rr: 1 }),
  })
}

const json = (name: string | undefined, texts?: number): Raw =>
  JSON.parse(pulled(name === undefined ? undefined : { name }, texts).body) as Raw
const firstOf = (value: Raw): Raw => (value.AddMsgList as readonly Raw[])[0] ?? {}

test('string-numbers leaves no number', () => {
  expect(pulled({ name: 'string-numbers' }).body).not.toMatch(/:\s*-?\d/)
})

test('null-lists and missing-lists leave no empty list, and the others as they are', () => {
  for (const name of ['null-lists', 'missing-lists']) {
    expect(pulled({ name }).body).not.toMatch(/\[\s*\]/)
    expect(json(name).AddMsgList).toHaveLength(1)
    expect(json(name, 0).AddMsgList).toBe(name === 'null-lists' ? null : undefined)
  }
})

test('bare-messages leaves what a message cannot do without', () => {
  expect(Object.keys(firstOf(json('bare-messages'))).sort()).toEqual(
    [
      'Content',
      'CreateTime',
      'FromUserName',
      'MsgId',
      'MsgType',
      'NewMsgId',
      'StatusNotifyCode',
      'StatusNotifyUserName',
      'ToUserName',
    ].sort(),
  )
})

test.each([
  ['unknown-msgtype', { MsgType: 4_242 }],
  ['missing-msgid', { MsgId: '' }],
  ['zero-clock', { CreateTime: 0 }],
])('%s changes every message', (name, fields) => {
  expect(firstOf(json(name))).toMatchObject(fields)
})

test('future-clock is ten years ahead', () => {
  const [now, later] = [json(undefined), json('future-clock')].map((value) => Number(firstOf(value).CreateTime))
  expect((later ?? 0) - (now ?? 0)).toBeGreaterThan(315_000_000)
})

test('wrong-counts counts wrongly, and the lists are as they were', () => {
  const value = json('wrong-counts')
  expect([value.AddMsgCount, (value.AddMsgList as readonly unknown[]).length]).toEqual([7_777, 1])
})

test('continue-forever and continue-lost say the opposite', () => {
  expect(json('continue-forever').ContinueFlag).toBe(1)
  expect(json('continue-lost', 120).ContinueFlag).toBe(0)
})

test('prototype-keys begins with what a careless reader would merge', () => {
  expect(pulled({ name: 'prototype-keys' }).body).toMatch(/^\{"__proto__": \{"polluted"/)
})

test.each([
  ['trailing-garbage', '</script>'],
  ['nul-padded', '\u0000'],
])('%s stands after the answer', (name, end) => {
  expect(pulled({ name }).body.endsWith(end)).toBe(true)
})

test('invalid-utf8 is read as a replacement character, and the rest is there', () => {
  expect(json('invalid-utf8').BaseResponse).toMatchObject({ Ret: 0, ErrMsg: '\ufffd' })
})

test('cookies are lost, come in floods, and for others', () => {
  expect(pulled({ name: 'cookies-lost' }).setCookies).toEqual([])
  expect(pulled({ name: 'cookie-flood' }).setCookies.length).toBeGreaterThan(400)
  expect(pulled({ name: 'foreign-cookies' }).setCookies.join()).toContain('Domain=evil.example')
})

test('unknown-sender, synckey-backwards and bare-contacts', () => {
  expect(firstOf(json('unknown-sender')).FromUserName).toBe(`@${'0'.repeat(32)}`)
  const position = (value: Raw): unknown => list(part(value, 'SyncKey'), 'List').find(({ Key }) => Key === 2)?.Val
  expect(Number(position(json(undefined))) - Number(position(json('synckey-backwards')))).toBe(40)
  const client = createWireClient()
  client.login()
  client.world.fault({ name: 'bare-contacts', endpoint: 'webwxinit' })
  for (const contact of list(client.api('webwxinit'), 'ContactList')) expect(Object.keys(contact)).toEqual(['UserName'])
})
