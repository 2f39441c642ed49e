import { describe, expect, it } from 'vitest'
import { webwxinit } from '../../../../src/protocol/endpoints/webwxinit.js'
import { json, left, ok, right, told } from '../fixtures/answers.js'
import { keys, session } from '../fixtures/session.js'

const input = { session, now: 1_700_000_000_000 }
const body = {
  BaseResponse: ok,
  Count: 2,
  ContactList: [{ UserName: 'filehelper', NickName: 'File Transfer' }, null, { NickName: 'nobody' }],
  SyncKey: keys.sync,
  User: { Uin: 4001, UserName: '@me', NickName: 'Ann' },
  ChatSet: 'filehelper,@@r1,filehelper,@p1,',
  SKey: '@crypt_3_4',
  SystemTime: 1_700_000_001,
  InviteStartCount: 40,
}
const read = (more: object) => webwxinit.read(json({ ...body, ...more }), input)

describe('webwxinit', () => {
  it('sends the credentials in the body and the pass ticket in the query', () => {
    expect(webwxinit.request(input)).toMatchObject({
      method: 'POST',
      url: 'https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxinit',
      query: { r: ~input.now, lang: 'zh_CN', pass_ticket: 'tick%2Bet%3D' },
      headers: { 'content-type': 'application/json;charset=UTF-8', referer: 'https://wx2.qq.com/' },
      json: {
        BaseRequest: { Uin: 40012345, Sid: session.sid, Skey: session.skey, DeviceID: session.deviceId },
      },
    })
  })

  it('sends an uin that is no safe number as text', () => {
    const { json: sent } = webwxinit.request({ ...input, session: { ...session, uin: '18446744073709551615' } })
    expect(sent).toMatchObject({ BaseRequest: { Uin: '18446744073709551615' } })
  })

  it('reads who, with whom and from where', () => {
    expect(right(read({}))).toEqual({
      self: body.User,
      contacts: [{ UserName: 'filehelper', NickName: 'File Transfer' }],
      chatSet: ['filehelper', '@@r1', '@p1'],
      keys: { sync: keys.sync, check: keys.sync },
      skey: '@crypt_3_4',
      serverTime: 1_700_000_001_000,
      inviteFrom: 40,
    })
  })

  it('is no session without an account or without a key', () => {
    expect(told(read({ User: {} })).detail).toMatchObject({ problems: ['User is not a contact'], intact: true })
    expect(told(read({ SyncKey: { Count: 0, List: [] } })).detail).toMatchObject({ problems: ['SyncKey is empty'] })
    for (const SyncKey of ['x', {}, '', null, { Count: 1, List: [{ Key: 'a' }] }])
      expect(left(read({ SyncKey })).kind).toBe('decode')
  })

  it('needs no key where the session was resumed: that has a position of its own', () => {
    for (const SyncKey of [undefined, {}, '', { Count: 0, List: [] }])
      expect(right(webwxinit.read(json({ ...body, SyncKey }), { ...input, isResumed: true }))).not.toHaveProperty(
        'keys',
      )
  })

  it('reads a key of digits as it came', () => {
    const key = { Count: '1', List: [{ Key: '2', Val: '700' }] }
    expect(right(read({ SyncKey: key })).keys).toEqual({ sync: key, check: key })
  })

  it.each([1100, 1101, 1102, 1103, '1101'])('takes code %s for the end of the session', (Ret) => {
    expect(told(read({ BaseResponse: { Ret, ErrMsg: '' } }))).toEqual({
      kind: 'loggedOut',
      detail: { endpoint: 'webwxinit', code: Number(Ret) },
    })
  })

  it('fails with other codes, in the words of the server or else in ours', () => {
    expect(told(read({ BaseResponse: { Ret: 1205, ErrMsg: 'slow down' } })).detail).toEqual({
      endpoint: 'webwxinit',
      code: 1205,
      message: 'slow down',
    })
    expect(told(read({ BaseResponse: { Ret: -1, ErrMsg: null } })).detail).toMatchObject({
      message: 'the server has a problem; try again later',
    })
  })

  it.each([
    [{ BaseResponse: {} }, 'BaseResponse.Ret is not a code'],
    [{ BaseResponse: null }, 'BaseResponse is not an object'],
    [{ BaseResponse: { Ret: 'x' } }, 'BaseResponse.Ret is not a code'],
    [{ BaseResponse: { Ret: 0.5 } }, 'BaseResponse.Ret is not a code'],
    [{ BaseResponse: { Ret: null } }, 'BaseResponse.Ret is not a code'],
  ])('is misshapen without a code: %j', (more, problem) => {
    expect(told(read(more))).toEqual({
      kind: 'decode',
      detail: { endpoint: 'webwxinit', problems: [problem], intact: true },
    })
  })
})
