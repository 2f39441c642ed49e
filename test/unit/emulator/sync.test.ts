import { expect, test } from 'vitest'
import {
  createWireClient,
  keyText,
  list,
  type Outcome,
  part,
  type Raw,
  ret,
  type WireClient,
  web,
} from './wire-client.js'

interface Ready extends WireClient {
  readonly self: unknown
  readonly nameOf: (nickName: string) => unknown
  readonly key: Raw
}

function ready(options: Parameters<typeof createWireClient>[0] = {}): Ready {
  const client = createWireClient(options)
  client.login()
  const init = client.api('webwxinit')
  const contacts = list(init, 'ContactList')
  return {
    ...client,
    self: part(init, 'User').UserName,
    nameOf: (nickName) => contacts.find(({ NickName }) => NickName === nickName)?.UserName,
    key: part(init, 'SyncKey'),
  }
}

const sync = (client: WireClient, key: Raw): Raw => client.api('webwxsync', { SyncKey: key, rr: -1 })

const messages = (answer: Raw): readonly Raw[] => list(answer, 'AddMsgList')

const contents = (answer: Raw): readonly unknown[] => messages(answer).map(({ Content }) => Content)

const body = (outcome: Outcome): string | undefined => outcome.answer?.body

test('synccheck is held for 25 s when nothing is new', () => {
  const client = ready()
  const poll = client.beginCheck(keyText(client.key))
  client.clock.advance(25_000)
  expect(body(poll)).toBeUndefined()
  client.clock.advance(1)
  expect(body(poll)).toBe('window.synccheck={retcode:"0",selector:"0"}')
})

test('synccheck wakes up when something arrives, and reports it until the client has synced', () => {
  const client = ready()
  const poll = client.beginCheck(keyText(client.key))
  client.clock.advance(7_000)
  client.world.person('alice').say('bot', 'hi')
  client.clock.advance(1)
  expect(body(poll)).toBe('window.synccheck={retcode:"0",selector:"2"}')
  const again = [client.beginCheck(keyText(client.key)), client.beginCheck(keyText(client.key))]
  client.clock.advance(1)
  expect(again.map(body)).toEqual(Array(2).fill('window.synccheck={retcode:"0",selector:"2"}'))
  const quiet = client.beginCheck(keyText(part(sync(client, client.key), 'SyncCheckKey')))
  client.clock.advance(20_000)
  expect(body(quiet)).toBeUndefined()
})

test.each([
  ['2', 'a text', (client: Ready) => client.world.person('alice').say('bot', 'hi')],
  ['4', 'another name', (client: Ready) => client.world.person('alice').rename('Alicia')],
  ['6', 'a new friend', (client: Ready) => client.world.person('carol').befriend('bot')],
  ['6', 'a friend request', (client: Ready) => client.world.person('carol').request('bot', 'hello')],
  ['7', 'a chat opened on the phone', (client: Ready) => client.world.phone().open('alice')],
] as const)('selector %s announces %s', (selector, _, happen) => {
  const client = ready()
  happen(client)
  const poll = client.beginCheck(keyText(client.key))
  client.clock.advance(1)
  expect(body(poll)).toBe(`window.synccheck={retcode:"0",selector:"${selector}"}`)
})

test('both keys come with seven entries, move with each message, and stand still without', () => {
  const client = ready()
  client.world.person('alice').say('bot', 'hi')
  const first = sync(client, client.key)
  expect([part(first, 'SyncKey').Count, part(first, 'SyncCheckKey').Count]).toEqual([7, 7])
  const second = sync(client, part(first, 'SyncKey'))
  expect([second.AddMsgCount, second.SyncKey, second.SyncCheckKey]).toEqual([0, first.SyncKey, first.SyncCheckKey])
  client.world.person('alice').say('bot', 'again')
  expect(sync(client, part(first, 'SyncKey')).SyncKey).not.toEqual(first.SyncKey)
})

test('an older SyncKey gets everything newer again', () => {
  const client = ready()
  const { say } = client.world.person('alice')
  say('bot', '1')
  const middle = part(sync(client, client.key), 'SyncKey')
  say('bot', '2')
  say('bot', '3')
  expect(contents(sync(client, client.key))).toEqual(['1', '2', '3'])
  expect(contents(sync(client, middle))).toEqual(['2', '3'])
  expect(contents(sync(client, client.key))).toEqual(['1', '2', '3'])
})

test('with split keys, synccheck knows only SyncCheckKey, except right after webwxinit', () => {
  const client = ready({ splitKeys: true })
  const early = client.beginCheck(keyText(client.key))
  client.clock.advance(20_000)
  expect(body(early)).toBeUndefined()
  client.world.person('alice').say('bot', 'hi')
  const answer = sync(client, client.key)
  expect(answer.SyncKey).not.toEqual(answer.SyncCheckKey)
  const right = client.beginCheck(keyText(part(answer, 'SyncCheckKey')))
  const wrong = client.beginCheck(keyText(part(answer, 'SyncKey')))
  client.clock.advance(1)
  expect([body(right), body(wrong)]).toEqual([undefined, 'window.synccheck={retcode:"0",selector:"2"}'])
})

test('SyncCheckKey can be left out', () => {
  const client = ready({ omitCheckKey: true })
  const answer = sync(client, client.key)
  expect(answer).not.toHaveProperty('SyncCheckKey')
  const poll = client.beginCheck(keyText(part(answer, 'SyncKey')))
  client.clock.advance(20_000)
  expect(body(poll)).toBeUndefined()
})

test('more than a batch sets ContinueFlag until the last', () => {
  const client = ready({ batchSize: 3 })
  client.world.addMessages(7, { from: 'bob' })
  const flags: unknown[] = []
  let key = client.key
  for (let round = 0; round < 3; round++) {
    const answer = sync(client, key)
    flags.push([answer.AddMsgCount, answer.ContinueFlag])
    key = part(answer, 'SyncKey')
  }
  expect(flags).toEqual([
    [3, 1],
    [3, 1],
    [1, 0],
  ])
})

test('webwxsync renews the cookies', () => {
  const client = ready()
  const sid = client.cookies.get('wxsid')
  client.cookies.set('wxloadtime', '')
  sync(client, client.key)
  expect(client.cookies.get('wxsid')).toBe(sid)
  expect([client.cookies.get('wxloadtime'), client.cookies.get('wxpluginkey')]).toEqual([
    '1577836800_expired',
    '1577836800',
  ])
})

test('NewMsgId is a bare number beyond 2^53 with the digits of MsgId', () => {
  const client = ready()
  const msgId = client.world.person('alice').say('bot', 'hi')
  expect(msgId).toMatch(/^[1-8]\d{18}$/)
  const [Uin, Sid] = [client.cookies.get('wxuin'), client.cookies.get('wxsid')]
  const Skey = client.api('webwxinit').SKey
  const request = JSON.stringify({ BaseRequest: { Uin, Sid, Skey, DeviceID: 'e1' }, SyncKey: client.key })
  const text = client.ask(`${web}/webwxsync`, { method: 'POST', body: request }).body
  expect(text).toContain(`"MsgId": "${msgId}"`)
  expect(text).toContain(`"NewMsgId": ${msgId},`)
})

test('texts are escaped: entities, line breaks and emoji, flags and keycaps among them', () => {
  const client = ready()
  client.world.person('alice').say('bot', 'a < b && c > d\n<br/>&lt;😄☀️🇨🇳1⃣[微笑]"\'')
  expect(contents(sync(client, client.key))).toEqual([
    'a &lt; b &amp;&amp; c &gt; d<br/>&lt;br/&gt;&amp;lt;<span class="emoji emoji1f604"></span>' +
      '<span class="emoji emoji2600"></span>\uFE0F<span class="emoji emoji1f1e81f1f3"></span>' +
      '<span class="emoji emoji003120e3"></span>[微笑]"\'',
  ])
})

test('a text in a room comes from the room, with its writer before it', () => {
  const client = ready()
  client.world.person('alice').sayIn('team', 'hello')
  const [message = {}] = messages(sync(client, client.key))
  expect(message).toMatchObject({
    FromUserName: client.nameOf('项目组'),
    ToUserName: client.self,
    MsgType: 1,
    Status: 3,
  })
  expect(message.Content).toBe(`${client.nameOf('Alice')}:<br/>hello`)
})

test('system texts and own messages have nobody before them', () => {
  const client = ready()
  client.world.room('team').rename('新项目组', 'alice')
  client.world.phone().say('team', 'from my phone')
  const answer = sync(client, client.key)
  expect(messages(answer)).toMatchObject([
    { MsgType: 10000, Status: 4, FromUserName: client.nameOf('项目组'), Content: '"Alice"修改群名为“新项目组”' },
    { MsgType: 1, FromUserName: client.self, ToUserName: client.nameOf('项目组'), Content: 'from my phone' },
  ])
  expect(list(answer, 'ModContactList')).toMatchObject([{ NickName: '新项目组', MemberCount: 4 }])
})

test('what the phone writes to a friend comes from the account itself', () => {
  const client = ready()
  client.world.phone().say('alice', 'hi')
  expect(messages(sync(client, client.key))).toMatchObject([
    { FromUserName: client.self, ToUserName: client.nameOf('Alice'), Content: 'hi' },
  ])
})

test('code 3 brings the list of chats, as UserNames and as real ids, in the same order', () => {
  const client = ready()
  const notify = { Code: 3, FromUserName: client.self, ToUserName: client.self, ClientMsgId: 1 }
  expect(client.api('webwxstatusnotify', notify).MsgID).toMatch(/^\d{19}$/)
  const [message = {}] = messages(sync(client, client.key))
  expect(message).toMatchObject({
    MsgType: 51,
    StatusNotifyCode: 4,
    FromUserName: client.self,
    ToUserName: client.self,
  })
  const names = String(message.StatusNotifyUserName).split(',')
  const real = /&lt;username&gt;(.*?)&lt;\/username&gt;/.exec(String(message.Content))?.[1]?.split(',') ?? []
  expect(names).toContain(client.nameOf('午饭'))
  expect(real.map((id) => id.endsWith('@chatroom'))).toEqual(names.map((name) => name.startsWith('@@')))
})

test('the list of chats is for the session that asked, and not for the next one', () => {
  const client = ready({ backlog: 'kept' })
  client.api('webwxstatusnotify', { Code: 3, FromUserName: client.self, ToUserName: client.self, ClientMsgId: 1 })
  client.login()
  const answer = sync(client, part(client.api('webwxinit'), 'SyncKey'))
  expect(answer.AddMsgList).toEqual([])
})

test('opening, leaving and reading a chat on the phone are messages of type 51', () => {
  const client = ready()
  const phone = client.world.phone()
  phone.open('alice')
  phone.leave('alice')
  phone.read('alice')
  const alice = client.nameOf('Alice')
  expect(messages(sync(client, client.key))).toMatchObject([
    { MsgType: 51, StatusNotifyCode: 2, ToUserName: alice },
    { MsgType: 51, StatusNotifyCode: 5, ToUserName: alice },
    { MsgType: 51, StatusNotifyCode: 1, StatusNotifyUserName: alice, Content: '' },
  ])
})

test('a recall is an escaped sysmsg with raw line breaks, and names the MsgId', () => {
  const client = ready()
  const alice = client.world.person('alice')
  const msgId = alice.say('bot', 'oops')
  alice.recall(msgId)
  const recalled = messages(sync(client, client.key))[1]
  expect(recalled).toMatchObject({ MsgType: 10002, Status: 4, FromUserName: client.nameOf('Alice') })
  expect(recalled?.Content).toMatch(/^&lt;sysmsg type="revokemsg"&gt;<br\/>\t&lt;revokemsg&gt;<br\/>/)
  expect(recalled?.Content).toContain(`&lt;msgid&gt;${msgId}&lt;/msgid&gt;`)
})

test('a friend request comes from fmessage, with a ticket', () => {
  const client = ready()
  client.world.person('carol').request('bot', 'I am "Carol"')
  const [message = {}] = messages(sync(client, client.key))
  expect(message).toMatchObject({ MsgType: 37, FromUserName: 'fmessage' })
  expect(part(message, 'RecommendInfo')).toMatchObject({ Content: 'I am "Carol"', Scene: 30, OpCode: 2 })
  expect(message.Content).toContain('content="I am &amp;quot;Carol&amp;quot;"')
})

test('a changed contact is announced with the fields that exist there', () => {
  const client = ready()
  client.world.phone().remark('alice', '老同学')
  const [changed = {}] = list(sync(client, client.key), 'ModContactList')
  expect(changed).toMatchObject({ UserName: client.nameOf('Alice'), RemarkName: '老同学', ChatRoomOwner: '' })
  expect(changed).not.toHaveProperty('PYInitial')
  expect(String(changed.HeadImgUrl).endsWith('&skey=')).toBe(true)
})

test('a deleted friend and a room that one was removed from are in DelContactList', () => {
  const client = ready()
  client.world.person('alice').vanish('bot')
  client.world.room('team').remove('bot', 'bob')
  expect(list(sync(client, client.key), 'DelContactList')).toEqual([
    { UserName: client.nameOf('Alice'), ContactFlag: 0 },
    { UserName: client.nameOf('项目组'), ContactFlag: 0 },
  ])
})

test('somebody new in a room is a changed room and a text', () => {
  const client = ready()
  client.world.room('lunch').add('carol', 'bob')
  const answer = sync(client, client.key)
  expect(contents(answer)).toEqual(['"Bob &amp; Söhne"邀请"Carol<span class="emoji emoji1f319"></span>"加入了群聊'])
  expect(list(answer, 'ModContactList')).toMatchObject([{ MemberCount: 4 }])
})

test('a malformed body or a SyncKey without position is -1, with every list empty', () => {
  const client = ready()
  const empty = sync(client, { Count: 0, List: [] })
  expect(empty).toMatchObject({ AddMsgList: [], ModContactList: [], DelContactList: [], SKey: '' })
  expect([ret(empty), empty.SyncKey]).toEqual([-1, { Count: 0, List: [] }])
})

test('a session that is over has empty lists and Count 0 in webwxsync', () => {
  const client = ready()
  client.world.kick()
  const over = sync(client, client.key)
  expect([ret(over), over.AddMsgList, over.SyncKey]).toEqual([1101, [], { Count: 0, List: [] }])
})

test('what came while nobody was logged in is dropped, or kept if the world says so', () => {
  for (const backlog of ['dropped', 'kept'] as const) {
    const client = ready({ backlog })
    client.world.person('alice').say('bot', 'read')
    sync(client, part(sync(client, client.key), 'SyncKey'))
    client.world.kick()
    client.world.person('alice').say('bot', 'while away')
    client.login()
    const init = client.api('webwxinit')
    const alice = list(init, 'ContactList').find(({ NickName }) => NickName === 'Alice')?.UserName
    const found = messages(sync(client, part(init, 'SyncKey')))
    expect(found.map(({ Content }) => Content)).toEqual(backlog === 'kept' ? ['while away'] : [])
    if (backlog === 'kept') expect(found[0]?.FromUserName).toBe(alice)
  }
})

test('raw messages keep what they do not replace; raw entries are put in as they are', () => {
  const client = ready()
  client.world.person('alice').send('bot', { MsgType: 49, AppMsgType: 6, FileName: 'a.txt', Content: '&lt;msg/&gt;' })
  client.world.person('alice').send('bot', { MsgId: undefined, NewMsgId: undefined, Content: 'no id' })
  client.world.inject('bot', [null, 7, ({ nameOf }) => ({ FromUserName: nameOf('alice'), MsgType: 1 })])
  const answer = sync(client, client.key)
  const [file, nameless] = messages(answer)
  expect(file).toMatchObject({ MsgType: 49, AppMsgType: 6, FileName: 'a.txt', FromUserName: client.nameOf('Alice') })
  expect(nameless).not.toHaveProperty('MsgId')
  expect(answer.AddMsgList).toEqual([file, nameless, null, 7, { FromUserName: client.nameOf('Alice'), MsgType: 1 }])
})

test('50,000 queued texts are handed out in batches of 100, each once and in order', () => {
  const client = ready()
  client.world.addMessages(50_000, { from: 'bob' })
  let key = client.key
  let read = 0
  for (let more = true; more; ) {
    const answer = sync(client, key)
    for (const { Content } of messages(answer)) {
      read += 1
      if (Content !== `message ${read}`) throw new Error(`${Content} in place of ${read}`)
    }
    key = part(answer, 'SyncKey')
    more = answer.ContinueFlag !== 0
  }
  expect(read).toBe(50_000)
})

test('news beyond what is retained are gone, the rest is still there', () => {
  const client = ready({ retain: 50, batchSize: 1_000 })
  client.world.addMessages(250, { from: 'bob' })
  const answer = sync(client, client.key)
  const found = contents(answer)
  client.world.person('alice').say('bot', 'one more')
  expect(contents(sync(client, part(answer, 'SyncKey')))).toEqual(['one more'])
  expect(found.at(-1)).toBe('message 250')
  expect(found.length).toBeGreaterThanOrEqual(50)
  expect(found.length).toBeLessThan(250)
})

test('a position stays good when older news are forgotten', () => {
  const client = ready({ retain: 50 })
  client.world.addMessages(90, { from: 'bob' })
  const key = part(sync(client, client.key), 'SyncKey')
  client.world.addMessages(40, { from: 'bob', text: (at) => `later ${at}` })
  const found = contents(sync(client, key))
  expect([found.length, found[0], found.at(-1)]).toEqual([40, 'later 1', 'later 40'])
})
