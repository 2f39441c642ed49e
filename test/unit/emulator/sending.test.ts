import { expect, test } from 'vitest'
import {
  attach,
  createWireClient,
  keyText,
  list,
  part,
  type Raw,
  read,
  ret,
  type WireClient,
  web,
} from './wire-client.js'

interface Ready extends WireClient {
  readonly init: Raw
  readonly self: string
  readonly send: (to: string, text: string, more?: Raw) => Raw
  readonly nameOf: (nickName: string) => string
}

let counter = 15_778_368_000_000_000n

function enter(client: WireClient, account?: string): Ready {
  client.login(account === undefined ? {} : { account })
  const init = client.api('webwxinit')
  const self = String(part(init, 'User').UserName)
  return {
    ...client,
    init,
    self,
    send: (to, text, more = {}) => {
      const id = String(counter++)
      const message = { Type: 1, Content: text, FromUserName: self, ToUserName: to, LocalID: id, ClientMsgId: id }
      return client.api('webwxsendmsg', { Msg: { ...message, ...more }, Scene: 0 })
    },
    nameOf: (nickName) =>
      String(list(init, 'ContactList').find(({ NickName }) => NickName === nickName)?.UserName ?? '@nobody'),
  }
}

const ready = (options: Parameters<typeof createWireClient>[0] = {}): Ready => enter(createWireClient(options))

const sync = (client: Ready, key: Raw = part(client.init, 'SyncKey')): Raw => client.api('webwxsync', { SyncKey: key })

test('a send is answered with a MsgID of 19 digits and its LocalID', () => {
  const client = ready()
  const answer = client.send('filehelper', 'hi <&>\n😄', { LocalID: '42', ClientMsgId: '42' })
  expect([ret(answer), answer.LocalID]).toEqual([0, '42'])
  expect(answer.MsgID).toMatch(/^\d{19}$/)
  expect(client.world.sent()).toMatchObject([
    { to: 'filehelper', text: 'hi <&>\n😄', clientMsgId: '42', msgId: answer.MsgID, requests: 1, type: 1 },
  ])
})

test('whom one wrote to is among the recent conversations', () => {
  const client = ready({ accounts: [{ id: 'bot' }], persons: [{ id: 'alice' }] })
  const { skey } = client.login()
  client.api('webwxinit')
  const { body } = client.ask(`${web}/webwxgetcontact?skey=${skey}`)
  const alice = String(list(read(body), 'MemberList')[1]?.UserName)
  const chats = (): readonly string[] => String(client.api('webwxinit').ChatSet).split(',')
  expect(chats()).not.toContain(alice)
  client.send(alice, 'hi', { FromUserName: part(client.api('webwxinit'), 'User').UserName })
  expect(chats()).toContain(alice)
})

test('a number as LocalID is echoed as text', () => {
  expect(ready().send('filehelper', 'hi', { LocalID: 17, ClientMsgId: 17 }).LocalID).toBe('17')
})

test('Scene may be missing', () => {
  const client = ready()
  const message = { Type: 1, Content: 'x', FromUserName: client.self, ToUserName: 'filehelper', ClientMsgId: '1' }
  expect(ret(client.api('webwxsendmsg', { Msg: message }))).toBe(0)
})

test('own sends move the keys, wake the poll with 2 or 3, and are not handed out', () => {
  const client = ready()
  const poll = client.beginCheck(keyText(part(client.init, 'SyncKey')))
  client.send(client.nameOf('Alice'), 'hi')
  client.clock.advance(1)
  expect(poll.answer?.body).toMatch(/^window\.synccheck=\{retcode:"0",selector:"[23]"\}$/)
  const answer = sync(client)
  expect(answer.AddMsgList).toEqual([])
  expect(list(part(answer, 'SyncKey'), 'List')[1]).not.toEqual(list(part(client.init, 'SyncKey'), 'List')[1])
})

test('with the switch, own sends come back', () => {
  const client = ready({ echo: true })
  const { MsgID } = client.send(client.nameOf('Alice'), 'hi')
  expect(list(sync(client), 'AddMsgList')).toMatchObject([
    { MsgId: MsgID, FromUserName: client.self, ToUserName: client.nameOf('Alice'), Content: 'hi' },
  ])
})

test('the same ClientMsgId is one message, with the MsgID of the first; after a while it is another', () => {
  const client = ready({ dedupWithin: 60_000 })
  const twice = { LocalID: '7', ClientMsgId: '7' }
  const first = client.send('filehelper', 'hi', twice).MsgID
  expect(client.send('filehelper', 'hi', twice).MsgID).toBe(first)
  expect(client.world.sent()).toMatchObject([{ requests: 2 }])
  client.clock.advance(60_000)
  expect(client.send('filehelper', 'hi', twice).MsgID).not.toBe(first)
})

test('strangers, unknown names, rooms of others and names of an earlier session are refused with 1204', () => {
  const rooms = [
    { id: 'theirs', topic: 'theirs', members: ['alice'] },
    { id: 'ours', topic: 'ours', members: ['bot', 'carol'] },
  ]
  const client = ready({
    accounts: [{ id: 'bot' }],
    persons: [
      { id: 'carol', friendOf: [] },
      { id: 'alice', recent: true },
    ],
    rooms,
  })
  const before = client.nameOf('alice')
  const [room = {}] = list(
    client.api('webwxbatchgetcontact', { List: [{ UserName: client.nameOf('ours') }] }),
    'ContactList',
  )
  const carol = String(list(room, 'MemberList')[1]?.UserName)
  expect(ret(client.send(carol, 'x'))).toBe(1204)
  expect(ret(client.send('@unknown', 'x'))).toBe(1204)
  client.world.room('ours').remove('bot', 'carol')
  expect(ret(client.send(client.nameOf('ours'), 'x'))).toBe(1204)
  const again = enter(client)
  expect([ret(again.send(before, 'x')), ret(again.send(again.nameOf('alice'), 'x'))]).toEqual([1204, 0])
})

test('an account may write to itself unless the world forbids it', () => {
  const client = ready()
  expect(ret(client.send(client.self, 'x'))).toBe(0)
  client.world.change({ selfSend: false })
  expect(ret(client.send(client.self, 'x'))).toBe(1204)
})

test('a message without text, of another type, or from somebody else is a bad argument', () => {
  const client = ready()
  expect(ret(client.send('filehelper', 'x', { Type: 3 }))).toBe(1)
  expect(ret(client.send('filehelper', 'x', { Content: 5 }))).toBe(1)
  expect(ret(client.send('filehelper', 'x', { FromUserName: '@me' }))).toBe(1)
})

test('beyond the limit sends are answered 1205 until the recovery is over', () => {
  const client = ready({ sendLimit: { count: 3, within: 60_000, recovery: 1_800_000 } })
  const results = [1, 2, 3, 4, 5].map((at) => ret(client.send('filehelper', String(at))))
  expect(results).toEqual([0, 0, 0, 1205, 1205])
  client.clock.advance(1_799_990)
  expect(ret(client.send('filehelper', 'too early'))).toBe(1205)
  client.clock.advance(10)
  expect(ret(client.send('filehelper', 'now'))).toBe(0)
  expect(client.world.sent().map(({ text }) => text)).toEqual(['1', '2', '3', 'now'])
})

test('a friend who deleted the account gets nothing, and a system text says so', () => {
  const client = ready()
  client.world.person('alice').unfriend('bot')
  expect(ret(client.send(client.nameOf('Alice'), 'hi'))).toBe(0)
  const [notice = {}] = list(sync(client), 'AddMsgList')
  expect(notice).toMatchObject({ MsgType: 10000, FromUserName: client.nameOf('Alice'), ToUserName: client.self })
  expect(notice.Content).toMatch(/^Alice开启了朋友验证.*<a href="weixin:\/\/findfriend\/verifycontact">/)
})

const two = { accounts: [{ id: 'one' }, { id: 'two' }], rooms: [{ id: 'r', topic: 'r', members: ['one', 'two'] }] }

function pair(): readonly [Ready, Ready] {
  const client = createWireClient(two)
  return [enter(client, 'one'), enter(attach(client.world, client.clock), 'two')]
}

test('what one account sends into a room reaches the other, by the names of its session', () => {
  const [one, other] = pair()
  const { MsgID } = one.send(one.nameOf('r'), 'a < b')
  const [message = {}] = list(sync(other), 'AddMsgList')
  expect(message).toMatchObject({ MsgId: MsgID, FromUserName: other.nameOf('r'), ToUserName: other.self })
  expect(message.Content).toMatch(/^@[0-9a-f]+:<br\/>a &lt; b$/)
})

const revoke = (client: Ready, msgId: unknown, to: string): Raw =>
  client.api('webwxrevokemsg', { SvrMsgId: msgId, ToUserName: to, ClientMsgId: '1' })

test('a recall within two minutes succeeds, and the receiver hears of it', () => {
  const [one, other] = pair()
  const { MsgID } = one.send(one.nameOf('r'), 'oops')
  one.clock.advance(119_000)
  expect(ret(revoke(one, MsgID, one.nameOf('r')))).toBe(0)
  expect(sync(one).AddMsgList).toEqual([])
  const recalled = list(sync(other), 'AddMsgList')[1]
  expect([recalled?.MsgType, String(recalled?.Content).includes(`&lt;msgid&gt;${MsgID}&lt;/msgid&gt;`)]).toEqual([
    10002,
    true,
  ])
  expect(ret(revoke(one, MsgID, one.nameOf('r')))).not.toBe(0)
})

test('a recall after two minutes, or of a message that is not one’s own, fails with a text', () => {
  const client = ready()
  const theirs = client.world.person('alice').say('bot', 'hi')
  const { MsgID } = client.send(client.nameOf('Alice'), 'hi')
  expect(ret(revoke(client, theirs, client.nameOf('Alice')))).toBe(-2)
  client.clock.advance(120_001)
  const late = revoke(client, MsgID, client.nameOf('Alice'))
  expect([ret(late), part(late, 'BaseResponse').ErrMsg]).toEqual([-2, '超过2分钟的消息，不能被撤回。'])
  expect(client.world.sent()).toMatchObject([{ recalled: false }])
})
