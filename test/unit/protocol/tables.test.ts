import { describe, expect, test } from 'vitest'
import { advise, failure } from '../../../src/errors.js'
import { decodeContact } from '../../../src/protocol/contact.js'
import { ContactFlag, Sex, VerifyFlag } from '../../../src/protocol/contact-flag.js'
import { synccheck } from '../../../src/protocol/endpoints/synccheck.js'
import { webwxoplog } from '../../../src/protocol/endpoints/webwxoplog.js'
import { type Verification, webwxverifyuser } from '../../../src/protocol/endpoints/webwxverifyuser.js'
import { decodeMessage } from '../../../src/protocol/message.js'
import {
  AppMsgType,
  ImgStatus,
  MsgStatus,
  MsgType,
  StatusNotifyCode,
  SubMsgType,
  VerifyOpCode,
} from '../../../src/protocol/message-type.js'
import { isLoggedOut, Ret, retMeaning, Selector, SyncRetcode } from '../../../src/protocol/retcode.js'
import { fileHelper, friendRequests, isRoomName, isSpecialName, news } from '../../../src/protocol/user-name.js'
import { answer, right } from './fixtures/answers.js'
import { escaped, message, self } from './fixtures/messages.js'
import { keys, session } from './fixtures/session.js'

/** The wire's numbers and names, written down a second time: a slip in one of them is seen here. */
describe('return codes', () => {
  test('have these numbers', () => {
    expect(Ret).toEqual({
      ok: 0,
      systemError: -1,
      logicError: -2,
      ticketError: -14,
      partlyDone: -2013,
      badArgument: 1,
      phoneOffline: 3,
      noSession: 1100,
      sessionInvalid: 1101,
      cookieInvalid: 1102,
      sessionExpired: 1103,
      unparsable: 1200,
      loginRefused: 1203,
      receiverRefused: 1204,
      tooOften: 1205,
    })
    expect(SyncRetcode).toEqual({
      ok: 0,
      noSession: 1100,
      sessionInvalid: 1101,
      cookieInvalid: 1102,
      sessionExpired: 1103,
    })
  })

  test.each([
    [0, 'all is well', false],
    [-1, 'the server has a problem; try again later', false],
    [-2, 'the server could not make sense of the request', false],
    [-14, 'the ticket is not valid any more', false],
    [-2013, 'done for some of the people only', false],
    [1, 'an argument is wrong, or this is not permitted', false],
    [3, 'the phone has been offline for too long', false],
    [1100, 'the session is over or unknown; WeChat does not say why', true],
    [1101, 'the session is over; WeChat does not say why', true],
    [1102, 'the cookies are missing, too old, or of another host', true],
    [1103, 'the session has expired', true],
    [1200, 'the server could not read the request', false],
    [1203, 'this account may not log in here', false],
    [1204, 'the receiver may not be written to: not a friend, or not in that chat', false],
    [1205, 'too often; wait before the next try', false],
    [1099, 'a code of unknown meaning', false],
  ])('%d means: %s', (code, meaning, ends) => {
    expect([retMeaning(code), isLoggedOut(code)]).toEqual([meaning, ends])
  })

  test.each([
    // code, from a send, from a pull, from the opening of a session
    [-1, 'again', 'again', 'again'],
    [-2, 'stop', 'again', 'again'],
    [-14, 'login', 'login', 'login'],
    [1, 'stop', 'again', 'login'],
    [3, 'stop', 'again', 'again'],
    [1100, 'login', 'login', 'login'],
    [1101, 'login', 'login', 'login'],
    [1102, 'login', 'login', 'login'],
    [1103, 'login', 'login', 'login'],
    [1199, 'login', 'login', 'login'],
    [1200, 'stop', 'again', 'again'],
    [1203, 'stop', 'stop', 'stop'],
    [1204, 'stop', 'again', 'again'],
    [1205, 'again', 'again', 'login'],
    [4711, 'stop', 'again', 'again'],
  ])('%d is answered by: %s, %s, %s', (code, ...advice) => {
    const endpoints = ['webwxsendmsg', 'webwxsync', 'webwxinit']
    expect(endpoints.map((endpoint) => advise(failure('retcode', { endpoint, code, message: '' })))).toEqual(advice)
  })
})

describe('selectors', () => {
  test('have these values', () => {
    expect(Selector).toEqual({ quiet: '0', message: '2', unnamed: '3', contactData: '4', friend: '6', chat: '7' })
  })

  test.each(['0', '1', '2', '3', '4', '5', '6', '7'])('%s is handed on as it came', (selector) => {
    const body = `window.synccheck={retcode:"0",selector:"${selector}"}`
    expect(right(synccheck.read(answer(body), { session, keys, now: 0 }))).toEqual({ selector })
  })
})

describe('MsgType', () => {
  test('has these numbers', () => {
    expect(MsgType).toEqual({
      text: 1,
      html: 2,
      image: 3,
      privateText: 11,
      privateHtml: 12,
      privateImage: 13,
      voice: 34,
      pushMail: 35,
      qqMessage: 36,
      friendRequest: 37,
      pushSystem: 38,
      qqOfflineImage: 39,
      friendSuggestion: 40,
      card: 42,
      video: 43,
      videoExport: 44,
      emoticon: 47,
      location: 48,
      app: 49,
      voip: 50,
      statusNotify: 51,
      voipNotify: 52,
      voipInvite: 53,
      microVideo: 62,
      sysNotice: 9999,
      system: 10000,
      recalled: 10002,
    })
  })

  test.each([
    [1, 'text'],
    [2, 'unknown'],
    [3, 'image'],
    [11, 'unknown'],
    [12, 'unknown'],
    [13, 'unknown'],
    [34, 'voice'],
    [35, 'unknown'],
    [36, 'unknown'],
    [37, 'friendRequest'],
    [38, 'unknown'],
    [39, 'unknown'],
    [40, 'friendSuggestion'],
    [42, 'card'],
    [43, 'video'],
    [44, 'unknown'],
    [47, 'emoticon'],
    [48, 'location'],
    [49, 'unknown'],
    [50, 'call'],
    [51, 'statusNotify'],
    [52, 'call'],
    [53, 'call'],
    [62, 'microVideo'],
    [9999, 'sysNotice'],
    [10000, 'system'],
    [10002, 'system'],
    [4711, 'unknown'],
  ])('%d is of the type %s', (MsgType, type) => {
    expect(decodeMessage(message({ MsgType, Content: 'x' }), self).type).toBe(type)
  })

  test('calls are told apart, and a recall is what its XML says', () => {
    const events = [50, 52, 53].map((MsgType) => decodeMessage(message({ MsgType }), self))
    expect(events.map((one) => one.type === 'call' && one.event)).toEqual(['call', 'ended', 'invited'])
    const Content = escaped('<sysmsg type="revokemsg"><revokemsg><msgid>7</msgid></revokemsg></sysmsg>')
    expect(decodeMessage(message({ MsgType: 10002, Content }), self).type).toBe('recall')
  })
})

describe('AppMsgType', () => {
  test('has these numbers', () => {
    expect(AppMsgType).toEqual({
      text: 1,
      image: 2,
      music: 3,
      video: 4,
      link: 5,
      file: 6,
      open: 7,
      emoji: 8,
      voiceRemind: 9,
      scannedGood: 10,
      good: 13,
      emotionPack: 15,
      cardTicket: 16,
      liveLocation: 17,
      chatHistory: 19,
      miniProgram: 33,
      miniProgramPage: 36,
      forwardedHistory: 40,
      channels: 51,
      groupNote: 53,
      quote: 57,
      pat: 62,
      channelsLive: 63,
      fileUploading: 74,
      announcement: 87,
      transfer: 2000,
      redPacket: 2001,
      reader: 100001,
    })
  })

  test.each([
    [1, 'text'],
    [2, 'image'],
    [3, 'music'],
    [4, 'link'],
    [5, 'link'],
    [6, 'file'],
    [7, 'link'],
    [8, 'emoticon'],
    [9, 'link'],
    [10, 'link'],
    [13, 'link'],
    [15, 'link'],
    [16, 'link'],
    [17, 'liveLocation'],
    [19, 'chatHistory'],
    [33, 'miniProgram'],
    [36, 'miniProgram'],
    [40, 'chatHistory'],
    [51, 'link'],
    [53, 'text'],
    [57, 'quote'],
    [62, 'pat'],
    [63, 'link'],
    [74, 'sysNotice'],
    [87, 'announcement'],
    [2000, 'transfer'],
    [2001, 'redPacket'],
    [100001, 'link'],
    [4711, 'link'],
  ])('%d in the XML is of the type %s', (appType, type) => {
    const xml = `<msg><appmsg><title>t</title><type>${appType}</type><url>https://x.test/</url></appmsg></msg>`
    expect(decodeMessage(message({ MsgType: 49, Content: escaped(xml) }), self).type).toBe(type)
  })

  test('the XML is believed first, and the field where there is none', () => {
    const xml = escaped('<msg><appmsg><title>t</title><type>57</type></appmsg></msg>')
    expect(decodeMessage(message({ MsgType: 49, AppMsgType: 5, Content: xml }), self).type).toBe('quote')
    expect(decodeMessage(message({ MsgType: 49, AppMsgType: 6, Content: '' }), self).type).toBe('file')
    expect(decodeMessage(message({ MsgType: 1, AppMsgType: 2001 }), self).type).toBe('redPacket')
  })

  test.each([
    [1, 'sent'],
    [3, 'received'],
    [4, 'returned'],
    [2, 'unknown'],
  ])('a transfer of the subtype %d is %s', (subtype, direction) => {
    const pay = `<wcpayinfo><paysubtype>${subtype}</paysubtype></wcpayinfo>`
    const Content = escaped(`<msg><appmsg><type>2000</type>${pay}</appmsg></msg>`)
    expect(decodeMessage(message({ MsgType: 49, Content }), self)).toMatchObject({ type: 'transfer', direction })
  })
})

describe('SubMsgType, Status, ImgStatus and HasProductId', () => {
  test('have these values', () => {
    expect(SubMsgType).toEqual({ none: 0, location: 48 })
    expect(MsgStatus).toEqual({ own: 2, normal: 3, system: 4 })
    expect(ImgStatus).toEqual({ normal: 1, hasImage: 2 })
  })

  test('a text of the sub type 48 is a place, one of 0 is a text', () => {
    const typeOf = (SubMsgType: number) => decodeMessage(message({ SubMsgType }), self).type
    expect([0, 47, 48, 49].map(typeOf)).toEqual(['text', 'text', 'location', 'text'])
  })

  test('a sticker with a product is one of the store', () => {
    const Content = escaped('<msg><emoji md5="a" cdnurl="https://x.test/"></emoji></msg>')
    const isFromStore = [0, 1].map((HasProductId) => {
      const one = decodeMessage(message({ MsgType: 47, HasProductId, Content }), self)
      return one.type === 'emoticon' && one.isFromStore
    })
    expect(isFromStore).toEqual([false, true])
  })
})

describe('StatusNotifyCode', () => {
  test('has these numbers', () => {
    expect(StatusNotifyCode).toEqual({ read: 1, enterChat: 2, inited: 3, recentChats: 4, quitChat: 5 })
  })

  test.each([1, 2, 3, 4, 5, 9])('%d is told as it came', (code) => {
    const raw = message({ MsgType: 51, StatusNotifyCode: code, StatusNotifyUserName: '@a,@@b' })
    expect(decodeMessage(raw, self)).toMatchObject({ type: 'statusNotify', code, userNames: ['@a', '@@b'] })
  })
})

describe('ContactFlag', () => {
  test('has these bits', () => {
    expect(ContactFlag).toEqual({
      contact: 1,
      chatContact: 2,
      room: 4,
      blacklisted: 8,
      domain: 16,
      hidden: 32,
      starred: 64,
      thirdPartyApp: 128,
      momentsHidden: 256,
      muted: 512,
      pinned: 2048,
    })
  })

  test.each([
    [0, []],
    [1, ['isFriend']],
    [2, []],
    [3, ['isFriend']],
    [4, []],
    [7, ['isFriend']],
    [8, ['isBlocked']],
    [16, []],
    [32, []],
    [64, ['isStarred']],
    [128, []],
    [256, []],
    [259, ['isFriend']],
    [512, ['isMuted']],
    [515, ['isFriend', 'isMuted']],
    [1_024, []],
    [2_048, ['isPinned']],
    [2_051, ['isFriend', 'isPinned']],
    [34_819, ['isFriend', 'isPinned']],
  ])('%d says %j', (flag, says) => {
    const contact = decodeContact({ UserName: '@a', ContactFlag: flag })
    const claims = ['isFriend', 'isBlocked', 'isStarred', 'isMuted', 'isPinned'] as const
    expect(claims.filter((claim) => contact[claim])).toEqual(says)
  })

  test('a room is muted by its Statues', () => {
    const room = (more: object) => decodeContact({ UserName: '@@a', ...more }).isMuted
    expect([room({ Statues: 0 }), room({ Statues: 1, ContactFlag: 512 }), room({ ContactFlag: 512 })]).toEqual([
      true,
      false,
      true,
    ])
  })
})

describe('VerifyFlag', () => {
  test('has these bits', () => {
    expect(VerifyFlag).toEqual({ business: 1, famous: 2, bigBusiness: 4, official: 8, verified: 16 })
  })

  test.each([
    [0, 'person'],
    [1, 'person'],
    [2, 'person'],
    [4, 'person'],
    [8, 'official'],
    [16, 'person'],
    [24, 'official, verified'],
    [29, 'official, verified'],
    [56, 'official, verified'],
  ])('%d is %s', (flag, what) => {
    const contact = decodeContact({ UserName: '@a', VerifyFlag: flag })
    expect(contact.kind === 'official' && contact.isVerified ? `${contact.kind}, verified` : contact.kind).toBe(what)
    const RecommendInfo = { UserName: '@b', VerifyFlag: flag }
    expect(decodeMessage(message({ MsgType: 42, RecommendInfo }), self)).toMatchObject({
      isOfficial: what.startsWith('official'),
    })
  })
})

test('sex is 0 unknown, 1 male, 2 female, wherever it is told', () => {
  expect(Sex).toEqual({ unknown: 0, male: 1, female: 2 })
  for (const [wire, sex] of [
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 0],
  ]) {
    expect(decodeContact({ UserName: '@a', Sex: wire })).toMatchObject({ sex })
    expect(decodeMessage(message({ MsgType: 42, RecommendInfo: { Sex: wire } }), self)).toMatchObject({ sex })
  }
})

test('CmdId is 2 for a remark and 3 for what is pinned, by OP 1, or unpinned, by OP 0', () => {
  const body = (op: Parameters<typeof webwxoplog.request>[0]['op']) => webwxoplog.request({ session, op }).json
  const who = { userName: '@a', remarkName: 'A' }
  expect(body({ verb: 'remark', ...who })).toMatchObject({ CmdId: 2, RemarkName: 'A' })
  expect(body({ verb: 'pin', ...who, isPinned: true })).toMatchObject({ CmdId: 3, OP: 1 })
  expect(body({ verb: 'pin', ...who, isPinned: false })).toMatchObject({ CmdId: 3, OP: 0 })
})

describe('friend requests', () => {
  test('have these codes', () => {
    expect(VerifyOpCode).toEqual({
      addContact: 1,
      sendRequest: 2,
      accept: 3,
      reject: 4,
      senderReply: 5,
      receiverReply: 6,
    })
  })

  test('are sent with 2, accepted with 3, and come from the web, which is 33', () => {
    const body = (verification: Verification) => webwxverifyuser.request({ session, now: 0, verification }).json
    const asked = body({ verb: 'request', userName: '@a', greeting: 'hi' })
    expect(asked).toMatchObject({ Opcode: 2, SceneListCount: 1, SceneList: [33] })
    expect(body({ verb: 'accept', userName: '@a', ticket: 't' })).toMatchObject({ Opcode: 3, SceneList: [33] })
  })

  test.each([1, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 17, 18, 30, 33])('tell the scene %d as it came', (Scene) => {
    const raw = message({ MsgType: 37, RecommendInfo: { UserName: '@a', Scene, OpCode: 2 } })
    expect(decodeMessage(raw, self)).toMatchObject({ type: 'friendRequest', scene: Scene, opCode: 2 })
  })
})

describe('special names', () => {
  const names = [
    'newsapp',
    'fmessage',
    'filehelper',
    'weibo',
    'qqmail',
    'tmessage',
    'qmessage',
    'qqsync',
    'floatbottle',
    'lbsapp',
    'shakeapp',
    'medianote',
    'qqfriend',
    'readerapp',
    'blogapp',
    'facebookapp',
    'masssendapp',
    'meishiapp',
    'feedsapp',
    'voip',
    'blogappweixin',
    'weixin',
    'brandsessionholder',
    'weixinreminder',
    'wxid_novlwrv3lqwv11',
    'gh_22b87fa7cb3c',
    'officialaccounts',
    'notification_messages',
    'wxitil',
    'userexperience_alarm',
  ]

  test.each(names)('%s is one, whatever its flags', (UserName) => {
    expect(isSpecialName(UserName)).toBe(true)
    expect(decodeContact({ UserName, VerifyFlag: 56 }).kind).toBe('service')
  })

  test.each(['@a', 'Weixin', 'weixin ', 'wxid_novlwrv3lqwv12', 'gh_22b87fa7cb3d', ''])('%j is none', (UserName) => {
    expect(isSpecialName(UserName)).toBe(false)
  })

  test('some have a part of their own', () => {
    expect([fileHelper, friendRequests, news]).toEqual(['filehelper', 'fmessage', 'newsapp'])
  })

  test.each([
    ['@@a', true],
    ['123@chatroom', true],
    ['@a', false],
    ['a@chatroom.x', false],
    ['filehelper', false],
  ])('%s: is it a room? %s', (name, isRoom) => {
    expect(isRoomName(name)).toBe(isRoom)
  })
})
