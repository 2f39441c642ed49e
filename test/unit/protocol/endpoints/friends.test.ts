import { describe, expect, it } from 'vitest'
import { webwxoplog } from '../../../../src/protocol/endpoints/webwxoplog.js'
import { webwxsearchcontact } from '../../../../src/protocol/endpoints/webwxsearchcontact.js'
import { webwxverifyuser } from '../../../../src/protocol/endpoints/webwxverifyuser.js'
import { answer, json, ok, right, told } from '../fixtures/answers.js'
import { session } from '../fixtures/session.js'

const bodyOf = (body: unknown): Readonly<Record<string, unknown>> => {
  const { BaseRequest: _, ...rest } = body as Readonly<Record<string, unknown>>
  return rest
}

describe('webwxverifyuser', () => {
  const accept = {
    session,
    now: 1_700_000_000_123,
    verification: { verb: 'accept', userName: '@s', ticket: 'v2_x@stranger' },
  } as const
  const request = {
    session,
    now: 1_700_000_000_123,
    verification: { verb: 'request', userName: '@s', greeting: '你好，我是 <小林>' },
  } as const

  it('accepts by name and ticket, and says the skey twice', () => {
    const { query, json: body } = webwxverifyuser.request(accept)
    expect(query).toMatchObject({ r: accept.now })
    expect(bodyOf(body)).toEqual({
      Opcode: 3,
      VerifyUserListSize: 1,
      VerifyUserList: [{ Value: '@s', VerifyUserTicket: 'v2_x@stranger' }],
      VerifyContent: '',
      SceneListCount: 1,
      SceneList: [33],
      skey: session.skey,
    })
  })

  it('asks with a greeting and without a ticket', () => {
    expect(bodyOf(webwxverifyuser.request(request).json)).toMatchObject({
      Opcode: 2,
      VerifyUserList: [{ Value: '@s', VerifyUserTicket: '' }],
      VerifyContent: '你好，我是 <小林>',
    })
  })

  it('is done, or says why not', () => {
    expect(
      right(webwxverifyuser.read(json({ BaseResponse: ok, MemberCount: 0, MemberList: [] }), accept)),
    ).toBeUndefined()
    const refused = json({ BaseResponse: { Ret: 1203, ErrMsg: '' } })
    expect(told(webwxverifyuser.read(refused, request))).toMatchObject({ kind: 'retcode', detail: { code: 1203 } })
    expect(told(webwxverifyuser.read(answer('', { status: 201 }), request))).toEqual({
      kind: 'retcode',
      detail: { endpoint: 'webwxverifyuser', code: 201, message: 'no answer, as where it is switched off' },
    })
    expect(told(webwxverifyuser.read(answer('<html>'), request)).kind).toBe('decode')
  })
})

describe('webwxoplog', () => {
  it('gives a remark name, and takes it away with an empty one', () => {
    const remark = (remarkName: string) =>
      bodyOf(webwxoplog.request({ session, op: { verb: 'remark', userName: '@a', remarkName } }).json)
    expect(remark('老王')).toEqual({ UserName: '@a', CmdId: 2, RemarkName: '老王' })
    expect(remark('')).toEqual({ UserName: '@a', CmdId: 2, RemarkName: '' })
  })

  it.each([
    [true, 1],
    [false, 0],
  ])('pins (%s) without losing the remark name', (isPinned, OP) => {
    const { json: body } = webwxoplog.request({
      session,
      op: { verb: 'pin', userName: '@a', remarkName: '老王', isPinned },
    })
    expect(bodyOf(body)).toEqual({ UserName: '@a', CmdId: 3, OP, RemarkName: '老王' })
  })

  it('pins a room, which has no remark name, without one', () => {
    const { json: body } = webwxoplog.request({
      session,
      op: { verb: 'pin', userName: '@@room', remarkName: '', isPinned: true },
    })
    expect(bodyOf(body)).toEqual({ UserName: '@@room', CmdId: 3, OP: 1 })
  })

  it('says why it was refused', () => {
    const input = { session, op: { verb: 'remark', userName: '@a', remarkName: 'x' } } as const
    expect(right(webwxoplog.read(json({ BaseResponse: ok }), input))).toBeUndefined()
    expect(told(webwxoplog.read(json({ BaseResponse: { Ret: 1205, ErrMsg: '' } }), input))).toMatchObject({
      detail: { code: 1205, message: 'too often; wait before the next try' },
    })
  })
})

describe('webwxsearchcontact', () => {
  const input = { session, keyWord: 'zhang' }

  it('asks for a word and reads UserNames, each once', () => {
    expect(bodyOf(webwxsearchcontact.request(input).json)).toEqual({ KeyWord: 'zhang' })
    const List = [{ EncryUserName: '@a' }, { EncryUserName: '@b' }, { EncryUserName: '@a' }, {}, null, 'x']
    expect(right(webwxsearchcontact.read(json({ BaseResponse: ok, List }), input))).toEqual({ userNames: ['@a', '@b'] })
  })

  it('finds nobody where the list is missing, and fails where something else stands for it', () => {
    expect(right(webwxsearchcontact.read(json({ BaseResponse: ok }), input))).toEqual({ userNames: [] })
    expect(told(webwxsearchcontact.read(json({ BaseResponse: ok, List: 'x' }), input)).kind).toBe('decode')
  })
})
