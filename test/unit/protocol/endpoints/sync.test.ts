import { describe, expect, it } from 'vitest'
import { synccheck } from '../../../../src/protocol/endpoints/synccheck.js'
import { webwxsync } from '../../../../src/protocol/endpoints/webwxsync.js'
import { answer, json, left, ok, right, told } from '../fixtures/answers.js'
import { message } from '../fixtures/messages.js'
import { keys, session } from '../fixtures/session.js'

const input = { session, keys, now: 1_700_000_000_000 }

describe('synccheck', () => {
  const read = (body: string, status = 200) => synccheck.read(answer(body, { status }), input)

  it('asks the push host with the check key', () => {
    expect(synccheck.request(input)).toMatchObject({
      url: 'https://webpush.wx2.qq.com/cgi-bin/mmwebwx-bin/synccheck',
      query: {
        r: input.now,
        skey: session.skey,
        sid: session.sid,
        uin: session.uin,
        deviceid: session.deviceId,
        synckey: '1_701|1000_900',
        _: input.now,
      },
      patience: 35_000,
    })
  })

  it.each(['0', '2', '3', '7', '1'])('reads selector %s', (selector) => {
    expect(right(read(`window.synccheck={retcode:"0",selector:"${selector}"}`))).toEqual({ selector })
  })

  it.each([1100, 1101, 1102, 1103])('takes %d for the end of the session', (code) => {
    expect(told(read(`window.synccheck={retcode:"${code}",selector:"0"}`))).toEqual({
      kind: 'loggedOut',
      detail: { endpoint: 'synccheck', code },
    })
  })

  it.each([1, -1, 1203, 1205, 9999])('fails with code %d, and the session lives on', (code) => {
    expect(told(read(`window.synccheck={retcode:"${code}",selector:"0"}`))).toMatchObject({
      kind: 'retcode',
      detail: { code },
    })
  })

  it.each([
    '',
    '<html>',
    'window.synccheck={retcode:"0"',
    'window.synccheck={retcode:"0"}',
    'window.synccheck={retcode:"0",selector:"x"}',
  ])('does not take %j for quiet', (body) => {
    expect(left(read(body)).kind).toBe('decode')
  })

  it('fails with the status of a gateway', () => {
    expect(told(read('', 502))).toEqual({ kind: 'status', detail: { endpoint: 'synccheck', status: 502 } })
  })
})

describe('webwxsync', () => {
  const body = {
    BaseResponse: ok,
    AddMsgCount: 1,
    AddMsgList: [message()],
    ModContactList: [{ UserName: '@a', NickName: 'A' }, null],
    DelContactList: [{ UserName: '@b', ContactFlag: 0 }, 7, { UserName: '' }],
    Profile: { BitFlag: 0, NickName: { Buff: '' } },
    ContinueFlag: 0,
    SyncKey: keys.sync,
    SKey: '',
    SyncCheckKey: keys.check,
  }
  const read = (more: object) => webwxsync.read(json({ ...body, ...more }), input)

  it('sends the sync key unchanged', () => {
    const { url, json: sent } = webwxsync.request(input)
    expect(sent).toMatchObject({ SyncKey: keys.sync, rr: ~input.now })
    const { origin, pathname, searchParams } = new URL(url)
    expect(origin + pathname).toBe(`${session.hosts.web}/cgi-bin/mmwebwx-bin/webwxsync`)
    expect([...searchParams]).toEqual([
      ['sid', session.sid],
      ['skey', session.skey],
      ['lang', 'zh_CN'],
      ['pass_ticket', session.passTicket],
    ])
  })

  it('is asked with the skey that the answer before it brought', () => {
    webwxsync.request(input)
    const { url, json: sent } = webwxsync.request({ ...input, session: { ...session, skey: '@crypt_new' } })
    expect(new URL(url).searchParams.get('skey')).toBe('@crypt_new')
    expect(sent).toMatchObject({ BaseRequest: { Skey: '@crypt_new' } })
  })

  it('reads messages, contacts and both keys', () => {
    expect(right(read({}))).toEqual({
      messages: [message()],
      skipped: 0,
      modContacts: [{ UserName: '@a', NickName: 'A' }],
      delContacts: ['@b'],
      keys: { sync: keys.sync, check: keys.check },
      more: false,
      skey: '',
    })
  })

  it('drops what is no message alone, and counts it', () => {
    const deep = JSON.parse(`${'['.repeat(600)}${']'.repeat(600)}`)
    const odd = [null, 7, 'x', [], {}, { FromUserName: 7 }, { FromUserName: '@a', Content: deep }]
    const batch = right(read({ AddMsgList: [...odd, message({ MsgId: '1' }), null, message({ MsgId: '2' })] }))
    expect(batch.messages.map(({ MsgId }) => MsgId)).toEqual(['1', '2'])
    expect(batch.skipped).toBe(8)
  })

  it('keeps NewMsgId exact', () => {
    const wire = JSON.stringify(body).replace('"NewMsgId":"8100000000000000001"', '"NewMsgId":8100000000000000001')
    expect(wire).toContain(':8100000000000000001')
    expect(right(webwxsync.read(answer(wire), input)).messages[0]?.NewMsgId).toBe('8100000000000000001')
  })

  it('has no keys where they are missing or empty', () => {
    const none = { Count: 0, List: [] }
    expect(right(read({ SyncKey: none, SyncCheckKey: none })).keys).toEqual({})
    expect(right(read({ SyncKey: undefined, SyncCheckKey: null })).keys).toEqual({})
    expect(right(read({ SyncCheckKey: undefined })).keys).toEqual({ sync: keys.sync })
  })

  it.each([{}, '', [], 'x', 7, { Count: 0, List: null }, { Count: 1, List: [{ Key: 'a' }] }])(
    'has no keys where they are %j, and the messages all the same',
    (key) => {
      expect(right(read({ SyncKey: key, SyncCheckKey: key }))).toMatchObject({ keys: {}, messages: [message()] })
    },
  )

  it('has keys of digits as they came', () => {
    const key = { Count: '1', List: [{ Key: '2', Val: '700' }] }
    expect(right(read({ SyncKey: key, SyncCheckKey: key })).keys).toEqual({ sync: key, check: key })
    expect(webwxsync.request({ ...input, keys: { sync: key, check: key } })).toMatchObject({ json: { SyncKey: key } })
  })

  it.each([undefined, null])('has no messages where their list is %j', (list) => {
    const lists = { AddMsgList: list, ModContactList: list, DelContactList: list }
    expect(right(read(lists))).toMatchObject({ messages: [], skipped: 0, modContacts: [], delContacts: [] })
  })

  it.each([{ 0: message() }, {}, '', 7, true])(
    'is a failure where messages are in %j: nobody knows what they are',
    (list) => {
      expect(told(read({ AddMsgList: list }))).toMatchObject({
        kind: 'decode',
        detail: { endpoint: 'webwxsync', problems: ['AddMsgList is not a list'], intact: true },
      })
    },
  )

  it('is not intact where it was cut off', () => {
    const cut = JSON.stringify(body).slice(0, -20)
    expect(left(webwxsync.read(answer(cut), input)).detail).not.toHaveProperty('intact')
  })

  it.each([
    [0, false],
    ['0', false],
    [undefined, false],
    [1, true],
    ['1', true],
    [2, true],
    ['2', true],
    [-1, true],
  ])('reads ContinueFlag %j', (ContinueFlag, more) => {
    expect(right(read({ ContinueFlag })).more).toBe(more)
  })

  it('reads a renewed skey and a changed profile', () => {
    const Profile = { BitFlag: 190, NickName: { Buff: 'Ann' }, Alias: 'ann', Signature: 'hi', Sex: 2 }
    expect(right(read({ SKey: '@crypt_9', Profile }))).toMatchObject({
      skey: '@crypt_9',
      profile: { nickName: 'Ann', alias: 'ann', signature: 'hi', sex: 2 },
    })
  })

  it.each([1100, 1101, 1102, 1103])('takes Ret %d for the end of the session', (Ret) => {
    const failed = { BaseResponse: { Ret, ErrMsg: '' }, AddMsgList: [], SyncKey: { Count: 0, List: [] } }
    expect(told(read(failed))).toEqual({ kind: 'loggedOut', detail: { endpoint: 'webwxsync', code: Ret } })
  })

  it('fails with other codes', () => {
    expect(told(read({ BaseResponse: { Ret: 1, ErrMsg: '' } }))).toMatchObject({ kind: 'retcode', detail: { code: 1 } })
  })
})
