import { describe, expect, it } from 'vitest'
import { webwxbatchgetcontact } from '../../../../src/protocol/endpoints/webwxbatchgetcontact.js'
import { webwxgetcontact } from '../../../../src/protocol/endpoints/webwxgetcontact.js'
import { webwxstatusnotify } from '../../../../src/protocol/endpoints/webwxstatusnotify.js'
import { answer, json, left, ok, right } from '../fixtures/answers.js'
import { session } from '../fixtures/session.js'

const now = 1_700_000_000_000

describe('webwxgetcontact', () => {
  const input = { session, seq: '0', now }
  const page = { BaseResponse: ok, MemberCount: 1, MemberList: [{ UserName: '@a' }, 7], Seq: 0 }

  it('has patience with large accounts', () => {
    expect(webwxgetcontact.request({ ...input, seq: 17 })).toMatchObject({
      method: 'GET',
      query: { seq: 17, skey: session.skey, pass_ticket: session.passTicket, r: now },
      patience: 60_000,
    })
  })

  it.each([
    [0, '0'],
    ['0', '0'],
    [undefined, '0'],
    [680_000, '680000'],
    ['680000', '680000'],
  ])('reads Seq %j as %s', (Seq, seq) => {
    expect(right(webwxgetcontact.read(json({ ...page, Seq }), input))).toEqual({ members: [{ UserName: '@a' }], seq })
  })

  it.each([null, undefined])('takes %j for an empty list', (MemberList) => {
    const answer = json({ BaseResponse: ok, MemberList, Seq: 7 })
    expect(right(webwxgetcontact.read(answer, input))).toEqual({ members: [], seq: '7' })
  })

  it.each(['', 7, {}])('is misshapen with %j in place of a list', (MemberList) => {
    expect(left(webwxgetcontact.read(json({ BaseResponse: ok, MemberList }), input)).kind).toBe('decode')
  })
})

describe('webwxbatchgetcontact', () => {
  const input = { session, now, names: [{ userName: '@@r' }, { userName: '@m', encryChatRoomId: '@room-id' }] }

  it('names the room of a member', () => {
    expect(webwxbatchgetcontact.request(input)).toMatchObject({
      query: { type: 'ex', r: now },
      json: {
        Count: 2,
        List: [
          { UserName: '@@r', EncryChatRoomId: '' },
          { UserName: '@m', EncryChatRoomId: '@room-id' },
        ],
      },
    })
  })

  it.each([null, undefined])('takes %j for an empty list', (ContactList) => {
    expect(right(webwxbatchgetcontact.read(json({ BaseResponse: ok, ContactList }), input))).toEqual({ contacts: [] })
  })

  it('keeps members and drops what are none', () => {
    const ContactList = [
      { UserName: '@@r', MemberList: [{ UserName: '@m' }, null, { NickName: 'x' }] },
      { UserName: '' },
    ]
    expect(right(webwxbatchgetcontact.read(json({ BaseResponse: ok, ContactList }), input))).toEqual({
      contacts: [{ UserName: '@@r', MemberList: [{ UserName: '@m' }] }],
    })
  })
})

describe('webwxstatusnotify', () => {
  it('says what was read where', () => {
    const sent = webwxstatusnotify.request({ session, code: 1, from: '@me', to: '@p', clientMsgId: '17' })
    expect(sent.json).toMatchObject({ Code: 1, FromUserName: '@me', ToUserName: '@p', ClientMsgId: '17' })
  })

  it('answers nothing', () => {
    const input = { session, code: 3, from: '@me', to: '@me', clientMsgId: '17' }
    expect(right(webwxstatusnotify.read(json({ BaseResponse: ok, MsgID: '1' }), input))).toBeUndefined()
    expect(left(webwxstatusnotify.read(answer('', { status: 504 }), input)).kind).toBe('status')
  })
})
