import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeContact } from '../../../src/protocol/contact.js'
import { jslogin } from '../../../src/protocol/endpoints/jslogin.js'
import { login } from '../../../src/protocol/endpoints/login.js'
import { synccheck } from '../../../src/protocol/endpoints/synccheck.js'
import { webwxbatchgetcontact } from '../../../src/protocol/endpoints/webwxbatchgetcontact.js'
import { webwxgetcontact } from '../../../src/protocol/endpoints/webwxgetcontact.js'
import { webwxinit } from '../../../src/protocol/endpoints/webwxinit.js'
import { webwxnewloginpage } from '../../../src/protocol/endpoints/webwxnewloginpage.js'
import { webwxsendmsg } from '../../../src/protocol/endpoints/webwxsendmsg.js'
import { webwxsync } from '../../../src/protocol/endpoints/webwxsync.js'
import { isFields, quoteBigIntegers } from '../../../src/protocol/json.js'
import { type Decoded, decodeMessage } from '../../../src/protocol/message.js'
import { encodeText } from '../../../src/protocol/text.js'
import { answer, right, told } from './fixtures/answers.js'
import { keys, session, wechat } from './fixtures/session.js'

/** Real payloads, which are not part of the repository. */
const folder = process.env.RXWX_CAPTURES ?? new URL('../../../../shared/captures', import.meta.url).pathname
const present = existsSync(folder)
if (!present) console.warn(`no captures in ${folder}: the golden tests do not run (set RXWX_CAPTURES to their folder)`)

const text = (file: string): string => readFileSync(`${folder}/${file}`, 'utf8')
const wire = (file: string) => answer(text(file))
const now = 1_700_000_000_000
const redirectUri = 'https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?ticket=t'
const self = '@79dca95d714341ee5d76697537db293d'
const friend = '@80e0e1ec8b7bb7b11fd84d105824121197db77691ad529770e03222767ef2a84'
const room = '@@5685b25d067acedc302b32f58b08f9d34b9226e729609b5518af5c4a4b2a9f3e'

const messagesIn = (file: string): readonly Decoded[] => {
  const json: unknown = JSON.parse(quoteBigIntegers(text(file)))
  return (Array.isArray(json) ? json : [json]).filter(isFields).map((raw) => decodeMessage(raw, self))
}

/** What the sender's phone wrote, as the Content of a web message carries it. */
const carried = (file: string, MsgType: number): Decoded =>
  decodeMessage({ FromUserName: friend, ToUserName: self, MsgType, Content: encodeText(text(file)) }, self)

describe.skipIf(!present)('captured messages', () => {
  const expected: Readonly<Record<string, readonly object[]>> = {
    'msg-01-48-location-private.json': [
      {
        type: 'location',
        id: '7900312984672637996',
        latitude: 22.998941,
        longitude: 113.27117,
        scale: 16,
        own: false,
        peer: friend,
      },
    ],
    'msg-01-room-at-smiley.json': [
      { type: 'text', text: '@_@', isRoom: true, sender: '@7a1d6be0c5b9f7f1ff5081ff84bcfa52' },
    ],
    'msg-01-room-email.json': [{ type: 'text', text: 'user@email.com', id: '3670467504370401673' }],
    'msg-01-room-mention-and-email.json': [
      { type: 'text', isRoom: true, text: expect.stringMatching(/^@\S+\s.*someone@example\.com$/) },
    ],
    'msg-01-room-mention-one.json': [{ type: 'text', isRoom: true, text: expect.stringMatching(/^@[^<]*\u2005/) }],
    'msg-01-text-private.json': [{ type: 'text', isRoom: false, text: expect.stringMatching(/./) }],
    'msg-03-image-room.json': [
      { type: 'image', peer: room, sender: friend, content: expect.stringMatching(/^@[a-z0-9_]+$/) },
    ],
    'msg-10000-room-texts.json': [
      { type: 'system', text: '你被"小林。"移出群聊', isRoom: true },
      { type: 'system', text: '你修改群名为“示例群1”', isRoom: true },
      { type: 'system', text: '你已成为新群主', isRoom: true },
    ],
    'msg-10000-verify-needed.json': [{ type: 'system', text: expect.stringMatching(/才能聊天。发送朋友验证$/) }],
    'msg-10002-recall-private.json': [
      { type: 'recall', id: '5500312984672637999', recalledId: '4100312984672637990', text: '"小林" 撤回了一条消息' },
    ],
    'msg-34-voice-room.json': [{ type: 'voice', duration: 3215, peer: room, sender: friend }],
    'msg-37-friend-request.json': [
      {
        type: 'friendRequest',
        fromUserName: 'fmessage',
        nickName: '周远航.Test',
        greeting: '我是群聊"Wechaty"的周远航.Test',
        alias: 'zhouyh008',
        scene: 14,
        sex: 1,
        ticket: expect.stringMatching(/^v2_.*@stranger$/),
      },
    ],
    'msg-47-sticker-room.json': [
      {
        type: 'emoticon',
        md5: '868f802b3ffd0ec1610225d8e909ddd8',
        size: 1024,
        width: 80,
        url: 'http://emoji.qpic.cn/wx_emoji/EXAMPLE/',
        isFromStore: false,
      },
    ],
    'msg-49-6-file-room.json': [
      {
        type: 'file',
        fileName: 'fileName.zip',
        size: 1024,
        extension: 'zip',
        encryFileName: 'fileName%2Ezip',
        sender: friend,
        mediaId: expect.stringMatching(/^@crypt_/),
      },
    ],
  }

  it('are all known to this test', () => {
    expect(readdirSync(folder).filter((file) => /^msg-.*\.json$/.test(file))).toEqual(Object.keys(expected))
  })

  it.each(Object.entries(expected))('%s', (file, decoded) => {
    expect(messagesIn(file)).toEqual(decoded.map((one) => expect.objectContaining(one)))
  })

  it('have exact ids', () => {
    for (const file of Object.keys(expected))
      for (const { id, raw } of messagesIn(file)) {
        expect(id).toMatch(/^\d{18,19}$/)
        expect(raw.NewMsgId).toBe(id)
      }
  })
})

describe.skipIf(!present)('captured XML', () => {
  const expected: Readonly<Record<string, readonly [number, object]>> = {
    'xml-03-image.mobile.xml': [
      3,
      { type: 'image', size: 2998, width: 120, height: 76, md5: '1f43ba3e7de1a063a01dd7e8fb74fc34' },
    ],
    'xml-03-image.web-own.xml': [3, { type: 'image', size: 6503 }],
    'xml-10002-announcement.mobile.xml': [10002, { type: 'announcement', text: '群公告哈1' }],
    'xml-10002-recall-new.mobile.xml': [
      10002,
      { type: 'recall', recalledId: '5576224237104747184', text: '"小林。" 撤回了一条消息' },
    ],
    'xml-10002-sysmsgtemplate-kick.mobile.xml': [10002, { type: 'system', text: '你将"周七"移出了群聊' }],
    'xml-34-voice.mobile.xml': [34, { type: 'voice', duration: 2540, size: 3600 }],
    'xml-37-friend-request.mobile.xml': [37, { type: 'friendRequest', ticket: expect.stringMatching(/@stranger$/) }],
    'xml-43-video.mobile.xml': [43, { type: 'video', duration: 3000, size: 611755, width: 224, height: 398 }],
    'xml-47-sticker.mobile.xml': [
      47,
      {
        type: 'emoticon',
        size: 211797,
        width: 240,
        game: 0,
        url: expect.stringMatching(/&hy=SH&storeid=/),
        isFromStore: false,
      },
    ],
    'xml-48-location.mobile.xml': [
      48,
      {
        type: 'location',
        latitude: 39.90374,
        longitude: 116.397827,
        scale: 15,
        name: '北京天安门广场',
        label: '北京市东城区东长安街',
      },
    ],
    'xml-49-03-music.web.xml': [
      49,
      {
        type: 'music',
        title: '示例歌曲',
        description: '示例歌手',
        dataUrl: expect.stringMatching(/^http:\S+&guid=ffffffffc1&fromtag=46$/),
      },
    ],
    'xml-49-05-link.mobile.xml': [
      49,
      {
        type: 'link',
        title: '示例新闻，又有好消息！',
        source: '示例公众号',
        url: expect.stringMatching(/&xtrack=1#rd$/),
      },
    ],
    'xml-49-06-file.mobile.xml': [49, { type: 'file', fileName: 'hhh.xlsx', size: 8939, extension: 'xlsx' }],
    'xml-49-2000-transfer.mobile.xml': [
      49,
      { type: 'transfer', amount: '￥0.10', direction: 'sent', transferId: '1000050001202401120000000000000' },
    ],
    'xml-49-33-miniprogram.mobile.xml': [
      49,
      { type: 'miniProgram', title: '示例助手', appId: 'wx0123456789abcdef', userName: 'gh_0a1b2c3d4e5f@app' },
    ],
    'xml-49-51-channels.mobile.xml': [49, { type: 'link', title: '示例描述#话题', source: '示例视频号' }],
    'xml-49-57-reply.mobile.xml': [
      49,
      {
        type: 'quote',
        text: '看看这个',
        quoted: {
          id: '3617029648443513000',
          msgType: 49,
          name: '小林。',
          content: expect.stringMatching(/^<msg><appmsg/),
        },
      },
    ],
    'xml-51-statusnotify.web.xml': [
      51,
      {
        type: 'statusNotify',
        realIds: ['filehelper', '34757816000@chatroom', 'wxid_a1b2c3d4e5f622', 'gh_0a1b2c3d4e5f'],
      },
    ],
  }

  it('is all known to this test', () => {
    expect(readdirSync(folder).filter((file) => /^xml-.*\.xml$/.test(file))).toEqual(Object.keys(expected))
  })

  it.each(Object.entries(expected))('%s', (file, [type, decoded]) => {
    expect(carried(file, type)).toMatchObject(decoded)
    const raw = { FromUserName: friend, ToUserName: self, MsgType: type, Content: text(file) }
    expect(decodeMessage(raw, self)).toMatchObject(decoded)
  })
})

describe.skipIf(!present)('captured answers', () => {
  const input = { realm: wechat, redirectUri, profile: 'web', now, deviceId: 'e1' } as const

  it('of the login', () => {
    const poll = { realm: wechat, uuid: 'x', tip: 1, now } as const
    expect(right(jslogin.read(wire('jslogin.response.txt'), input))).toEqual({ uuid: 'wb7R2kx9dA==' })
    expect(right(login.read(wire('login.408.response.txt'), poll))).toEqual({ type: 'waiting' })
    expect(right(login.read(wire('login.201.response.txt'), poll))).toMatchObject({
      type: 'scanned',
      avatar: expect.stringMatching(/^data:img\/jpg;base64,\/9j/),
    })
    expect(right(login.read(wire('login.200.response.txt'), poll))).toMatchObject({
      redirectUri: expect.stringMatching(/^https:\/\/wx\.qq\.com\/.*&uuid=4ZnG7WZ0Cg==&lang=zh_CN&scan=1520738372$/),
    })
    const setCookies = [...text('webwxnewloginpage.headers.2018.txt').matchAll(/^Set-Cookie: (.*)$/gm)].map(
      ([, line = '']) => line,
    )
    expect(setCookies).toHaveLength(7)
    const page = answer(text('webwxnewloginpage.ok.xml'), { setCookies })
    expect(right(webwxnewloginpage.read(page, input))).toMatchObject({
      uin: '211722515',
      sid: '+urBrYI292xoIknf',
      passTicket: expect.stringMatching(/%2BL%2B.*%3D$/),
    })
    expect(told(webwxnewloginpage.read(wire('webwxnewloginpage.1203.xml'), input))).toMatchObject({
      kind: 'refused',
      detail: { code: 1203, reason: expect.stringMatching(/^当前登录环境异常/) },
    })
  })

  it('of webwxinit', () => {
    const init = right(webwxinit.read(wire('webwxinit.seed.json'), { session, now }))
    expect(init).toMatchObject({
      self: { UserName: '@f4c054c78f40743b095b85409dbdc1b3', Uin: 211722515 },
      contacts: [{ UserName: 'filehelper', Keyword: 'fil' }],
      skey: '@crypt_8b4f09cc_ce5178b3c156048fff69cdf1fccc31e4',
      serverTime: 1520742050000,
      inviteFrom: 40,
    })
    expect(init.keys?.sync.List.map(({ Key }) => Key)).toEqual([1, 2, 3, 1000])
    expect(init.chatSet.filter((name) => name === 'filehelper')).toHaveLength(1)
    expect(init.chatSet).not.toContain('')
  })

  it('of the contacts', () => {
    const page = right(webwxgetcontact.read(wire('webwxgetcontact.seed.json'), { session, seq: 0, now }))
    expect(page.seq).toBe('0')
    expect(page.members.map(decodeContact)).toMatchObject([
      { kind: 'person', name: 'Budi Santoso', isFriend: true, avatarSeq: 620986971 },
    ])
    const batch = { session, now, names: [] }
    const friends = right(webwxbatchgetcontact.read(wire('webwxbatchgetcontact.friend.seed.json'), batch))
    expect(friends.contacts.map(decodeContact)).toMatchObject([
      { name: '张三丰', remark: '丰哥', nickName: '张三丰', signature: '☀ 一定会找到🌛', sex: 2 },
    ])
    const rooms = right(webwxbatchgetcontact.read(wire('webwxbatchgetcontact.room.2016.json'), batch))
    expect(rooms.contacts.map(decodeContact)).toMatchObject([
      {
        kind: 'room',
        name: '家庭',
        encryChatRoomId: '@26197e6e04f52c1b28410c82f704a512',
        members: [{ name: 'TestUserA' }],
        isMuted: false,
      },
    ])
  })

  it('of synccheck and webwxsync', () => {
    const input = { session, keys, now }
    expect(right(synccheck.read(wire('synccheck.0-2.response.txt'), input))).toEqual({ selector: '2' })
    expect(told(webwxsync.read(wire('webwxsync.error.1101.json'), input))).toEqual({
      kind: 'loggedOut',
      detail: { endpoint: 'webwxsync', code: 1101 },
    })
    const seed = right(webwxsync.read(wire('webwxsync.statusnotify.seed.json'), input))
    expect(seed).toMatchObject({
      skipped: 0,
      more: false,
      messages: [{ MsgId: '320984672637990367', NewMsgId: '320984672637990367' }],
    })
    expect(seed.keys.sync?.List).toHaveLength(7)
    expect(seed.keys.check).toEqual(seed.keys.sync)
  })

  it('of a sync of 2016, without a check key', () => {
    const batch = right(webwxsync.read(wire('webwxsync.2016.json'), { session, keys, now }))
    expect(batch.keys.check).toBeUndefined()
    expect(batch.keys.sync?.List).toHaveLength(10)
    const me = '@26f82f449923b5077d8348bcc3f1dd5b183e23ee4c7ca76acfe86480bc2de653'
    const [notify, hello] = batch.messages.map((raw) => decodeMessage(raw, me))
    expect(notify).toMatchObject({ type: 'statusNotify', code: 4, own: true, id: '4442356190966618405' })
    if (notify?.type === 'statusNotify') {
      expect(notify.userNames).toHaveLength(notify.realIds.length)
      expect(notify.userNames[1]).toBe('filehelper')
      expect(notify.realIds[1]).toBe('filehelper')
    }
    expect(hello).toMatchObject({ type: 'text', text: 'Hello World', own: true, peer: me })
    expect(batch.modContacts.map(decodeContact)).toMatchObject([
      {
        kind: 'room',
        name: '前端读书会 群二',
        memberCount: 462,
        ownerUserName: '@116fa58834bbbbfe3c388a3fb47b6d75db46e5c69e3e8a67494d8c113c4c4fc4',
        members: [{ name: '夜猫子写代碼🌛' }],
        isMuted: true,
      },
    ])
  })

  it('of a send', () => {
    const input = { session, clientMsgId: '1', from: 'a', to: 'b', text: 'c' }
    expect(right(webwxsendmsg.read(wire('webwxsendmsg.response.seed.json'), input))).toEqual({
      msgId: '7615282929538795099',
    })
  })
})
