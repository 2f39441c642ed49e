import { describe, expect, it } from 'vitest'
import { webwxcreatechatroom } from '../../../../src/protocol/endpoints/webwxcreatechatroom.js'
import { type RoomUpdate, webwxupdatechatroom } from '../../../../src/protocol/endpoints/webwxupdatechatroom.js'
import { answer, json, ok, right, told } from '../fixtures/answers.js'
import { session } from '../fixtures/session.js'

const people = [
  { UserName: '@a', NickName: '阿明', MemberStatus: 0 },
  { UserName: '@b', NickName: 'Bo&amp;Co', MemberStatus: 4 },
  { UserName: '@c', NickName: '', MemberStatus: '3' },
]

const members = [
  { userName: '@a', nickName: '阿明', status: 'joined' },
  { userName: '@b', nickName: 'Bo&Co', status: 'hasDeletedYou' },
  { userName: '@c', nickName: '', status: 'hasBlockedYou' },
]

describe('webwxcreatechatroom', () => {
  const input = { session, now: 1_700_000_000_123, members: ['@a', '@b'], topic: '周五 <晚餐>' }

  it('names the members one by one, and the topic as it was typed', () => {
    const request = webwxcreatechatroom.request(input)
    expect(request).toMatchObject({ method: 'POST', query: { r: input.now, pass_ticket: session.passTicket } })
    expect(request.json).toMatchObject({
      MemberCount: 2,
      MemberList: [{ UserName: '@a' }, { UserName: '@b' }],
      Topic: '周五 <晚餐>',
    })
  })

  it('reads the room, who is in it, and who could not be', () => {
    const body = {
      BaseResponse: { Ret: 0, ErrMsg: 'Everything is OK' },
      MemberCount: 3,
      MemberList: people,
      ChatRoomName: '@@room',
      BlackList: '@d,@e,',
    }
    expect(right(webwxcreatechatroom.read(json(body), input))).toEqual({
      userName: '@@room',
      members,
      refusedBy: ['@d', '@e'],
    })
  })

  it('takes "partly done" for done, as the answer says for whom', () => {
    const body = { BaseResponse: { Ret: -2013, ErrMsg: '' }, MemberList: people, ChatRoomName: '@@room' }
    expect(right(webwxcreatechatroom.read(json(body), input))).toMatchObject({ userName: '@@room', members })
  })

  it.each([
    [
      'a refusal',
      json({ BaseResponse: { Ret: 1205, ErrMsg: '操作太频繁，请稍后再试。' }, ChatRoomName: '' }),
      'retcode',
    ],
    ['the end of the session', json({ BaseResponse: { Ret: 1101, ErrMsg: '' } }), 'loggedOut'],
    ['nothing, as of a service that is switched off', answer('', { status: 201 }), 'retcode'],
    ['half an answer', answer('{"BaseResponse":{"Ret":0'), 'decode'],
    ['success without a room', json({ BaseResponse: ok, MemberList: [], ChatRoomName: '' }), 'decode'],
    ['a person for a room', json({ BaseResponse: ok, ChatRoomName: '@a' }), 'decode'],
  ])('fails on %s', (_, given, kind) => {
    expect(told(webwxcreatechatroom.read(given, input)).kind).toBe(kind)
  })
})

describe('webwxupdatechatroom', () => {
  const of = (update: RoomUpdate) => ({ session, room: '@@room', update })

  it.each<[RoomUpdate, Readonly<Record<string, string>>]>([
    [{ fun: 'addmember', members: ['@a', '@b'] }, { AddMemberList: '@a,@b' }],
    [{ fun: 'invitemember', members: ['@a'] }, { InviteMemberList: '@a' }],
    [{ fun: 'delmember', members: ['@a', '@b'] }, { DelMemberList: '@a,@b' }],
    [{ fun: 'modtopic', topic: '新名字 😄' }, { NewTopic: '新名字 😄' }],
    [{ fun: 'quitchatroom' }, {}],
  ])('says what is done in the query and to whom in the body: %j', (update, field) => {
    const { query, json: body } = webwxupdatechatroom.request(of(update))
    expect(query).toMatchObject({ fun: update.fun, pass_ticket: session.passTicket })
    const { BaseRequest: _, ...rest } = body as Readonly<Record<string, unknown>>
    expect(rest).toEqual({ ChatRoomName: '@@room', ...field })
  })

  it('reads who came, and who did not', () => {
    const body = { BaseResponse: ok, MemberCount: 3, MemberList: people }
    const input = of({ fun: 'addmember', members: ['@a', '@b', '@c'] })
    expect(right(webwxupdatechatroom.read(json(body), input))).toEqual({ members })
  })

  it('does without a list of members, and leaves out what is no member', () => {
    const input = of({ fun: 'modtopic', topic: 't' })
    expect(right(webwxupdatechatroom.read(json({ BaseResponse: ok }), input))).toEqual({ members: [] })
    const odd = { BaseResponse: ok, MemberList: [null, 7, {}, { UserName: '' }, { UserName: ['@a'] }] }
    expect(right(webwxupdatechatroom.read(json(odd), input))).toEqual({ members: [] })
  })

  it('tells the code and the text of a refusal', () => {
    const body = { BaseResponse: { Ret: 1, ErrMsg: '你不是群主' } }
    expect(told(webwxupdatechatroom.read(json(body), of({ fun: 'delmember', members: ['@a'] })))).toEqual({
      kind: 'retcode',
      detail: { endpoint: 'webwxupdatechatroom', code: 1, message: '你不是群主' },
    })
  })
})
