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

  it('has nobody where the list is missing or null, and is misshapen where it is something else', () => {
    const read = (MemberList: unknown) => webwxgetcontact.read(json({ BaseResponse: ok, MemberList }), input)
    for (const list of [undefined, null]) expect(right(read(list))).toEqual({ members: [], seq: '0' })
    for (const list of ['x', 7, { 0: { UserName: '@a' } }]) expect(left(read(list)).kind).toBe('decode')
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

describe('webwxbatchgetcontact without a list', () => {
  it('knows nobody, and is misshapen where something else stands for it', () => {
    const read = (ContactList: unknown) =>
      webwxbatchgetcontact.read(json({ BaseResponse: ok, ContactList }), { session, now, names: [] })
    for (const list of [undefined, null]) expect(right(read(list))).toEqual({ contacts: [] })
    expect(left(read('x')).kind).toBe('decode')
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
