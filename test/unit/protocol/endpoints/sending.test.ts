import { describe, expect, it } from 'vitest'
import { webwxlogout } from '../../../../src/protocol/endpoints/webwxlogout.js'
import { webwxrevokemsg } from '../../../../src/protocol/endpoints/webwxrevokemsg.js'
import { webwxsendmsg } from '../../../../src/protocol/endpoints/webwxsendmsg.js'
import { answer, json, ok, right, told } from '../fixtures/answers.js'
import { session } from '../fixtures/session.js'

const input = { session, clientMsgId: '17000000000001234', from: '@me', to: '@p', text: 'a <b> & "c"\n你好 😄' }

describe('webwxsendmsg', () => {
  it('sends the text as it was typed, under our id', () => {
    expect(webwxsendmsg.request(input).json).toMatchObject({
      Msg: {
        Type: 1,
        Content: input.text,
        FromUserName: '@me',
        ToUserName: '@p',
        LocalID: input.clientMsgId,
        ClientMsgId: input.clientMsgId,
      },
      Scene: 0,
    })
  })

  it('reads the id of the server, all digits of it', () => {
    expect(
      right(webwxsendmsg.read(json({ BaseResponse: ok, MsgID: '7615282929538795099', LocalID: '1' }), input)),
    ).toEqual({
      msgId: '7615282929538795099',
    })
    const bare = '{"BaseResponse":{"Ret":0,"ErrMsg":""},"MsgID":7615282929538795099}'
    expect(right(webwxsendmsg.read(answer(bare), input))).toEqual({ msgId: '7615282929538795099' })
  })

  it('says why it was refused', () => {
    expect(told(webwxsendmsg.read(json({ BaseResponse: { Ret: 1204, ErrMsg: '' }, MsgID: '' }), input))).toEqual({
      kind: 'retcode',
      detail: {
        endpoint: 'webwxsendmsg',
        code: 1204,
        message: 'the receiver may not be written to: not a friend, or not in that chat',
      },
    })
  })
})

describe('webwxrevokemsg', () => {
  const revoke = { session, msgId: '7615282929538795099', to: '@p', clientMsgId: '17' }

  it('names the message by the id of the server', () => {
    expect(webwxrevokemsg.request(revoke).json).toMatchObject({
      SvrMsgId: '7615282929538795099',
      ToUserName: '@p',
      ClientMsgId: '17',
    })
  })

  it('fails with the text that the phone would show', () => {
    const BaseResponse = { Ret: -1, ErrMsg: '撤回失败' }
    expect(told(webwxrevokemsg.read(json({ BaseResponse }), revoke)).detail).toMatchObject({ message: '撤回失败' })
    expect(right(webwxrevokemsg.read(json({ BaseResponse: ok }), revoke))).toBeUndefined()
  })
})

describe('webwxlogout', () => {
  it('says who leaves in a form', () => {
    expect(webwxlogout.request({ session })).toMatchObject({
      method: 'POST',
      query: { redirect: 1, type: 1, skey: session.skey },
      form: { sid: session.sid, uin: session.uin },
    })
  })

  it.each([200, 301, 302])('is content with %d', (status) => {
    expect(right(webwxlogout.read(answer('<html>', { status }), { session }))).toBeUndefined()
  })

  it.each([404, 500, 502])('was not heard where the answer is %d', (status) => {
    expect(told(webwxlogout.read(answer('<html>', { status }), { session }))).toMatchObject({ kind: 'status' })
  })
})
