import type { Either } from 'fp-ts/lib/Either.js'
import type { Failure } from '../../../src/errors.js'
import type { Endpoint, WireAnswer } from '../../../src/protocol/endpoint.js'
import { jslogin } from '../../../src/protocol/endpoints/jslogin.js'
import { login } from '../../../src/protocol/endpoints/login.js'
import { synccheck } from '../../../src/protocol/endpoints/synccheck.js'
import { webwxbatchgetcontact } from '../../../src/protocol/endpoints/webwxbatchgetcontact.js'
import { webwxcheckupload } from '../../../src/protocol/endpoints/webwxcheckupload.js'
import { webwxcreatechatroom } from '../../../src/protocol/endpoints/webwxcreatechatroom.js'
import { webwxgetcontact } from '../../../src/protocol/endpoints/webwxgetcontact.js'
import { webwxinit } from '../../../src/protocol/endpoints/webwxinit.js'
import { webwxlogout } from '../../../src/protocol/endpoints/webwxlogout.js'
import { webwxnewloginpage } from '../../../src/protocol/endpoints/webwxnewloginpage.js'
import { webwxoplog } from '../../../src/protocol/endpoints/webwxoplog.js'
import { webwxpushloginurl } from '../../../src/protocol/endpoints/webwxpushloginurl.js'
import { webwxrevokemsg } from '../../../src/protocol/endpoints/webwxrevokemsg.js'
import { webwxsearchcontact } from '../../../src/protocol/endpoints/webwxsearchcontact.js'
import { webwxsendappmsg } from '../../../src/protocol/endpoints/webwxsendappmsg.js'
import { webwxsendemoticon } from '../../../src/protocol/endpoints/webwxsendemoticon.js'
import { webwxsendmsg } from '../../../src/protocol/endpoints/webwxsendmsg.js'
import { webwxsendmsgimg } from '../../../src/protocol/endpoints/webwxsendmsgimg.js'
import { webwxsendvideomsg } from '../../../src/protocol/endpoints/webwxsendvideomsg.js'
import { webwxstatusnotify } from '../../../src/protocol/endpoints/webwxstatusnotify.js'
import { webwxsync } from '../../../src/protocol/endpoints/webwxsync.js'
import { webwxupdatechatroom } from '../../../src/protocol/endpoints/webwxupdatechatroom.js'
import { webwxuploadmedia } from '../../../src/protocol/endpoints/webwxuploadmedia.js'
import { webwxverifyuser } from '../../../src/protocol/endpoints/webwxverifyuser.js'
import { keys, session, wechat } from '../../unit/protocol/fixtures/session.js'

/** An endpoint's reader with an input that fits it. */
export type Read = (answer: WireAnswer) => Either<Failure, unknown>

const bound =
  <I, O>(endpoint: Endpoint<I, O>, input: I): Read =>
  (answer) =>
    endpoint.read(answer, input)

const now = 1_700_000_000_000
const send = { session, clientMsgId: '1', from: 'a', to: 'b' }
const redirectUri = 'https://wx.qq.com/x'
/** Every endpoint, by its name. */
export const readers: Readonly<Record<string, Read>> = {
  jslogin: bound(jslogin, { realm: wechat, profile: 'web', now }),
  login: bound(login, { realm: wechat, uuid: 'x', tip: 0, now }),
  webwxnewloginpage: bound(webwxnewloginpage, { realm: wechat, redirectUri, profile: 'web', now, deviceId: 'e1' }),
  webwxpushloginurl: bound(webwxpushloginurl, { hosts: session.hosts, uin: '1', profile: 'web', now }),
  webwxinit: bound(webwxinit, { session, now }),
  webwxstatusnotify: bound(webwxstatusnotify, { session, code: 3, from: 'a', to: 'a', clientMsgId: '1' }),
  webwxgetcontact: bound(webwxgetcontact, { session, seq: 0, now }),
  webwxbatchgetcontact: bound(webwxbatchgetcontact, { session, now, names: [] }),
  synccheck: bound(synccheck, { session, keys, now }),
  webwxsync: bound(webwxsync, { session, keys, now }),
  webwxsendmsg: bound(webwxsendmsg, { session, clientMsgId: '1', from: 'a', to: 'b', text: 'c' }),
  webwxsendmsgimg: bound(webwxsendmsgimg, { ...send, media: { mediaId: '@m' } }),
  webwxsendvideomsg: bound(webwxsendvideomsg, { ...send, media: { mediaId: '@m' } }),
  webwxsendemoticon: bound(webwxsendemoticon, { ...send, emoticon: { md5: 'ab' } }),
  webwxsendappmsg: bound(webwxsendappmsg, { ...send, app: { type: 'file', name: 'a', size: 1, mediaId: '@m' } }),
  webwxcheckupload: bound(webwxcheckupload, { session, from: 'a', to: 'b', fileName: 'a', size: 1, md5: 'ab' }),
  webwxuploadmedia: bound(webwxuploadmedia, {
    session,
    from: 'a',
    to: 'b',
    clientMediaId: 1,
    count: 0,
    mediaType: 'doc',
    file: { path: '/a', name: 'a', mime: 'text/plain', size: 1, md5: 'ab', modified: 0 },
    chunk: { index: 0, start: 0, end: 1 },
    dataTicket: 't',
  }),
  webwxrevokemsg: bound(webwxrevokemsg, { session, msgId: '1', to: 'b', clientMsgId: '1' }),
  webwxcreatechatroom: bound(webwxcreatechatroom, { session, now, members: ['a', 'b'], topic: '' }),
  webwxupdatechatroom: bound(webwxupdatechatroom, {
    session,
    room: '@@r',
    update: { fun: 'addmember', members: ['a'] },
  }),
  webwxverifyuser: bound(webwxverifyuser, {
    session,
    now,
    verification: { verb: 'accept', userName: 'a', ticket: 'v2' },
  }),
  webwxoplog: bound(webwxoplog, { session, op: { verb: 'remark', userName: 'a', remarkName: 'b' } }),
  webwxsearchcontact: bound(webwxsearchcontact, { session, keyWord: 'a' }),
  webwxlogout: bound(webwxlogout, { session }),
}
