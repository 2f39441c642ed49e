import { afterEach, expect, test } from 'vitest'
import { madeBytes } from '../../src/emulator/index.js'
import { attach, enter, hash, type Raw, ret, type SocketClient } from './emulator-client.js'

const open: SocketClient[] = []

afterEach(() => {
  for (const client of open.splice(0)) client.close()
})

async function ready(options: Parameters<typeof enter>[0] = {}): Promise<SocketClient> {
  const client = await enter(options)
  open.push(client)
  return client
}

const made = (length: number, seed = 'media'): Uint8Array => madeBytes(length, seed).subarray(0, length)
const api = '/cgi-bin/mmwebwx-bin'
const none = new Uint8Array()

const alice = (client: SocketClient) => client.world.person('alice')

const unescaped = (content: unknown): string =>
  String(content)
    .replaceAll('<br/>', '\n')
    .replace(/&(lt|gt|amp);/g, (_, name: 'lt' | 'gt' | 'amp') => ({ lt: '<', gt: '>', amp: '&' })[name])

test('a picture of a friend: a token, and exactly its bytes, whole or as a thumbnail', async () => {
  const client = await ready()
  const [bytes, thumb] = [made(70_000), made(500, 'thumb')]
  const msgId = alice(client).sendImage('bot', bytes, { thumb })
  const [message] = await client.news()
  expect(message).toMatchObject({ MsgId: msgId, MsgType: 3, ImgStatus: 2, ImgHeight: 100, ImgWidth: 100 })
  expect(message?.Content).toMatch(/^@[0-9a-f]{64,}$/)
  const url = `${api}/webwxgetmsgimg?&MsgID=${msgId}&skey=${client.skey}`
  const whole = await client.get(url)
  expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  expect(new Uint8Array(await whole.arrayBuffer())).toEqual(bytes)
  expect(await client.bytes(`${url}&type=big`)).toEqual(bytes)
  expect(await client.bytes(`${url}&type=slave`)).toEqual(thumb)
  expect(await client.bytes(`${api}/webwxgetmsgimg?msgid=${msgId}&skey=${client.skey}`)).toEqual(bytes)
})

test('media are for those whose message it is, with cookies and Skey, and until they expire', async () => {
  const client = await ready({ accounts: [{ id: 'bot' }, { id: 'other' }], persons: [{ id: 'alice' }] })
  const other = await attach(client.world, client.origin, client.close, 'other')
  const msgId = alice(client).sendImage('bot', made(100))
  const url = (skey: string, id = msgId): string => `${api}/webwxgetmsgimg?MsgID=${id}&skey=${skey}`
  expect((await client.bytes(url(client.skey))).length).toBe(100)
  expect(await client.bytes(url('@crypt_wrong'))).toEqual(none)
  expect(await client.bytes(url(client.skey, '1'))).toEqual(none)
  expect(await other.bytes(url(other.skey))).toEqual(none)
  const bare = await fetch(client.origin + url(client.skey))
  expect([bare.status, (await bare.arrayBuffer()).byteLength]).toEqual([200, 0])
  client.world.change({ mediaLife: 0 })
  const late = alice(client).sendImage('bot', made(100))
  expect(await client.bytes(url(client.skey, late))).toEqual(none)
})

test('a voice message is MP3, and Range is honoured', async () => {
  const client = await ready()
  const bytes = made(5_000)
  const msgId = alice(client).sendVoice('bot', bytes, { ms: 2_540, form: 'xml' })
  const [message] = await client.news()
  expect(message).toMatchObject({ MsgType: 34, VoiceLength: 2_540 })
  expect(unescaped(message?.Content)).toContain(
    '<voicemsg endflag="1" cancelflag="0" forwardflag="0" voiceformat="4" voicelength="2540" length="5000"',
  )
  const url = `${api}/webwxgetvoice?msgid=${msgId}&skey=${client.skey}`
  const voice = await client.get(url)
  expect([voice.status, voice.headers.get('content-type')]).toEqual([200, 'audio/mp3'])
  expect(new Uint8Array(await voice.arrayBuffer())).toEqual(bytes)
  expect((await client.get(url, { range: 'bytes=0-' })).status).toBe(206)
})

test('a video comes to whoever asks for a range of it, and to nobody else', async () => {
  const client = await ready()
  const bytes = made(700_000)
  const msgId = alice(client).sendVideo('bot', bytes, { seconds: 3 })
  expect(await client.news()).toMatchObject([{ MsgType: 43, PlayLength: 3 }])
  const url = `${api}/webwxgetvideo?msgid=${msgId}&skey=${client.skey}`
  expect(await client.bytes(url)).toEqual(none)
  const range = async (asked: string): Promise<readonly unknown[]> => {
    const answer = await client.get(url, { range: asked })
    return [answer.status, answer.headers.get('content-range'), hash('md5', new Uint8Array(await answer.arrayBuffer()))]
  }
  expect(await range('bytes=0-')).toEqual([206, 'bytes 0-699999/700000', hash('md5', bytes)])
  expect(await range('bytes=300000-')).toEqual([
    206,
    'bytes 300000-699999/700000',
    hash('md5', bytes.subarray(300_000)),
  ])
  expect(await range('bytes=5-9')).toEqual([206, 'bytes 5-9/700000', hash('md5', bytes.subarray(5, 10))])
  expect(await range('bytes=-10')).toEqual([206, 'bytes 699990-699999/700000', hash('md5', bytes.subarray(-10))])
  expect(await range('bytes=0-9999999')).toEqual([206, 'bytes 0-699999/700000', hash('md5', bytes)])
  expect(await range('bytes=700000-')).toEqual([416, 'bytes */700000', hash('md5', none)])
  expect(
    (await client.bytes(`${api}/webwxgetmsgimg?MsgID=${msgId}&skey=${client.skey}&type=slave`)).length,
  ).toBeGreaterThan(0)
  expect(await client.bytes(`${api}/webwxgetmsgimg?MsgID=${msgId}&skey=${client.skey}`)).toEqual(none)
})

test('a file of a friend comes from the file host, under its MediaId and the ticket', async () => {
  const client = await ready()
  const bytes = made(9_000)
  const name = '报告 "最终" </title>]]>.pdf'
  alice(client).sendFile('bot', bytes, { name })
  const [message] = await client.news()
  expect(message).toMatchObject({ MsgType: 49, AppMsgType: 6, FileSize: '9000' })
  expect(unescaped(message?.FileName)).toBe(name)
  expect(decodeURIComponent(String(message?.EncryFileName))).toBe(name)
  expect(unescaped(message?.Content)).toContain('<title>报告 "最终" &lt;/title&gt;]]&gt;.pdf</title>')
  const ticket = client.cookies.get('webwx_data_ticket') ?? ''
  const url = (mediaId: unknown, given = ticket): string =>
    `${api}/webwxgetmedia?sender=${message?.FromUserName}&mediaid=${mediaId}&encryfilename=${encodeURIComponent(String(message?.EncryFileName))}` +
    `&fromuser=${client.uin}&pass_ticket=undefined&webwx_data_ticket=${given}`
  const answer = await client.get(url(message?.MediaId))
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename=".*\.pdf"$/)
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes)
  expect(await client.bytes(url(message?.MediaId, 'wrong'))).toEqual(none)
  expect(await client.bytes(url('@crypt_0_0'))).toEqual(none)
})

test('a gigabyte that nobody keeps can be had in parts', async () => {
  const client = await ready()
  const big = madeBytes(1024 ** 3, 'big')
  const msgId = alice(client).sendVideo('bot', big)
  const answer = await client.get(`${api}/webwxgetvideo?msgid=${msgId}&skey=${client.skey}`, {
    range: 'bytes=1000000000-1000000099',
  })
  expect(answer.headers.get('content-range')).toBe('bytes 1000000000-1000000099/1073741824')
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(big.subarray(1_000_000_000, 1_000_000_100))
})

test('a sticker has its MD5, its bytes here and at its address; one of the store has nothing', async () => {
  const client = await ready()
  const bytes = made(1_000)
  const msgId = alice(client).sendSticker('bot', bytes)
  const store = alice(client).sendSticker('bot', made(10), { store: true })
  const [one, other] = await client.news()
  expect(unescaped(one?.Content)).toContain(`md5="${hash('md5', bytes)}" len="1000"`)
  expect([one?.MsgType, one?.HasProductId]).toEqual([47, 0])
  expect(other).toMatchObject({ MsgType: 47, HasProductId: 1, Content: '' })
  const url = (id: string): string => `${api}/webwxgetmsgimg?MsgID=${id}&skey=${client.skey}&type=big`
  expect(await client.bytes(url(msgId))).toEqual(bytes)
  expect(await client.bytes(url(store))).toEqual(none)
  expect(await client.bytes(`/262/20304/stodownload?m=${hash('md5', bytes)}&bizid=1023`)).toEqual(bytes)
})

test('a sent picture is a message with its hash, and reaches the other account byte for byte', async () => {
  const client = await ready({ accounts: [{ id: 'bot' }, { id: 'friend', nickName: 'Friend' }] })
  const friend = await attach(client.world, client.origin, client.close, 'friend')
  const bytes = made(600_000)
  const { MediaId } = await client.upload(bytes, { name: 'a.png' })
  const ToUserName = await client.nameOf('Friend')
  const answer = await client.send('webwxsendmsgimg', { Type: 3, MediaId, ToUserName })
  expect([ret(answer), answer.MsgID]).toEqual([0, expect.stringMatching(/^\d{19}$/)])
  const media = {
    mediaId: MediaId,
    name: 'a.png',
    size: 600_000,
    md5: hash('md5', bytes),
    sha256: hash('sha256', bytes),
  }
  expect(client.world.sent('bot')).toMatchObject([{ to: 'friend', type: 3, text: '', media }])
  const [message] = await friend.news()
  expect(message).toMatchObject({ MsgType: 3, MsgId: answer.MsgID })
  const url = (skey: string): string => `${api}/webwxgetmsgimg?MsgID=${answer.MsgID}&skey=${skey}`
  expect(hash('md5', await friend.bytes(url(friend.skey)))).toEqual(hash('md5', bytes))
  expect(hash('md5', await client.bytes(url(client.skey)))).toEqual(hash('md5', bytes))
})

test('a received picture is passed on by its Content, and what is not known is refused', async () => {
  const client = await ready()
  alice(client).sendImage('bot', made(100))
  client.world.person('bob').sendImage('team', made(200))
  const [direct, room] = await client.news()
  const forward = (Content: unknown): Promise<Raw> =>
    client.send('webwxsendmsgimg', { Type: 3, MediaId: '', Content, Scene: 2 })
  expect(ret(await forward(direct?.Content))).toBe(0)
  expect(room?.Content).toMatch(/^@[0-9a-f]+:<br\/>@/)
  expect(ret(await forward(room?.Content))).toBe(0)
  expect(client.world.sent().map(({ media }) => media?.size)).toEqual([100, 200])
  expect(ret(await forward('@0123'))).toBe(1)
  expect(ret(await forward(''))).toBe(1)
})

test.each<readonly [string, string, Raw]>([
  ['a MediaId that nobody gave', 'webwxsendmsgimg', { Type: 3, MediaId: '@crypt_1_2' }],
  ['another Type', 'webwxsendmsgimg', { Type: 1, MediaId: 'pic' }],
  ['a document as a picture', 'webwxsendmsgimg', { Type: 3, MediaId: 'doc' }],
  ['a picture as a video', 'webwxsendvideomsg', { Type: 43, MediaId: 'pic' }],
  ['a sticker without its flag', 'webwxsendemoticon', { Type: 47, MediaId: 'doc' }],
  [
    'a sticker that nobody has seen',
    'webwxsendemoticon',
    { Type: 47, EMoticonMd5: 'd41d8cd98f00b204e9800998ecf8427e' },
  ],
  ['somebody else as the sender', 'webwxsendmsgimg', { Type: 3, MediaId: 'pic', FromUserName: 'filehelper' }],
])('%s is refused', async (_, endpoint, message) => {
  const client = await ready()
  const ids: Raw = {
    pic: (await client.upload(made(10))).MediaId,
    doc: (await client.upload(made(10), { type: 'doc', name: 'a.gif' })).MediaId,
  }
  const MediaId = ids[String(message.MediaId)] ?? message.MediaId
  expect(await client.send(endpoint, { ...message, MediaId })).toMatchObject({ BaseResponse: { Ret: 1 }, MsgID: '' })
  expect(client.world.sent()).toEqual([])
})

test('a MediaId ends with its login, and with its time', async () => {
  const client = await ready()
  const { MediaId } = await client.upload(made(10))
  const again = await attach(client.world, client.origin, client.close)
  expect(ret(await again.send('webwxsendmsgimg', { Type: 3, MediaId }))).toBe(1)
  client.world.change({ mediaLife: 0 })
  const late = await again.upload(made(10))
  expect(ret(await again.send('webwxsendmsgimg', { Type: 3, MediaId: late.MediaId }))).toBe(1)
})

test('videos and stickers are sent, a received sticker by its MD5; a repeated ClientMsgId is one message', async () => {
  const client = await ready()
  const video = await client.upload(made(20), { type: 'video', name: 'a.mp4' })
  expect(ret(await client.send('webwxsendvideomsg', { Type: 43, MediaId: video.MediaId }))).toBe(0)
  const gif = await client.upload(made(30), { type: 'doc', name: 'a.gif' })
  const same = { Type: 47, EmojiFlag: 2, MediaId: gif.MediaId, ClientMsgId: '5', LocalID: '5' }
  const answers = [await client.send('webwxsendemoticon', same), await client.send('webwxsendemoticon', same)]
  expect(new Set(answers.map(({ MsgID }) => MsgID)).size).toBe(1)
  alice(client).sendSticker('bot', made(40))
  const EMoticonMd5 = hash('md5', made(40))
  expect(ret(await client.send('webwxsendemoticon', { Type: 47, EmojiFlag: 2, EMoticonMd5 }))).toBe(0)
  expect(client.world.sent().map(({ type, media, requests }) => [type, media?.size, requests])).toEqual([
    [43, 20, 1],
    [47, 30, 2],
    [47, 40, 1],
  ])
})

const app = (title: string, size: number, mediaId: unknown): string =>
  `<appmsg appid='wxeb7ec651dd0aefa9' sdkver=''><title>${title}</title><des></des><action></action><type>6</type><content></content>` +
  `<url></url><lowurl></lowurl><appattach><totallen>${size}</totallen><attachid>${mediaId}</attachid><fileext>pdf</fileext></appattach><extinfo></extinfo></appmsg>`

test('a file is sent by the XML that names it, and passed on by the XML it came with', async () => {
  const client = await ready()
  const { MediaId } = await client.upload(made(84_594), { type: 'doc', name: '报告.pdf' })
  const send = (Content: unknown, Type = 6): Promise<Raw> => client.send('webwxsendappmsg', { Type, Content })
  expect(ret(await send(app('报告 "最终" &lt;/title&gt;]]&gt;.pdf', 84_594, MediaId)))).toBe(0)
  expect(client.world.sent()).toMatchObject([{ type: 6, media: { name: '报告 "最终" </title>]]>.pdf', size: 84_594 } }])
  alice(client).sendFile('bot', made(10), { name: 'b.bin' })
  const [received] = await client.news()
  expect(ret(await send(received?.Content))).toBe(0)
  expect(client.world.sent().at(-1)?.media).toMatchObject({ name: 'b.bin', size: 10 })
  for (const [content, type] of [
    [app('报告 "最终" </title>]]>.pdf', 84_594, MediaId), 6],
    [app('', 84_594, MediaId), 6],
    [app('a', 84_593, MediaId), 6],
    [app('a', 84_594, '@crypt_0_0'), 6],
    [app('a', 84_594, MediaId), 49],
    [app('a', 84_594, MediaId).replace('<type>6<', '<type>5<'), 6],
    ['<appmsg', 6],
    ['', 6],
  ] as const) {
    expect(ret(await send(content, type))).toBe(1)
  }
})

test('a large file is sent with its signature only', async () => {
  const client = await ready({ checkedAbove: 100 })
  const bytes = made(200)
  const checked = await client.api('webwxcheckupload', {
    FileMd5: hash('md5', bytes),
    FileName: 'a.zip',
    FileSize: 200,
    FileType: 7,
    FromUserName: client.self,
    ToUserName: 'filehelper',
  })
  const { AESKey, Signature } = checked
  const { MediaId } = await client.upload(bytes, { type: 'doc', name: 'a.zip', request: { AESKey, Signature } })
  const Content = app('a.zip', 200, MediaId)
  expect(ret(await client.send('webwxsendappmsg', { Type: 6, Content }))).toBe(1)
  expect(ret(await client.send('webwxsendappmsg', { Type: 6, Content, Signature }))).toBe(0)
})

test('avatars: of friends, of rooms, of members with their room, and new ones after a change', async () => {
  const client = await ready()
  const [friend, room] = [await client.nameOf('Alice'), await client.nameOf('项目组')]
  const url = (endpoint: string, username: string, more = ''): string =>
    `${api}/${endpoint}?seq=0&username=${username}&skey=${client.skey}${more}`
  const before = await client.bytes(url('webwxgeticon', friend))
  expect([...before.subarray(0, 2)]).toEqual([0xff, 0xd8])
  alice(client).changeAvatar(made(50))
  expect(await client.bytes(url('webwxgeticon', friend))).toEqual(made(50))
  expect((await client.bytes(url('webwxgetheadimg', room))).length).toBeGreaterThan(0)
  const details = await client.api('webwxbatchgetcontact', {
    Count: 1,
    List: [{ UserName: room, EncryChatRoomId: '' }],
  })
  const [full] = Array.isArray(details.ContactList) ? details.ContactList : []
  const carol = String(full?.MemberList?.at(-1)?.UserName)
  expect(await client.bytes(url('webwxgeticon', carol))).toEqual(none)
  expect(
    (await client.bytes(url('webwxgeticon', carol, `&chatroomid=${full?.EncryChatRoomId}`))).length,
  ).toBeGreaterThan(0)
  const lunch = await client.nameOf('午饭')
  expect(await client.bytes(url('webwxgeticon', carol, `&chatroomid=${lunch}`))).toEqual(none)
  expect((await fetch(client.origin + url('webwxgeticon', friend)).then((one) => one.arrayBuffer())).byteLength).toBe(0)
})

test('a location has its map', async () => {
  const client = await ready()
  alice(client).sendLocation('bot', { latitude: 22.998941, longitude: 113.27117, label: '广州市番禺区' })
  const [message] = await client.news()
  expect(message).toMatchObject({
    MsgType: 1,
    SubMsgType: 48,
    Url: 'http://apis.map.qq.com/uri/v1/geocoder?coord=22.998941,113.271170',
  })
  const [label, path = ''] = String(message?.Content).split(':<br/>')
  expect(label).toBe('广州市番禺区')
  expect(message?.OriContent).toContain('<location x="22.998941" y="113.271170" scale="16" label="广州市番禺区"')
  expect((await client.bytes(path)).length).toBeGreaterThan(0)
})

test('faults of media: empty, half, a range that is ignored or another one', async () => {
  const client = await ready()
  const bytes = made(1_000)
  const msgId = alice(client).sendVideo('bot', bytes)
  const fetched = async (name: string): Promise<readonly unknown[]> => {
    client.world.fault({ name })
    const url = `${api}/webwxgetvideo?msgid=${msgId}&skey=${client.skey}`
    const answer = await client.get(url, { range: 'bytes=100-' })
    return [answer.status, answer.headers.get('content-range'), new Uint8Array(await answer.arrayBuffer())]
  }
  expect(await fetched('media-empty')).toEqual([206, 'bytes 100-999/1000', none])
  expect(await fetched('media-half')).toEqual([206, 'bytes 100-999/1000', bytes.subarray(100, 550)])
  expect(await fetched('range-ignored')).toEqual([200, null, bytes])
  expect(await fetched('range-shifted')).toEqual([206, 'bytes 0-999/1000', bytes])
  expect(await fetched('range-ignored')).toEqual([200, null, bytes])
})
