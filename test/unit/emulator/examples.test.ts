import { expect, test } from 'vitest'
import { createWireClient, list, part, type Raw, type WireClient } from './wire-client.js'

/** What is known of the real answers, field by field: values that are always the same, and the shape of the others. */
const contact = {
  Uin: 0,
  UserName: expect.stringMatching(/^@[0-9a-f]{32}(?:[0-9a-f]{32})?$/),
  NickName: expect.any(String),
  HeadImgUrl: expect.any(String),
  ContactFlag: expect.any(Number),
  MemberCount: 0,
  MemberList: [],
  RemarkName: '',
  HideInputBarFlag: 0,
  Sex: 0,
  Signature: '',
  VerifyFlag: 0,
  OwnerUin: 0,
  PYInitial: '',
  PYQuanPin: '',
  RemarkPYInitial: '',
  RemarkPYQuanPin: '',
  StarFriend: 0,
  AppAccountFlag: 0,
  Statues: 0,
  AttrStatus: 0,
  Province: '',
  City: '',
  Alias: '',
  SnsFlag: 0,
  UniFriend: 0,
  DisplayName: '',
  ChatRoomId: 0,
  KeyWord: '',
  EncryChatRoomId: '',
  IsOwner: 0,
}

const member = {
  Uin: 0,
  UserName: contact.UserName,
  NickName: '',
  AttrStatus: 0,
  PYInitial: '',
  PYQuanPin: '',
  RemarkPYInitial: '',
  RemarkPYQuanPin: '',
  MemberStatus: 0,
  DisplayName: '',
  KeyWord: '',
}

const roomName = expect.stringMatching(/^@@[0-9a-f]{64}$/)

function opened(): { readonly client: WireClient; readonly init: Raw } {
  const client = createWireClient()
  client.login()
  return { client, init: client.api('webwxinit') }
}

const named = (contacts: readonly Raw[], nickName: string): Raw =>
  contacts.find(({ NickName }) => NickName === nickName) ?? {}

/** The same fields in the same order: some clients show them as they come. */
function isLike(found: Raw, example: Raw): void {
  expect(found).toEqual(example)
  expect(Object.keys(found)).toEqual(Object.keys(example))
}

test('filehelper is a friend, and has its pinyin', () => {
  const { init } = opened()
  const skey = String(init.SKey)
  isLike(named(list(init, 'ContactList'), '文件传输助手'), {
    ...contact,
    UserName: 'filehelper',
    NickName: '文件传输助手',
    HeadImgUrl: expect.stringMatching(
      /^\/cgi-bin\/mmwebwx-bin\/webwxgeticon\?seq=\d+&username=filehelper&skey=@crypt_/,
    ),
    ContactFlag: 1,
    PYInitial: 'WJCSZS',
    PYQuanPin: 'wenjianchuanshuzhushou',
    KeyWord: 'fil',
  })
  expect(skey).toMatch(/^@crypt_[0-9a-f]{8}_[0-9a-f]{32}$/)
})

test('a room of webwxinit has nameless members, and no picture number, pinyin or key', () => {
  const { init } = opened()
  const room = named(list(init, 'ContactList'), '项目组')
  isLike(room, {
    ...contact,
    UserName: roomName,
    NickName: '项目组',
    HeadImgUrl: `/cgi-bin/mmwebwx-bin/webwxgetheadimg?seq=0&username=${room.UserName}&skey=${init.SKey}`,
    ContactFlag: 0,
    MemberCount: 4,
    MemberList: [member, member, member, member],
    Statues: 1,
  })
})

test('the details of a room have the names and bits of its members, its pinyin and its key', () => {
  const { client, init } = opened()
  const { UserName } = named(list(init, 'ContactList'), '项目组')
  const [room = {}] = list(client.api('webwxbatchgetcontact', { List: [{ UserName }] }), 'ContactList')
  const full = { ...member, NickName: expect.any(String), AttrStatus: expect.any(Number), KeyWord: 'wxi' }
  isLike(room, {
    ...contact,
    UserName: roomName,
    NickName: '项目组',
    HeadImgUrl: expect.stringMatching(/seq=[1-9]\d+&username=@@[0-9a-f]+&skey=$/),
    ContactFlag: 3,
    MemberCount: 4,
    MemberList: [full, full, full, { ...full, DisplayName: '卡罗尔' }],
    PYInitial: 'XMZ',
    PYQuanPin: 'xiangmuzu',
    Statues: 1,
    EncryChatRoomId: expect.stringMatching(/^@[0-9a-f]{32}$/),
  })
  for (const one of list(room, 'MemberList')) expect(one.AttrStatus).toBeGreaterThan(0)
})

test('a friend of the address book', () => {
  const { client, init } = opened()
  const skey = encodeURIComponent(String(init.SKey))
  const page = JSON.parse(client.ask(`https://wx2.qq.com/cgi-bin/mmwebwx-bin/webwxgetcontact?seq=0&skey=${skey}`).body)
  isLike(named(list(page, 'MemberList'), 'Alice'), {
    ...contact,
    NickName: 'Alice',
    HeadImgUrl: expect.stringMatching(/webwxgeticon\?seq=\d+&username=@[0-9a-f]+&skey=@crypt_/),
    ContactFlag: 3,
    RemarkName: '爱丽丝',
    Sex: 2,
    PYInitial: 'ALICE',
    PYQuanPin: 'Alice',
    RemarkPYInitial: 'ALS',
    RemarkPYQuanPin: 'ailisi',
    AttrStatus: expect.any(Number),
    Province: '浙江',
    City: '杭州',
    SnsFlag: 17,
    KeyWord: 'wxi',
  })
})

test('an article of an official account is linked as it is: JSON needs no entities', () => {
  const { init } = opened()
  const [account = {}] = list(init, 'MPSubscribeMsgList')
  expect(account).toMatchObject({ NickName: '每日新闻', MPArticleCount: 1, Time: expect.any(Number) })
  const [article = {}] = list(account, 'MPArticleList')
  isLike(article, {
    Title: expect.stringMatching(/./),
    Digest: expect.stringMatching(/./),
    Cover: expect.stringMatching(/^http:\/\/mmbiz\.qpic\.cn\/\S+&wxfrom=0$/),
    Url: expect.stringMatching(/^http:\/\/mp\.weixin\.qq\.com\/s\?__biz=\w+&mid=\d+&idx=1#rd$/),
  })
})

test('webwxsync, and its messages, have these fields in this order', () => {
  const { client, init } = opened()
  client.world.person('alice').say('bot', 'hi')
  const answer = client.api('webwxsync', { SyncKey: part(init, 'SyncKey') })
  expect(Object.keys(answer)).toEqual([
    ...['BaseResponse', 'AddMsgCount', 'AddMsgList', 'ModContactCount', 'ModContactList'],
    ...['DelContactCount', 'DelContactList', 'ModChatRoomMemberCount', 'ModChatRoomMemberList', 'Profile'],
    ...['ContinueFlag', 'SyncKey', 'SKey', 'SyncCheckKey'],
  ])
  const [message = {}] = list(answer, 'AddMsgList')
  expect(Object.keys(message)).toEqual([
    ...['MsgId', 'FromUserName', 'ToUserName', 'MsgType', 'Content', 'Status', 'ImgStatus', 'CreateTime'],
    ...['VoiceLength', 'PlayLength', 'FileName', 'FileSize', 'MediaId', 'Url', 'AppMsgType', 'StatusNotifyCode'],
    ...['StatusNotifyUserName', 'RecommendInfo', 'ForwardFlag', 'AppInfo', 'HasProductId', 'Ticket', 'ImgHeight'],
    ...['ImgWidth', 'SubMsgType', 'NewMsgId', 'OriContent', 'EncryFileName'],
  ])
})

test('an account that may not log in over the web is told so in these words, by a fault, too', () => {
  const words = '当前登录环境异常。为了你的帐号安全，暂时不能登录web微信。你可以通过手机客户端或者windows微信登录。'
  const page = `<error><ret>1203</ret><message>${words}</message></error>`
  expect(createWireClient({ accounts: [{ id: 'bot', webLogin: 'refused' }] }).login().xml).toBe(page)
  const client = createWireClient()
  client.world.fault({ name: 'retcode-1203', endpoint: 'webwxnewloginpage' })
  expect(client.login().xml).toBe(page)
})

test('the XML of a file ends in an escaped line break and a raw one', () => {
  const { client, init } = opened()
  client.world.person('alice').sendFile('bot', new Uint8Array(9), { name: 'a.txt' })
  const [file = {}] = list(client.api('webwxsync', { SyncKey: part(init, 'SyncKey') }), 'AddMsgList')
  expect(file.Content).toMatch(/&lt;\/msg&gt;&lt;br\/&gt;<br\/>$/)
})
