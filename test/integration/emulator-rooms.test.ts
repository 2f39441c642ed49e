import { afterEach, expect, test } from 'vitest'
import type { Capability, Service } from '../../src/emulator/index.js'
import { attach, enter, type Raw, ret, type SocketClient } from './emulator-client.js'

const open: SocketClient[] = []

afterEach(() => {
  for (const client of open.splice(0)) client.close()
})

async function ready(options: Parameters<typeof enter>[0] = {}): Promise<SocketClient> {
  const client = await enter(options)
  open.push(client)
  return client
}

const list = (value: unknown): readonly Raw[] =>
  Array.isArray(value) ? value.map((one: unknown) => (typeof one === 'object' && one !== null ? { ...one } : {})) : []

const create = (client: SocketClient, names: readonly string[], Topic = ''): Promise<Raw> =>
  client.api('webwxcreatechatroom', {
    MemberCount: names.length,
    MemberList: names.map((UserName) => ({ UserName })),
    Topic,
  })

const update = (client: SocketClient, fun: string, room: string, more: Raw = {}): Promise<Raw> =>
  client.api('webwxupdatechatroom', { ChatRoomName: room, ...more }, `&fun=${fun}`)

test('a new room is answered with its members, and comes through webwxsync with the text about it', async () => {
  const client = await ready()
  const names = [await client.nameOf('Alice'), await client.nameOf('Bob &amp; Söhne')]
  const answer = await create(client, names, '周五 <去哪>')
  expect(answer).toMatchObject({ BaseResponse: { Ret: 0, ErrMsg: 'Everything is OK' }, MemberCount: 2, BlackList: '' })
  expect(answer.ChatRoomName).toMatch(/^@@[0-9a-f]{64}$/)
  expect(list(answer.MemberList).map(({ UserName, MemberStatus }) => [UserName, MemberStatus])).toEqual([
    [names[0], 0],
    [names[1], 0],
  ])
  const { AddMsgList, ModContactList } = await client.sync()
  expect(ModContactList).toMatchObject([
    { UserName: answer.ChatRoomName, NickName: '周五 &lt;去哪&gt;', MemberCount: 3 },
  ])
  expect(list(ModContactList)[0]?.ChatRoomOwner).toBe(client.self)
  expect(AddMsgList).toMatchObject([
    { MsgType: 10000, FromUserName: answer.ChatRoomName, Content: '你邀请"Alice、Bob &amp; Söhne"加入了群聊  ' },
  ])
  expect(ret(await client.send('webwxsendmsg', { Type: 1, Content: 'hi', ToUserName: answer.ChatRoomName }))).toBe(0)
})

test('who has deleted or blocked the account does not come into the room', async () => {
  const persons = ['a', 'b', 'c'].map((id) => ({ id }))
  const client = await ready({ accounts: [{ id: 'bot' }], persons })
  client.world.person('b').unfriend('bot')
  client.world.person('c').block('bot')
  const answer = await create(client, await Promise.all(['a', 'b', 'c'].map(client.nameOf)))
  expect(list(answer.MemberList).map(({ MemberStatus }) => MemberStatus)).toEqual([0, 4, 3])
  const [room] = client.world.rooms.values()
  expect([...(room?.members.keys() ?? [])]).toEqual(['bot', 'a'])
})

test('a room needs two friends, and everybody once', async () => {
  const client = await ready()
  const [alice, bob] = [await client.nameOf('Alice'), await client.nameOf('Bob &amp; Söhne')]
  for (const names of [[], [alice], [alice, alice], [alice, '@nobody'], [alice, bob, client.self]]) {
    expect(await create(client, names)).toMatchObject({ BaseResponse: { Ret: 1 }, ChatRoomName: '', MemberList: [] })
  }
  expect(client.world.rooms.size).toBe(2)
})

test('beyond the limit everything that changes rooms is too often, until it has recovered', async () => {
  const client = await ready({ roomLimit: { count: 2, within: 60_000, recovery: 60_000 } })
  const names = [await client.nameOf('Alice'), await client.nameOf('Bob &amp; Söhne')]
  expect([ret(await create(client, names)), ret(await create(client, names))]).toEqual([0, 0])
  expect(await create(client, names)).toMatchObject({ BaseResponse: { Ret: 1205, ErrMsg: expect.stringMatching(/./) } })
})

test('a friend is added; a stranger, a member and a full room are refused, and then an invitation goes out', async () => {
  const accounts = [{ id: 'bot' }, { id: 'friend' }]
  const persons = [{ id: 'a' }, { id: 'b' }, { id: 'd' }, { id: 'stranger', friendOf: [] }]
  const client = await ready({ accounts, persons, rooms: [{ id: 'team', topic: 'Team', members: ['a', 'bot'] }] })
  const friend = await attach(client.world, client.origin, client.close, 'friend')
  const team = await client.nameOf('Team')
  const add = async (name: string): Promise<Raw> => update(client, 'addmember', team, { AddMemberList: name })
  const b = await client.nameOf('b')
  expect(await add(b)).toMatchObject({
    BaseResponse: { Ret: 0 },
    MemberCount: 1,
    MemberList: [{ UserName: b, MemberStatus: 0 }],
  })
  expect((await client.news()).map(({ Content }) => Content)).toEqual(['你邀请"b"加入了群聊  '])
  for (const name of [b, '@nobody', client.self, '']) expect(ret(await add(name))).toBe(1)
  client.world.change({ inviteFrom: 4 })
  const name = await client.nameOf('friend')
  expect(ret(await add(name))).toBe(1)
  expect(ret(await update(client, 'invitemember', team, { InviteMemberList: name }))).toBe(0)
  const [card] = await friend.news()
  expect(card).toMatchObject({ MsgType: 49, AppMsgType: 5, FileName: '邀请你加入群聊' })
  expect(String(card?.Url)).toContain('addchatroombyinvite?ticket=')
  client.world.person('friend').accept('team')
  expect((await friend.news())[0]?.Content).toBe('"bot"邀请你加入了群聊，群聊参与人还有：a、bot、b')
  expect(() => client.world.person('d').accept('team')).toThrow('not invited')
})

test('only the owner removes, and the removed one reads it and loses the room', async () => {
  const accounts = [{ id: 'bot' }, { id: 'friend' }]
  const rooms = [
    { id: 'mine', topic: 'Mine', members: ['bot', 'friend', 'a'] },
    { id: 'theirs', topic: 'Theirs', members: ['a', 'bot', 'friend'] },
  ]
  const client = await ready({ accounts, persons: [{ id: 'a' }], rooms })
  const friend = await attach(client.world, client.origin, client.close, 'friend')
  const name = await client.nameOf('friend')
  const remove = async (room: string, who: string): Promise<unknown> =>
    ret(await update(client, 'delmember', await client.nameOf(room), { DelMemberList: who }))
  expect([await remove('Theirs', name), await remove('Mine', client.self), await remove('Mine', '@nobody')]).toEqual([
    1, 1, 1,
  ])
  expect(await remove('Mine', name)).toBe(0)
  expect((await client.news()).map(({ Content }) => Content)).toEqual(['你将"friend"移出了群聊'])
  const { AddMsgList, DelContactList } = await friend.sync()
  expect([list(AddMsgList)[0]?.Content, list(DelContactList).length]).toEqual(['你被"bot"移出群聊', 1])
})

test('a room is renamed, unless that is for its owner alone', async () => {
  const client = await ready()
  const lunch = await client.nameOf('午饭')
  expect(await update(client, 'modtopic', lunch, { NewTopic: '晚饭' })).toMatchObject({
    BaseResponse: { Ret: 0 },
    MemberList: [],
  })
  const { AddMsgList, ModContactList } = await client.sync()
  expect([list(AddMsgList)[0]?.Content, list(ModContactList)[0]?.NickName]).toEqual(['你修改群名为“晚饭”', '晚饭'])
  client.world.room('lunch').restrict(true)
  expect(ret(await update(client, 'modtopic', lunch, { NewTopic: '早饭' }))).toBe(1)
  expect(client.world.rooms.get('lunch')?.topic).toBe('晚饭')
})

test('who leaves loses the room, and an owner hands it on', async () => {
  const accounts = [{ id: 'bot' }, { id: 'friend' }]
  const client = await ready({ accounts, rooms: [{ id: 'r', topic: 'R', members: ['bot', 'friend'] }] })
  const friend = await attach(client.world, client.origin, client.close, 'friend')
  const room = await client.nameOf('R')
  expect(ret(await update(client, 'quitchatroom', room))).toBe(0)
  expect(list((await client.sync()).DelContactList).length).toBe(1)
  expect((await friend.news()).map(({ Content }) => Content)).toEqual(['你已成为新群主'])
  expect(ret(await update(client, 'modtopic', room, { NewTopic: 'x' }))).toBe(1)
  for (const fun of ['', 'toString', 'addmember']) expect(ret(await update(friend, fun, '@@nothing'))).toBe(1)
})

test('the texts of rooms come in English, too', async () => {
  const client = await ready({ language: 'en' })
  const { world } = client
  world.room('team').rename('Team', 'alice')
  world.room('team').join('daily', 'bot')
  world.room('lunch').join('daily', 'alice')
  world.room('team').remove('carol', 'bot')
  world.room('team').setOwner('bot')
  expect((await client.news()).map(({ Content }) => Content)).toEqual([
    '"Alice" changed the group name to "Team"',
    '" 每日新闻" joined group chat via the QR code you shared.',
    '"每日新闻" joined the group chat via the QR Code shared by "Alice".',
    'You removed "Carol<span class="emoji emoji1f319"></span>" from the group chat',
    'You are now the group owner',
  ])
})

const verify = (client: SocketClient, opcode: number, value: unknown, ticket: unknown, more: Raw = {}): Promise<Raw> =>
  client.api('webwxverifyuser', {
    Opcode: opcode,
    VerifyUserListSize: 1,
    VerifyUserList: [{ Value: value, VerifyUserTicket: ticket }],
    VerifyContent: opcode === 2 ? '我是机器人' : '',
    SceneListCount: 1,
    SceneList: [33],
    skey: client.skey,
    ...more,
  })

const info = (message: Raw | undefined): Raw =>
  typeof message?.RecommendInfo === 'object' ? { ...message.RecommendInfo } : {}

test('a friend request is accepted once, by its ticket, and the friend comes with a text', async () => {
  const client = await ready()
  client.world.person('carol').request('bot', '我是 <Carol> & co')
  const [message] = await client.news()
  expect(message).toMatchObject({ MsgType: 37, FromUserName: 'fmessage' })
  const { UserName, Ticket, Content, OpCode } = info(message)
  expect([Content, OpCode]).toEqual(['我是 &lt;Carol&gt; &amp; co', 2])
  expect(Ticket).toMatch(/^v2_[0-9a-f]+@stranger$/)
  expect(ret(await verify(client, 3, UserName, 'v2_00@stranger'))).toBe(1)
  expect(ret(await verify(client, 3, '@nobody', Ticket))).toBe(1)
  expect(ret(await verify(client, 3, UserName, Ticket, { skey: 'x' }))).toBe(1)
  expect(ret(await verify(client, 3, UserName, Ticket, { VerifyUserListSize: 2 }))).toBe(1)
  expect(ret(await verify(client, 9, UserName, Ticket))).toBe(1)
  expect(ret(await verify(client, 3, UserName, Ticket))).toBe(0)
  const { AddMsgList, ModContactList } = await client.sync()
  expect(ModContactList).toMatchObject([{ UserName, ContactFlag: 1 }])
  expect(AddMsgList).toMatchObject([
    { MsgType: 10000, FromUserName: UserName, Content: expect.stringMatching(/^你已添加了Carol/) },
  ])
  expect(ret(await verify(client, 3, UserName, Ticket))).toBe(1)
})

test('whoever is a friend already is not accepted again', async () => {
  const client = await ready()
  client.world.person('alice').request('bot', 'hi')
  const { UserName, Ticket } = info((await client.news())[0])
  expect(ret(await verify(client, 3, UserName, Ticket))).toBe(1)
})

test('a request is good for a time', async () => {
  const client = await ready({ requestLife: 0 })
  client.world.person('carol').request('bot', 'hi')
  const { UserName, Ticket } = info((await client.news())[0])
  expect(ret(await verify(client, 3, UserName, Ticket))).toBe(1)
})

test('somebody is asked, says yes, and writes; a friend is not asked, and not too often', async () => {
  const client = await ready({ requestLimit: { count: 1, within: 60_000, recovery: 60_000 } })
  client.world.person('alice').sendCard('bot', 'carol')
  const { UserName } = info((await client.news())[0])
  expect(ret(await verify(client, 2, await client.nameOf('Alice'), ''))).toBe(1)
  expect(ret(await verify(client, 2, UserName, ''))).toBe(0)
  expect([...(client.world.accounts.get('bot')?.asked ?? [])]).toEqual([['carol', '我是机器人']])
  expect(ret(await verify(client, 2, UserName, ''))).toBe(1205)
  client.world.person('carol').befriend('bot')
  expect(await client.news()).toMatchObject([
    { MsgType: 1, FromUserName: UserName, Content: '我通过了你的朋友验证请求，现在我们可以开始聊天了' },
  ])
})

test('two accounts become friends of each other', async () => {
  const accounts = [{ id: 'bot' }, { id: 'other', friendOf: [] }]
  const client = await ready({ accounts, rooms: [{ id: 'r', topic: 'R', members: ['bot', 'other'] }] })
  client.world.accounts.get('other')?.friends.delete('bot')
  const other = await attach(client.world, client.origin, client.close, 'other')
  const details = await client.api('webwxbatchgetcontact', { Count: 1, List: [{ UserName: await client.nameOf('R') }] })
  const name = list(list(details.ContactList)[0]?.MemberList).find(({ NickName }) => NickName === 'other')?.UserName
  expect(ret(await verify(client, 2, name, ''))).toBe(0)
  const { UserName, Ticket } = info((await other.news())[0])
  expect(ret(await verify(other, 3, UserName, Ticket))).toBe(0)
  expect(client.world.accounts.get('bot')?.friends.has('other')).toBe(true)
  expect(client.world.accounts.get('other')?.friends.has('bot')).toBe(true)
})

test('a remark name and a pin are kept, and told', async () => {
  const client = await ready()
  const [friend, room] = [await client.nameOf('Bob &amp; Söhne'), await client.nameOf('午饭')]
  const log = async (more: Raw): Promise<unknown> => ret(await client.api('webwxoplog', more))
  expect(await log({ UserName: friend, CmdId: 2, RemarkName: '老 & 包' })).toBe(0)
  expect((await client.sync()).ModContactList).toMatchObject([{ UserName: friend, RemarkName: '老 &amp; 包' }])
  expect(await log({ UserName: friend, CmdId: 3, OP: 1, RemarkName: '老 & 包' })).toBe(0)
  expect(await log({ UserName: room, CmdId: 3, OP: 1 })).toBe(0)
  const flags = list((await client.sync()).ModContactList).map(({ ContactFlag }) => Number(ContactFlag) & 2048)
  expect(flags).toEqual([2048, 2048])
  expect(await log({ UserName: friend, CmdId: 3, OP: 0 })).toBe(0)
  expect(list((await client.sync()).ModContactList).map(({ ContactFlag }) => Number(ContactFlag) & 2048)).toEqual([0])
  const wrong = [
    { UserName: room, CmdId: 2 },
    { UserName: friend, CmdId: 2 },
    { UserName: '@nobody', CmdId: 3 },
    { CmdId: 9 },
  ]
  for (const one of wrong) expect(await log({ UserName: friend, OP: 2, ...one })).toBe(1)
})

test('chats are marked as read, contacts searched, links led on', async () => {
  const client = await ready()
  const friend = await client.nameOf('Alice')
  const notify = (ToUserName: string): Promise<Raw> =>
    client.api('webwxstatusnotify', { Code: 1, FromUserName: client.self, ToUserName, ClientMsgId: 1 })
  client.world.person('bob').sendCard('bot', 'carol')
  const stranger = String(info((await client.news())[0]).UserName)
  expect([ret(await notify(friend)), ret(await notify('@nobody')), ret(await notify(stranger))]).toEqual([0, 1, 1])
  expect([...(client.world.accounts.get('bot')?.markedRead.keys() ?? [])]).toEqual(['alice'])
  expect(await client.api('webwxsearchcontact', { KeyWord: '丽' })).toMatchObject({ List: [{ EncryUserName: friend }] })
  expect((await client.api('webwxsearchcontact', { KeyWord: 'zzz' })).List).toEqual([])
  const to = 'https://example.org/a?b=1'
  const checked = await client.get(
    `/cgi-bin/mmwebwx-bin/webwxcheckurl?requrl=${encodeURIComponent(to)}&skey=${client.skey}`,
  )
  expect([checked.status, checked.headers.get('location')]).toEqual([302, to])
  const script = await client.get(`/cgi-bin/mmwebwx-bin/webwxcheckurl?requrl=javascript:alert(1)&skey=${client.skey}`)
  expect([script.status, script.headers.get('location')]).toEqual([200, null])
  expect(ret(await client.api('webwxsendfeedback', { MachineType: 'webwx', Content: 'hi', ReportType: 0 }))).toBe(0)
})

test('who was blocked reads that the message was rejected', async () => {
  const client = await ready()
  client.world.person('alice').block('bot')
  const ToUserName = await client.nameOf('Alice')
  expect(ret(await client.send('webwxsendmsg', { Type: 1, Content: 'hi', ToUserName }))).toBe(0)
  expect((await client.news()).map(({ Content }) => Content)).toEqual(['消息已发出，但被对方拒收了。'])
})

test.each<readonly [Capability, number]>([
  ['createRoom', 1],
  ['addMember', 1],
  ['inviteMember', 1],
  ['removeMember', 1],
  ['renameRoom', 1],
  ['leaveRoom', 1],
  ['acceptFriend', 1203],
  ['requestFriend', 1203],
  ['remark', 1],
  ['pin', 1],
])('%s can be refused, as usual with %i, and in other ways', async (capability, usual) => {
  const client = await ready()
  const [friend, room] = [await client.nameOf('Alice'), await client.nameOf('午饭')]
  const BaseRequest = client.base
  const requests: Readonly<Record<Capability, readonly [string, Raw]>> = {
    createRoom: ['webwxcreatechatroom', {}],
    addMember: ['webwxupdatechatroom?fun=addmember', { ChatRoomName: room }],
    inviteMember: ['webwxupdatechatroom?fun=invitemember', { ChatRoomName: room }],
    removeMember: ['webwxupdatechatroom?fun=delmember', { ChatRoomName: room }],
    renameRoom: ['webwxupdatechatroom?fun=modtopic', { ChatRoomName: room }],
    leaveRoom: ['webwxupdatechatroom?fun=quitchatroom', { ChatRoomName: room }],
    acceptFriend: ['webwxverifyuser', { Opcode: 3 }],
    requestFriend: ['webwxverifyuser', { Opcode: 2 }],
    remark: ['webwxoplog', { UserName: friend, CmdId: 2, RemarkName: 'x' }],
    pin: ['webwxoplog', { UserName: friend, CmdId: 3, OP: 1 }],
  }
  const [path, body] = requests[capability]
  const list = { VerifyUserList: [{ Value: friend, VerifyUserTicket: '' }], VerifyUserListSize: 1 }
  const scenes = { SceneList: [33], SceneListCount: 1, skey: client.skey }
  const asked = async (service: Service): Promise<readonly unknown[]> => {
    client.world.capability(capability, service)
    const response = await fetch(`${client.origin}/cgi-bin/mmwebwx-bin/${path}`, {
      method: 'POST',
      body: JSON.stringify({ BaseRequest, ...list, ...scenes, ...body }),
      headers: { cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    const text = await response.text()
    return [response.status, text === '' ? '' : ret(JSON.parse(text))]
  }
  expect(await asked('refused')).toEqual([200, usual])
  expect(await asked('empty')).toEqual([200, ''])
  expect(await asked('created')).toEqual([201, ''])
  expect(await asked(-1_000)).toEqual([200, -1_000])
  expect([client.world.rooms.get('lunch')?.topic, client.world.rooms.size]).toEqual(['午饭', 2])
})
