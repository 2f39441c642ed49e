import { expect, test } from 'vitest'
import { readXml } from '../../../src/emulator/read-xml.js'
import { createWireClient, list, part, type Raw } from './wire-client.js'

type World = ReturnType<typeof createWireClient>['world']

/** What the bot's web client gets of this. */
function got(act: (world: World) => unknown): Raw {
  const client = createWireClient()
  client.login()
  const SyncKey = part(client.api('webwxinit'), 'SyncKey')
  act(client.world)
  return list(client.api('webwxsync', { SyncKey }), 'AddMsgList')[0] ?? {}
}

/** The XML of Content, without the sender's prefix and the line break that files end in. */
const xml = ({ Content }: Raw): string =>
  String(Content)
    .replace(/^@[0-9a-f]+:<br\/>/, '')
    .replaceAll('<br/>', '\n')
    .replace(/&(lt|gt|amp);/g, (_, name: 'lt' | 'gt' | 'amp') => ({ lt: '<', gt: '>', amp: '&' })[name])
    .replace(/<br\/>\n$/, '')

const hostile = 'a <b> & "c" \' ]]></title> 😄'
const bytes = new Uint8Array(100)
const person = (world: World) => world.person('alice')

const kinds: readonly (readonly [string, (world: World) => unknown, Raw, readonly string[]])[] = [
  [
    'an image as XML',
    (w) => person(w).sendImage('bot', bytes, { form: 'xml' }),
    { MsgType: 3, ImgStatus: 2 },
    ['length="100"'],
  ],
  [
    'a voice as XML',
    (w) => person(w).sendVoice('bot', bytes, { form: 'xml', ms: 9 }),
    { MsgType: 34, VoiceLength: 9 },
    ['voicelength="9"'],
  ],
  [
    'a video as XML',
    (w) => person(w).sendVideo('bot', bytes, { form: 'xml', seconds: 9 }),
    { MsgType: 43, PlayLength: 9 },
    ['playlength="9"'],
  ],
  [
    'a micro video',
    (w) => person(w).sendVideo('bot', bytes, { micro: true, form: 'xml' }),
    { MsgType: 62 },
    ['<videomsg'],
  ],
  [
    'a sticker',
    (w) => person(w).sendSticker('bot', bytes),
    { MsgType: 47, HasProductId: 0 },
    ['type="2"', '<gameext type="0" content="0">'],
  ],
  [
    'dice',
    (w) => person(w).sendSticker('bot', bytes, { game: { type: 2, content: 6 } }),
    { MsgType: 47 },
    ['<gameext type="2" content="6">'],
  ],
  [
    'a file',
    (w) => person(w).sendFile('bot', bytes, { name: hostile }),
    { MsgType: 49, AppMsgType: 6, FileSize: '100' },
    ['<totallen>100</totallen>', '<title>a &lt;b&gt; &amp; "c" \' ]]&gt;&lt;/title&gt; 😄</title>'],
  ],
  [
    'a link',
    (w) =>
      person(w).sendLink('bot', {
        title: hostile,
        url: 'https://e.example/?a=1&b=2',
        des: 'd',
        thumbUrl: 't',
        source: { wxid: 'gh_1', name: 'N' },
      }),
    { MsgType: 49, AppMsgType: 5, Url: 'https://e.example/?a=1&amp;b=2' },
    ['<url>https://e.example/?a=1&amp;b=2</url>', '<sourcedisplayname>N</sourcedisplayname>', '<thumburl>t</thumburl>'],
  ],
  [
    'articles',
    (w) =>
      w.person('daily').sendArticles('bot', [
        { title: 'A', url: 'u1' },
        { title: 'B', url: 'u2' },
      ]),
    { MsgType: 49, AppMsgType: 5, FileName: 'A' },
    ['count="2"', '<title>B</title>'],
  ],
  [
    'music',
    (w) => person(w).sendMusic('bot', { title: hostile, url: 'u', dataUrl: 'https://s.example/?a=1&b=2' }),
    { AppMsgType: 3 },
    ['<dataurl>https://s.example/?a=1&amp;b=2</dataurl>'],
  ],
  [
    'a mini program',
    (w) => person(w).sendMiniProgram('bot', { title: hostile, appId: 'wx1', page: 'p?a=1&b=2' }),
    { AppMsgType: 33 },
    ['<appid>wx1</appid>', '<pagepath>p?a=1&amp;b=2</pagepath>'],
  ],
  [
    'a location',
    (w) => person(w).sendLocation('bot', { latitude: 1, longitude: 2, label: 'L' }),
    { MsgType: 1, SubMsgType: 48 },
    ['L:\n/cgi-bin/'],
  ],
  [
    'a live location',
    (w) => person(w).sendLiveLocation('bot'),
    { AppMsgType: 17, FileName: '我发起了位置共享' },
    ['<type>17</type>'],
  ],
  ['a card', (w) => person(w).sendCard('bot', 'daily'), { MsgType: 42 }, ['scene="17"', 'certflag="24"']],
  [
    'a quote',
    (w) => person(w).sendQuote('bot', hostile, { msgId: '7', by: 'bob', content: hostile }),
    { AppMsgType: 57 },
    ['<svrid>7</svrid>', '<displayname>Bob &amp; Söhne</displayname>'],
  ],
  [
    'a history',
    (w) => person(w).sendHistory('bot', hostile, [{ name: 'N', text: hostile, time: '2018-3-13 18:03' }]),
    { MsgType: 49, AppMsgType: 0 },
    ['<type>19</type>', '<recorditem>&lt;recordinfo&gt;'],
  ],
  [
    'a transfer',
    (w) => person(w).sendTransfer('bot', { amount: '￥0.10', memo: hostile, state: 'received' }),
    { AppMsgType: 2000, FileName: '微信转账' },
    ['<paysubtype>3</paysubtype>', '<feedesc>￥0.10</feedesc>'],
  ],
  [
    'a red packet',
    (w) => person(w).sendRedPacket('bot'),
    { MsgType: 1, AppMsgType: 2001, Content: '收到红包，请在手机上查看' },
    [],
  ],
  ['a note', (w) => person(w).sendNote('bot', hostile), { AppMsgType: 53 }, ['<type>53</type>']],
  [
    'a post of the channels',
    (w) => person(w).sendChannels('bot', { nickName: hostile, des: 'D' }),
    { AppMsgType: 51 },
    ['<finderFeed>', '<desc>D</desc>'],
  ],
  [
    'an invitation',
    (w) => person(w).sendInvitation('bot', 'lunch'),
    { AppMsgType: 5, FileName: '邀请你加入群聊' },
    ['"Alice"邀请你加入群聊"午饭"，进入可查看详情。'],
  ],
  ['a suggestion', (w) => w.person('carol').suggest('bot'), { MsgType: 40, FromUserName: 'fmessage' }, ['opcode="2"']],
  [
    'a request',
    (w) => w.person('carol').request('bot', hostile),
    { MsgType: 37 },
    ['content="a &lt;b&gt; &amp; &quot;c&quot;'],
  ],
  [
    'an announcement',
    (w) => w.room('team').announce(hostile, 'alice'),
    { MsgType: 10002 },
    ['<content><![CDATA[a <b> & "c" \' ]]]]><![CDATA[></title> 😄]]></content>'],
  ],
  [
    'a pat of newer phones',
    (w) => person(w).pat('team', 'bob', 'sysmsg'),
    { MsgType: 10002 },
    ['<sysmsg type="pat">', '<chatusername>'],
  ],
  [
    'a removal of newer phones',
    (w) => w.room('team').remove('carol', 'bot', 'sysmsg'),
    { MsgType: 10002 },
    ['<template><![CDATA[你将"$kickoutname$"移出了群聊]]></template>'],
  ],
  ['a call', (w) => person(w).call('bot'), { MsgType: 50 }, []],
  ['the end of a call', (w) => person(w).call('bot', 52), { MsgType: 52 }, []],
]

test.each(kinds)('%s', (_, act, fields, words) => {
  const message = got(act)
  expect(message).toMatchObject(fields)
  for (const word of words) expect(xml(message)).toContain(word)
  if (xml(message).startsWith('<')) expect(readXml(xml(message).trim())).toBeDefined()
})

test.each([
  ['bot', '"Alice" 拍了拍我'],
  ['bob', '"Alice" 拍了拍 "Bob &amp; Söhne"'],
])('a pat of %s reads %s', (patted, Content) => {
  expect(got((world) => person(world).pat('team', patted))).toMatchObject({ MsgType: 10000, Content })
})

test('in rooms all of it comes with the prefix of its sender, on the own phone without one', () => {
  const room = got((world) => person(world).sendLink('team', { title: 't', url: 'u' }))
  expect(room.Content).toMatch(/^@[0-9a-f]+:<br\/>&lt;\?xml/)
  const own = got((world) => world.phone().sendLink('team', { title: 't', url: 'u' }))
  expect([String(own.FromUserName).slice(0, 2), own.Content]).toEqual([
    expect.not.stringContaining('@@'),
    expect.stringMatching(/^&lt;\?xml/),
  ])
})

test.each([
  '<a',
  '<a></b>',
  '</a>',
  '<a></a><b></b>',
  'text',
  '<a b=c></a>',
  '<!DOCTYPE a><a></a>',
  '<a>'.repeat(200) + '</a>'.repeat(200),
])('%s is not well-formed', (text) => {
  expect(readXml(text)).toBeUndefined()
})

test('text, attributes, CDATA and entities are read once', () => {
  const root = readXml(
    '<?xml version="1.0"?>\n<a b="1 &lt; 2" c = \'&#x41;\'>x &amp;lt; <![CDATA[<d>]]><e/><!-- f --></a>\n',
  )
  expect(root).toMatchObject({ name: 'a', attributes: { b: '1 < 2', c: 'A' }, text: 'x &lt; <d>' })
  expect(root?.children.map(({ name }) => name)).toEqual(['e'])
})
