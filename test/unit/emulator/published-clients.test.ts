import { describe, expect, test } from 'vitest'
import { attach, createWireClient, keyText, list, part, push, type Raw, read, ret, web } from './wire-client.js'

/** What published clients send, and the real server takes. Each test names what they leave out or write otherwise. */
const entered = (options: Parameters<typeof createWireClient>[0] = {}) => {
  const client = createWireClient(options)
  const credentials = client.login()
  const { uin: Uin, sid: Sid, skey: Skey } = credentials
  const init = client.api('webwxinit')
  const post = (name: string, body: Raw, query = ''): Raw =>
    read(client.ask(`${web}/${name}${query}`, { method: 'POST', body: JSON.stringify(body) }).body)
  const key = part(init, 'SyncKey')
  return { ...client, credentials, init, post, key, Uin, Sid, Skey, self: String(part(init, 'User').UserName) }
}

const nameOf = (init: Raw, nickName: string): string =>
  String(list(init, 'ContactList').find(({ NickName }) => NickName === nickName)?.UserName)

describe('BaseRequest', () => {
  test.each([
    ['no DeviceID', { DeviceID: undefined }],
    ['an empty DeviceID', { DeviceID: '' }],
    ['a ticket for a DeviceID', { DeviceID: 'abc%2BL%2B' }],
    ['an empty Skey', { Skey: '' }],
    ['no Skey', { Skey: undefined }],
    ['an Skey that is null', { Skey: null }],
    ['Uin and Sid alone', { Skey: undefined, DeviceID: undefined }],
  ])('%s is enough where the cookies say who it is', (_, change) => {
    const { post, key, Uin, Sid, Skey } = entered()
    const BaseRequest = { Uin, Sid, Skey, DeviceID: 'e123456789012345', ...change }
    expect(ret(post('webwxinit', { BaseRequest }))).toBe(0)
    expect(ret(post('webwxsync', { BaseRequest, SyncKey: key }))).toBe(0)
    expect(ret(post('webwxbatchgetcontact', { BaseRequest, List: [] }))).toBe(0)
  })

  test('without cookies it says nothing, whatever is in it', () => {
    const { post, cookies, Uin, Sid } = entered()
    cookies.clear()
    expect(ret(post('webwxinit', { BaseRequest: { Uin, Sid } }))).toBe(1102)
  })

  test('another Skey, Sid or Uin is still 1100', () => {
    const { post, Uin, Sid, Skey } = entered()
    for (const change of [{ Skey: '@crypt_0_0' }, { Sid: 'other' }, { Uin: 1 }])
      expect(ret(post('webwxinit', { BaseRequest: { Uin, Sid, Skey, ...change } }))).toBe(1100)
  })
})

test('a poll needs neither an Skey nor a deviceid; another Skey is 1102', () => {
  const { clock, begin, world, init, key, Uin, Sid } = entered()
  world.person('alice').say('bot', 'news')
  const poll = (more: Readonly<Record<string, string>>): string => {
    const query = new URLSearchParams({ sid: Sid, uin: Uin, synckey: keyText(key), ...more })
    const outcome = begin(`${push}/synccheck?${query}`)
    clock.advance(world.settings.latency)
    return outcome.answer?.body ?? ''
  }
  expect(init.SKey).toMatch(/^@crypt/)
  expect(poll({})).toContain('retcode:"0",selector:"2"')
  expect(poll({ skey: '', deviceid: '' })).toContain('retcode:"0",selector:"2"')
  expect(poll({ skey: '@crypt_0_0', deviceid: 'e1' })).toContain('retcode:"1102"')
})

test('the address book and downloads are there without an Skey, and not with another one', () => {
  const { ask, world } = entered()
  const msgId = world.person('alice').sendImage('bot', new Uint8Array([1, 2, 3]))
  const book = (query: string): unknown => ret(read(ask(`${web}/webwxgetcontact?seq=0${query}`).body))
  expect([book(''), book('&skey='), book('&sKey=@crypt_0_0'), book('&skey=@crypt_0_0')]).toEqual([0, 0, 0, 1])
  expect(ask(`${web}/webwxgetmsgimg?MsgID=${msgId}`).body.length).toBe(3)
  expect(ask(`${web}/webwxgetmsgimg?MsgID=${msgId}&skey=`).body.length).toBe(3)
  expect(ask(`${web}/webwxgetmsgimg?MsgID=${msgId}&skey=@crypt_0_0`).body.length).toBe(0)
})

test.each(['undefined', 'pass_ticket', ''])('the text "%s" in place of a pass_ticket is taken', (ticket) => {
  const { api, self } = entered()
  const Msg = { Type: 1, Content: 'x', FromUserName: self, ToUserName: 'filehelper', ClientMsgId: '1' }
  expect(ret(api('webwxsendmsg', { Msg }, `&pass_ticket=${ticket}`))).toBe(0)
})

test('avatars are there by username and by userName, of persons and of rooms', () => {
  const { ask, init } = entered()
  const size = (leaf: string, query: string): number => ask(`${web}/${leaf}?${query}&type=big`).body.length
  for (const name of ['username', 'userName'])
    for (const [leaf, nickName] of [
      ['webwxgeticon', 'Alice'],
      ['webwxgetheadimg', '项目组'],
    ] as const)
      expect(size(leaf, `${name}=${nameOf(init, nickName)}`)).toBeGreaterThan(0)
})

describe('a ClientMsgId', () => {
  const client = (options: Parameters<typeof createWireClient>[0] = {}) => {
    const made = entered(options)
    const Alice = nameOf(made.init, 'Alice')
    const send = (ToUserName: string, more: Raw = {}, endpoint = 'webwxsendmsg'): unknown => {
      const Msg = { Type: 1, Content: 'x', FromUserName: made.self, ToUserName, ClientMsgId: '7', ...more }
      return made.api(endpoint, { Msg, Scene: 0 }).MsgID
    }
    return { ...made, Alice, send }
  }

  test('to another receiver is a message of its own', () => {
    const { world, send, Alice } = client()
    const first = send('filehelper')
    const second = send(Alice)
    expect(second).not.toBe(first)
    expect(world.sent().map(({ to, requests }) => ({ to, requests }))).toEqual([
      { to: 'filehelper', requests: 1 },
      { to: 'alice', requests: 1 },
    ])
    expect([send('filehelper'), send(Alice)]).toEqual([first, second])
    expect(world.sent().map(({ requests }) => requests)).toEqual([2, 2])
  })

  test('on another kind of message is a message of its own', () => {
    const { world, send } = client()
    const id = world.person('alice').sendSticker('bot', new TextEncoder().encode('GIF89a'))
    const md5 = [...world.accounts.values()][0]?.shelf.find(`message ${id}`)?.md5
    const text = send('filehelper')
    const place = send('filehelper', { Type: 48 })
    const sticker = send('filehelper', { Type: 47, EMoticonMd5: md5 }, 'webwxsendemoticon')
    expect(new Set([text, place, sticker]).size).toBe(3)
    expect(world.sent().map(({ type }) => type)).toEqual([1, 48, 47])
  })

  test('of another account is its own', () => {
    const one = client({ accounts: [{ id: 'bot' }, { id: 'other' }] })
    const other = attach(one.world, one.clock)
    other.login({ account: 'other' })
    const self = String(part(other.api('webwxinit'), 'User').UserName)
    const Msg = { Type: 1, Content: 'x', FromUserName: self, ToUserName: 'filehelper', ClientMsgId: '7' }
    expect(other.api('webwxsendmsg', { Msg }).MsgID).not.toBe(one.send('filehelper'))
  })

  test('that is repeated with other words to the same receiver is still the first message', () => {
    const { world, send } = client()
    expect(send('filehelper', { Content: 'y' })).toBe(send('filehelper', { Content: 'z' }))
    expect(world.sent()).toMatchObject([{ text: 'y', requests: 2 }])
  })
})

test('a sticker may come as Type 1: its endpoint says what it is', () => {
  const { api, world, self } = entered()
  const id = world.person('alice').sendSticker('bot', new TextEncoder().encode('GIF89a'))
  const md5 = [...world.accounts.values()][0]?.shelf.find(`message ${id}`)?.md5
  const Msg = { Type: 1, Content: '', FromUserName: self, ToUserName: 'filehelper', ClientMsgId: '1', EmojiFlag: 2 }
  expect(ret(api('webwxsendemoticon', { Msg: { ...Msg, EMoticonMd5: md5 } }))).toBe(0)
  expect(world.sent()).toMatchObject([{ type: 47 }])
})

describe('numbers that come as texts', () => {
  test('are taken where a message says its type, and a text of digits stays a text', () => {
    const { api, world, self } = entered()
    const id = world.person('alice').sendSticker('bot', new TextEncoder().encode('GIF89a'))
    const md5 = [...world.accounts.values()][0]?.shelf.find(`message ${id}`)?.md5
    const Msg = { FromUserName: self, ToUserName: 'filehelper' }
    expect(ret(api('webwxsendmsg', { Msg: { ...Msg, Type: '1', Content: '42', ClientMsgId: '1' } }))).toBe(0)
    const sticker = { ...Msg, Type: '47', EmojiFlag: '2', EMoticonMd5: md5, ClientMsgId: '2' }
    expect(ret(api('webwxsendemoticon', { Msg: sticker }))).toBe(0)
    expect(world.sent()).toMatchObject([{ type: 1, text: '42' }, { type: 47 }])
    expect(ret(api('webwxsendmsg', { Msg: { ...Msg, Type: 'one', Content: 'x' } }))).toBe(1)
  })

  test('are taken by statusnotify, oplog, verifyuser, checkupload and createchatroom', () => {
    const { api, world, init, self, Skey } = entered()
    const [Alice, Room] = [nameOf(init, 'Alice'), nameOf(init, '项目组')]
    const file = { FileMd5: '0'.repeat(32), FileName: 'a', FileSize: '30000000', FileType: '7', FromUserName: self }
    expect(ret(api('webwxstatusnotify', { Code: '3', FromUserName: self, ToUserName: self }))).toBe(0)
    expect(ret(api('webwxoplog', { CmdId: '2', UserName: Alice, RemarkName: '7' }))).toBe(0)
    expect(ret(api('webwxoplog', { CmdId: '3', OP: '1', UserName: Room }))).toBe(0)
    expect(ret(api('webwxcheckupload', file))).toBe(0)
    expect(world.accounts.get('bot')?.friends.get('alice')?.remarkName).toBe('7')
    world.person('carol').request('bot', 'hi')
    const [request = {}] = list(api('webwxsync', { SyncKey: part(init, 'SyncKey') }), 'AddMsgList').slice(-1)
    const { UserName: Value, Ticket: VerifyUserTicket } = part(request, 'RecommendInfo')
    const accepted = api('webwxverifyuser', {
      Opcode: '3',
      VerifyUserListSize: '1',
      VerifyUserList: [{ Value, VerifyUserTicket }],
      VerifyContent: '',
      SceneListCount: '1',
      SceneList: [33],
      skey: Skey,
    })
    expect(ret(accepted)).toBe(0)
    const MemberList = [{ UserName: Alice }, { UserName: Value }]
    expect(ret(api('webwxcreatechatroom', { MemberCount: '2', MemberList, Topic: '1' }))).toBe(0)
  })
})
