import { expect, test } from 'vitest'
import { createWireClient, list, part, type Raw, read, ret, type WireClient, web } from './wire-client.js'

const named = (contacts: readonly Raw[], nickName: string): Raw =>
  contacts.find(({ NickName }) => NickName === nickName) ?? {}

function book(client: WireClient, seq: unknown = 0): Raw {
  const skey = String(client.api('webwxinit').SKey)
  return read(client.ask(`${web}/webwxgetcontact?lang=zh_CN&seq=${seq}&skey=${encodeURIComponent(skey)}`).body)
}

function ready(options: Parameters<typeof createWireClient>[0] = {}): WireClient {
  const client = createWireClient(options)
  client.login()
  return client
}

test('webwxinit gives four keys, the account with its Uin, and an Skey of its own', () => {
  const client = createWireClient()
  const { uin, skey } = client.login()
  const init = client.api('webwxinit')
  const key = part(init, 'SyncKey')
  expect([key.Count, list(key, 'List').map(({ Key }) => Key)]).toEqual([4, [1, 2, 3, 1000]])
  expect(init).not.toHaveProperty('SyncCheckKey')
  expect(part(init, 'User')).toMatchObject({ Uin: Number(uin), NickName: '小机器人' })
  expect(init.SKey).toMatch(/^@crypt_/)
  expect(init.SKey).not.toBe(skey)
  expect(init.Count).toBe(list(init, 'ContactList').length)
})

test('rooms of webwxinit have nameless members and no EncryChatRoomId', () => {
  const room = named(list(ready().api('webwxinit'), 'ContactList'), '项目组')
  expect([room.MemberCount, room.EncryChatRoomId]).toEqual([4, ''])
  expect(new Set(list(room, 'MemberList').map(({ NickName }) => NickName))).toEqual(new Set(['']))
})

test('ChatSet ends with a comma and names conversations that ContactList leaves out', () => {
  const rooms = Array.from({ length: 30 }, (_, at) => ({ id: `room${at}`, topic: `room ${at}`, members: ['bot'] }))
  const init = ready({ accounts: [{ id: 'bot' }], rooms }).api('webwxinit')
  const chats = String(init.ChatSet).split(',')
  const shown = list(init, 'ContactList').map(({ UserName }) => UserName)
  expect(chats.at(-1)).toBe('')
  expect(chats.filter((name) => name.startsWith('@@') && !shown.includes(name)).length).toBeGreaterThan(15)
})

test('the address book has the account, friends and saved rooms, and neither strangers nor other rooms', () => {
  const contacts = list(book(ready()), 'MemberList').map(({ NickName }) => NickName)
  expect(contacts).toEqual(['小机器人', 'Alice', 'Bob &amp; Söhne', '每日新闻', '项目组'])
})

test('rooms of the address book have no members, official accounts bit 8, friends bit 1', () => {
  const contacts = list(book(ready()), 'MemberList')
  expect(named(contacts, '项目组')).toMatchObject({ MemberCount: 0, MemberList: [], EncryChatRoomId: '' })
  expect(Number(named(contacts, '每日新闻').VerifyFlag) & 8).toBe(8)
  expect(named(contacts, 'Alice')).toMatchObject({ ContactFlag: 3, RemarkName: '爱丽丝', Sex: 2, City: '杭州' })
})

test('a large address book comes in pages that end with Seq 0', () => {
  const persons = Array.from({ length: 2_500 }, (_, at) => ({ id: `p${at}` }))
  const client = ready({ accounts: [{ id: 'bot' }], persons })
  const sizes: unknown[] = []
  const seen = new Set<unknown>()
  let seq: unknown = 0
  do {
    const page = book(client, seq)
    sizes.push(page.MemberCount)
    for (const { UserName } of list(page, 'MemberList')) seen.add(UserName)
    seq = page.Seq
  } while (seq !== 0)
  expect(sizes).toEqual([1_000, 1_000, 501])
  expect(seen.size).toBe(2_501)
})

test('the address book carries the Skey in its picture addresses, details do not', () => {
  const client = ready()
  const init = client.api('webwxinit')
  const alice = named(list(book(client), 'MemberList'), 'Alice')
  expect(String(alice.HeadImgUrl).endsWith(`&skey=${init.SKey}`)).toBe(true)
  const answer = client.api('webwxbatchgetcontact', {
    Count: 1,
    List: [{ UserName: alice.UserName, EncryChatRoomId: '' }],
  })
  expect(list(answer, 'ContactList')[0]).toMatchObject({ NickName: 'Alice', EncryChatRoomId: '0' })
  expect(list(answer, 'ContactList')[0]?.HeadImgUrl).toMatch(/&skey=$/)
})

test('details of a room have all members, their names in it, and a key', () => {
  const client = ready()
  const { UserName } = named(list(client.api('webwxinit'), 'ContactList'), '项目组')
  const [room = {}] = list(
    client.api('webwxbatchgetcontact', { Count: 1, List: [{ UserName, ChatRoomId: '' }] }),
    'ContactList',
  )
  expect(room.EncryChatRoomId).toMatch(/^@[0-9a-f]{32}$/)
  expect(list(room, 'MemberList').map(({ NickName, DisplayName }) => [NickName, DisplayName])).toEqual([
    ['Alice', ''],
    ['小机器人', ''],
    ['Bob &amp; Söhne', ''],
    ['Carol<span class="emoji emoji1f319"></span>', '卡罗尔'],
  ])
})

test('a member is found with the key of its room, and with its UserName', () => {
  const client = ready()
  const { UserName } = named(list(client.api('webwxinit'), 'ContactList'), '项目组')
  const [room = {}] = list(client.api('webwxbatchgetcontact', { List: [{ UserName }] }), 'ContactList')
  const carol = list(room, 'MemberList').at(-1)?.UserName
  for (const key of [room.EncryChatRoomId, UserName]) {
    const answer = client.api('webwxbatchgetcontact', { List: [{ UserName: carol, EncryChatRoomId: key }] })
    expect(list(answer, 'ContactList')[0]).toMatchObject({ ContactFlag: 0, EncryChatRoomId: room.EncryChatRoomId })
  }
})

test('fifty names are answered in another order, unknown ones left out; fifty-one are refused', () => {
  const persons = Array.from({ length: 60 }, (_, at) => ({ id: `p${at}` }))
  const client = ready({ accounts: [{ id: 'bot' }], persons })
  const names = list(book(client), 'MemberList').map(({ UserName }) => UserName)
  const ask = (count: number): Raw =>
    client.api('webwxbatchgetcontact', {
      List: ['@unknown', ...names].slice(0, count).map((UserName) => ({ UserName })),
    })
  const answered = list(ask(50), 'ContactList').map(({ UserName }) => UserName)
  expect([...answered].sort()).toEqual(names.slice(0, 49).sort())
  expect(answered).not.toEqual(names.slice(0, 49))
  expect([ret(ask(51)), ask(51).ContactList]).toEqual([1, []])
})

test('a room that the account has left comes back empty', () => {
  const client = ready()
  const { UserName } = named(list(client.api('webwxinit'), 'ContactList'), '项目组')
  client.world.room('team').remove('bot', 'alice')
  const [room] = list(client.api('webwxbatchgetcontact', { List: [{ UserName }] }), 'ContactList')
  expect(room).toMatchObject({ MemberCount: 0, MemberList: [] })
})
