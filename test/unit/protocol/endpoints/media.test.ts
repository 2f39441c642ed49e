import { describe, expect, it, test } from 'vitest'
import { extensionOf, fileXml } from '../../../../src/protocol/app-message.js'
import { chunkAt, chunkCount, chunkSize } from '../../../../src/protocol/chunks.js'
import { webwxcheckupload } from '../../../../src/protocol/endpoints/webwxcheckupload.js'
import { webwxgetheadimg } from '../../../../src/protocol/endpoints/webwxgetheadimg.js'
import { webwxgeticon } from '../../../../src/protocol/endpoints/webwxgeticon.js'
import { webwxgetmedia } from '../../../../src/protocol/endpoints/webwxgetmedia.js'
import { webwxgetmsgimg } from '../../../../src/protocol/endpoints/webwxgetmsgimg.js'
import { webwxgetpubliclinkimg } from '../../../../src/protocol/endpoints/webwxgetpubliclinkimg.js'
import { webwxgetvideo } from '../../../../src/protocol/endpoints/webwxgetvideo.js'
import { webwxgetvoice } from '../../../../src/protocol/endpoints/webwxgetvoice.js'
import { webwxsendappmsg } from '../../../../src/protocol/endpoints/webwxsendappmsg.js'
import { webwxsendemoticon } from '../../../../src/protocol/endpoints/webwxsendemoticon.js'
import { webwxsendmsg } from '../../../../src/protocol/endpoints/webwxsendmsg.js'
import { webwxsendmsgimg } from '../../../../src/protocol/endpoints/webwxsendmsgimg.js'
import { webwxsendvideomsg } from '../../../../src/protocol/endpoints/webwxsendvideomsg.js'
import { webwxuploadmedia } from '../../../../src/protocol/endpoints/webwxuploadmedia.js'
import { mediaKindOf, mediaTypeOf } from '../../../../src/protocol/media-kind.js'
import { multipartHead, multipartTail } from '../../../../src/protocol/multipart.js'
import { child, parseXml, textAt } from '../../../../src/protocol/xml.js'
import { hostileName } from '../../../support/media/samples.js'
import { json, ok, right, told } from '../fixtures/answers.js'
import { session } from '../fixtures/session.js'

const send = { session, clientMsgId: '17000000000001234', from: '@me', to: '@p' }
const ids = { LocalID: send.clientMsgId, ClientMsgId: send.clientMsgId, FromUserName: '@me', ToUserName: '@p' }
const upload = {
  session,
  from: '@me',
  to: '@p',
  clientMediaId: 1_520_935_168_955,
  count: 3,
  mediaType: 'doc' as const,
  file: { path: '/a', name: hostileName, mime: 'application/pdf', size: chunkSize + 1, md5: 'ab', modified: 0 },
  chunk: chunkAt(chunkSize + 1, 1),
  dataTicket: 'gS+h/t',
}

describe('webwxuploadmedia', () => {
  const wire = webwxuploadmedia.request(upload)
  const fields = Object.fromEntries(wire.multipart?.fields ?? [])

  it('goes to the file host, with an Origin and a form', () => {
    expect(wire).toMatchObject({
      method: 'POST',
      url: 'https://file.wx2.qq.com/cgi-bin/mmwebwx-bin/webwxuploadmedia',
      query: { f: 'json' },
      headers: { origin: 'https://wx2.qq.com' },
      multipart: {
        file: { field: 'filename', name: hostileName, type: 'application/octet-stream' },
        slice: { path: '/a', start: chunkSize, end: chunkSize + 1 },
      },
    })
  })

  it('has the fields of the browser, in its order', () => {
    expect(Object.keys(fields)).toEqual([
      'id',
      'name',
      'type',
      'size',
      'chunks',
      'chunk',
      'mediatype',
      'uploadmediarequest',
      'webwx_data_ticket',
      'pass_ticket',
    ])
    expect(fields).toMatchObject({
      id: 'WU_FILE_3',
      size: '524289',
      chunks: '2',
      chunk: '1',
      mediatype: 'doc',
      webwx_data_ticket: 'gS+h/t',
      // In a form it stands as it is meant.
      pass_ticket: 'tick+et=',
    })
  })

  it('names the size of the whole file in every chunk, and 0 as its start', () => {
    expect(JSON.parse(fields.uploadmediarequest ?? '')).toEqual({
      UploadType: 2,
      BaseRequest: { Uin: 40012345, Sid: session.sid, Skey: session.skey, DeviceID: session.deviceId },
      ClientMediaId: 1_520_935_168_955,
      TotalLen: 524_289,
      StartPos: 0,
      DataLen: 524_289,
      MediaType: 4,
      FromUserName: '@me',
      ToUserName: '@p',
      FileMd5: 'ab',
    })
  })

  it('repeats what the check of a large file said', () => {
    const checked = { mediaId: '', aesKey: 'key', signature: 'sign' }
    const { multipart } = webwxuploadmedia.request({ ...upload, checked })
    const [, request = ''] = multipart?.fields.find(([name]) => name === 'uploadmediarequest') ?? []
    expect(JSON.parse(request)).toMatchObject({ AESKey: 'key', Signature: 'sign' })
  })

  it('leaves chunk and chunks away where there is one, and says the type then', () => {
    const one = { ...upload, file: { ...upload.file, size: 5 }, chunk: chunkAt(5, 0) }
    const { multipart } = webwxuploadmedia.request(one)
    expect(multipart?.fields.map(([name]) => name)).not.toContain('chunk')
    expect(multipart?.fields.map(([name]) => name)).not.toContain('chunks')
    expect(multipart?.file.type).toBe('application/pdf')
  })

  it('takes no MediaId before the last chunk, and wants one then', () => {
    const none = json({ BaseResponse: ok, MediaId: '', StartPos: 5 })
    expect(right(webwxuploadmedia.read(none, { ...upload, chunk: chunkAt(chunkSize + 1, 0) }))).toEqual({ mediaId: '' })
    expect(told(webwxuploadmedia.read(none, upload)).kind).toBe('decode')
    const last = json({ BaseResponse: ok, MediaId: '@crypt_1', StartPos: 524_289, EncryFileName: 'a%2Epdf' })
    expect(right(webwxuploadmedia.read(last, upload))).toEqual({ mediaId: '@crypt_1' })
  })

  it.each([1, -1, 1205])('Ret %i is said as it is', (Ret) => {
    const refused = json({ BaseResponse: { Ret, ErrMsg: '' }, MediaId: '' })
    expect(told(webwxuploadmedia.read(refused, upload))).toMatchObject({ kind: 'retcode', detail: { code: Ret } })
  })
})

test('a large file is asked about by its hash', () => {
  const input = { session, from: '@me', to: '@p', fileName: 'a.zip', size: 31_457_280, md5: 'ba45' }
  expect(webwxcheckupload.request(input).json).toMatchObject({
    FileMd5: 'ba45',
    FileName: 'a.zip',
    FileSize: 31_457_280,
    FileType: 7,
    FromUserName: '@me',
    ToUserName: '@p',
  })
  const answer = json({ BaseResponse: ok, MediaId: '', AESKey: 'k', Signature: 's', EncryFileName: 'a%2Ezip' })
  expect(right(webwxcheckupload.read(answer, input))).toEqual({ mediaId: '', aesKey: 'k', signature: 's' })
})

describe('sending', () => {
  it.each([
    [
      'a picture',
      webwxsendmsgimg.request({ ...send, media: { mediaId: '@m' } }),
      { fun: 'async', f: 'json' },
      { Msg: { Type: 3, MediaId: '@m', Content: '', ...ids }, Scene: 0 },
    ],
    [
      'a picture that is passed on',
      webwxsendmsgimg.request({ ...send, media: { forwarded: '@token' } }),
      { fun: 'async', f: 'json' },
      { Msg: { Type: 3, MediaId: '', Content: '@token', ...ids }, Scene: 2 },
    ],
    [
      'a film',
      webwxsendvideomsg.request({ ...send, media: { mediaId: '@m' } }),
      { fun: 'async', f: 'json' },
      { Msg: { Type: 43, MediaId: '@m', ...ids }, Scene: 0 },
    ],
    [
      'a short film of the old kind that is passed on',
      webwxsendvideomsg.request({ ...send, media: { forwarded: '<msg/>' }, isMicro: true }),
      { fun: 'async' },
      { Msg: { Type: 62, MediaId: '', Content: '<msg/>' }, Scene: 2 },
    ],
    [
      'a moving picture',
      webwxsendemoticon.request({ ...send, emoticon: { mediaId: '@m' } }),
      { fun: 'sys' },
      { Msg: { Type: 47, EmojiFlag: 2, MediaId: '@m', ...ids }, Scene: 0 },
    ],
    [
      'a sticker',
      webwxsendemoticon.request({ ...send, emoticon: { md5: 'ab' } }),
      { fun: 'sys' },
      { Msg: { Type: 47, EmojiFlag: 2, MediaId: '', EMoticonMd5: 'ab' }, Scene: 0 },
    ],
    [
      'a message of an app that is passed on',
      webwxsendappmsg.request({ ...send, app: { type: 'forwarded', appMsgType: 5, content: '<msg/>' } }),
      { fun: 'async', f: 'json' },
      { Msg: { Type: 5, Content: '<msg/>', ...ids }, Scene: 2 },
    ],
    [
      'a place that is passed on',
      webwxsendmsg.request({ ...send, text: '<msg><location/></msg>', kind: 'location' }),
      {},
      { Msg: { Type: 48, Content: '<msg><location/></msg>', ...ids }, Scene: 2 },
    ],
  ])('%s', (_, wire, query, body) => {
    expect(wire).toMatchObject({ method: 'POST', query: { ...query, pass_ticket: session.passTicket }, json: body })
  })

  it('a file: its type is that of the app message, and its name is text', () => {
    const app = { type: 'file' as const, name: hostileName, size: 7, mediaId: '@m&1', signature: 's' }
    const { json: body } = webwxsendappmsg.request({ ...send, app })
    const { Type, Content, Signature } = (body as { Msg: Record<string, unknown> }).Msg
    expect([Type, Signature]).toEqual([6, 's'])
    const xml = child(parseXml(String(Content)), 'appmsg')
    expect([textAt(xml, 'title'), textAt(xml, 'appattach', 'attachid'), textAt(xml, 'appattach', 'totallen')]).toEqual([
      hostileName,
      '@m&1',
      '7',
    ])
    expect(textAt(xml, 'appattach', 'fileext')).toBe('pdf')
  })

  it('a desktop client has no app of its own, and says that it is one', () => {
    const app = { type: 'file' as const, name: 'a', size: 7, mediaId: '@m' }
    const wire = webwxsendappmsg.request({ ...send, session: { ...session, profile: 'desktop' }, app })
    expect(wire.query).toMatchObject({ mod: 'desktop' })
    expect(fileXml('desktop', app)).toContain("<appmsg appid='' ")
    expect(fileXml('web', app)).toContain("<appmsg appid='wxeb7ec651dd0aefa9' ")
  })
})

describe('downloads', () => {
  const web = 'https://wx2.qq.com/cgi-bin/mmwebwx-bin'
  it.each([
    [
      'a picture',
      webwxgetmsgimg.request({ session, msgId: '7' }),
      `${web}/webwxgetmsgimg`,
      { MsgID: '7', skey: session.skey },
    ],
    [
      'a thumbnail',
      webwxgetmsgimg.request({ session, msgId: '7', size: 'slave' }),
      `${web}/webwxgetmsgimg`,
      { MsgID: '7', skey: session.skey, type: 'slave' },
    ],
    [
      'a voice',
      webwxgetvoice.request({ session, msgId: '7' }),
      `${web}/webwxgetvoice`,
      { msgid: '7', skey: session.skey },
    ],
    [
      'a film',
      webwxgetvideo.request({ session, msgId: '7' }),
      `${web}/webwxgetvideo`,
      { msgid: '7', skey: session.skey },
    ],
    [
      'a file',
      webwxgetmedia.request({ session, sender: '@@room', mediaId: '@m', encryFileName: 'a%2Epdf', dataTicket: 't' }),
      'https://file.wx2.qq.com/cgi-bin/mmwebwx-bin/webwxgetmedia',
      {
        sender: '@@room',
        mediaid: '@m',
        encryfilename: 'a%2Epdf',
        fromuser: session.uin,
        pass_ticket: session.passTicket,
        webwx_data_ticket: 't',
      },
    ],
    [
      'a map',
      webwxgetpubliclinkimg.request({ session, msgId: '7' }),
      `${web}/webwxgetpubliclinkimg`,
      { url: 'xxx', msgid: '7', pictype: 'location' },
    ],
    [
      'somebody in a room',
      webwxgeticon.request({ session, userName: '@p', seq: 3, room: '@abc', isBig: true }),
      `${web}/webwxgeticon`,
      { seq: 3, username: '@p', skey: session.skey, chatroomid: '@abc', type: 'big' },
    ],
    [
      'somebody who asks to be a friend',
      webwxgeticon.request({ session, userName: '@p', seq: 0, msgId: '7', isBig: false }),
      `${web}/webwxgeticon`,
      { seq: 0, username: '@p', skey: session.skey, msgid: '7' },
    ],
    [
      'a room',
      webwxgetheadimg.request({ session, userName: '@@r', seq: 4, isBig: false }),
      `${web}/webwxgetheadimg`,
      { seq: 4, username: '@@r', skey: session.skey },
    ],
  ])('%s', (_, wire, url, query) => {
    expect(wire).toMatchObject({ method: 'GET', url })
    expect(wire.query).toEqual(query)
  })

  it('only films have ranges', () => {
    const all = [webwxgetmsgimg, webwxgetvoice, webwxgetvideo, webwxgetmedia, webwxgeticon, webwxgetheadimg]
    expect(all.filter(({ hasRanges }) => hasRanges).map(({ name }) => name)).toEqual(['webwxgetvideo'])
  })
})

test.each([
  ['image/jpeg', 'image', 'pic'],
  ['image/png', 'image', 'pic'],
  ['image/bmp', 'image', 'pic'],
  ['image/gif', 'gif', 'doc'],
  ['video/mp4', 'video', 'video'],
  ['video/quicktime', 'file', 'doc'],
  ['image/webp', 'file', 'doc'],
  ['application/octet-stream', 'file', 'doc'],
] as const)('%s is sent as %s, and uploaded as %s', (mime, kind, type) => {
  expect([mediaKindOf(mime), mediaTypeOf(mediaKindOf(mime))]).toEqual([kind, type])
})

test.each([1, chunkSize - 1, chunkSize, chunkSize + 1, 5 * chunkSize])(
  'the chunks of %i bytes join without a hole',
  (size) => {
    const chunks = Array.from({ length: chunkCount(size) }, (_, index) => chunkAt(size, index))
    expect([chunks[0]?.start, chunks.at(-1)?.end]).toEqual([0, size])
    for (const [index, { start, end }] of chunks.entries()) {
      expect(start).toBe(chunks[index - 1]?.end ?? 0)
      expect(end - start).toBeLessThanOrEqual(chunkSize)
      expect(end).toBeGreaterThan(start)
    }
  },
)

test('a name in a form ends neither its quotes nor its line', () => {
  const name = 'a"; filename="b\r\nX-Evil: 1\r\n\r\n报告\ud800.pdf'
  const head = multipartHead('b', [['na"me', 'value\r\nas it is']], {
    field: 'filename',
    name,
    type: 'text/html\r\nX: 1',
  })
  expect(head).toBe(
    [
      '--b',
      'Content-Disposition: form-data; name="na%22me"',
      '',
      'value',
      'as it is',
      '--b',
      'Content-Disposition: form-data; name="filename"; filename="a%22; filename=%22b%0D%0AX-Evil: 1%0D%0A%0D%0A报告\ufffd.pdf"',
      'Content-Type: application/octet-stream',
      '',
      '',
    ].join('\r\n'),
  )
  expect(multipartTail('b')).toBe('\r\n--b--\r\n')
})

test.each([
  ['a.pdf', 'pdf'],
  ['a.tar.gz', 'gz'],
  ['.bashrc', ''],
  ['a.', ''],
  ['a', ''],
  ['a.b/c', ''],
])('the extension of %j is %j', (name, extension) => {
  expect(extensionOf(name)).toBe(extension)
})
