import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFailure } from '../../src/errors.js'
import { contactsOf, decodeContact, mergeContact } from '../../src/protocol/contact.js'
import type { WireAnswer } from '../../src/protocol/endpoint.js'
import { trusted } from '../../src/protocol/hosts.js'
import { decodeMessage } from '../../src/protocol/message.js'
import { loadSession } from '../../src/protocol/session.js'
import { readers } from '../support/hostile/readers.js'
import { wechat } from '../unit/protocol/fixtures/session.js'

const names = [
  'BaseResponse',
  'Ret',
  'ErrMsg',
  'AddMsgList',
  'ModContactList',
  'DelContactList',
  'SyncKey',
  'SyncCheckKey',
  'Count',
  'List',
  'Key',
  'Val',
  'User',
  'UserName',
  'MemberList',
  'ContactList',
  'Profile',
  'FromUserName',
  'Content',
  'MsgType',
  'RecommendInfo',
  '__proto__',
  'constructor',
]

/** JSON with the wire's names in the wrong places, and in the right ones. */
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 5 }, fc.jsonValue({ maxDepth: 1 }), tie('list'), tie('object')),
  list: fc.array(tie('tree'), { maxLength: 4 }),
  object: fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: 8 }),
}))

const accepted = fc
  .dictionary(fc.constantFrom(...names), tree)
  .map((fields) => ({ ...fields, BaseResponse: { Ret: 0 } }))

const markup = fc
  .array(
    fc.constantFrom(
      '<',
      '>',
      '/',
      'error',
      'ret',
      '0',
      '<ret>0</ret>',
      '<error>',
      '</error>',
      '"',
      '&',
      '<![CDATA[',
      ']]>',
      ' ',
      '<!--',
      '<?',
      '<!DOCTYPE',
    ),
  )
  .map((parts) => parts.join(''))

const script = fc
  .array(
    fc.constantFrom(
      'window.',
      'code',
      'QRLogin.',
      'synccheck',
      '=',
      '200',
      '{',
      '}',
      'retcode:',
      '"0"',
      ',',
      'selector:',
      ';',
      '"',
      "'",
      '\\',
      '\n',
    ),
  )
  .map((parts) => parts.join(''))

const body = fc.oneof(
  fc.string({ unit: 'binary' }),
  tree.map((value) => JSON.stringify(value)),
  accepted.map((value) => JSON.stringify(value)),
  markup,
  script,
)

const answers: fc.Arbitrary<WireAnswer> = fc
  .record({
    status: fc.constantFrom(200, 200, 200, 204, 301, 302, 307, 404, 500, 502, 0, 99, 700),
    location: fc.option(fc.oneof(fc.webUrl(), fc.string()), { nil: undefined }),
    setCookies: fc.array(
      fc.oneof(
        fc.string(),
        fc.tuple(fc.constantFrom('wxuin', 'wxsid', '__proto__', ''), fc.string()).map((pair) => pair.join('=')),
      ),
    ),
    body,
  })
  .map(({ location, ...rest }) => (location === undefined ? rest : { ...rest, location }))

describe('a hostile answer', () => {
  it.each(Object.entries(readers))('makes %s a value or a failure, and never throws', (_, read) => {
    fc.assert(
      fc.property(answers, (answer) => {
        const result = read(answer)
        if (result._tag === 'Left') expect(isFailure(result.left)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('of great depth is a failure, or what is deep in it is dropped', () => {
    const deep = `${'{"UserName":"a","FromUserName":"a","x":'.repeat(20_000)}1${'}'.repeat(20_000)}`
    for (const read of Object.values(readers)) {
      for (const body of ['['.repeat(200_000), '{"a":'.repeat(200_000), deep, '<a>'.repeat(100_000)])
        read({ status: 200, setCookies: [], body })
    }
    const wrapped = `{"BaseResponse":{"Ret":0},"AddMsgList":[${deep}],"ModContactList":[${deep}]}`
    const result = readers.webwxsync?.({ status: 200, setCookies: [], body: wrapped })
    expect(result).toMatchObject({ right: { messages: [], skipped: 1, modContacts: [] } })
  })

  it('is read in a time that grows with its length only', () => {
    const size = 2_000_000
    const pieces = [
      '"',
      '\\',
      '<',
      '<error>',
      '<a b="',
      '&amp;',
      'window.',
      'a=1;',
      '{"a":',
      '"a" :',
      '1',
      ' ',
      '\n',
      ':1',
      '<!--',
      '<![CDATA[',
    ]
    for (const piece of pieces) {
      const body = piece.repeat(Math.ceil(size / piece.length))
      for (const read of Object.values(readers)) read({ status: 200, setCookies: [], body })
    }
  })
})

describe('hostile messages and contacts', () => {
  const kinds = [1, 2, 3, 34, 37, 40, 42, 43, 47, 48, 49, 50, 51, 52, 53, 62, 9999, 10000, 10002, 7]
  const content = fc.oneof(
    fc.string({ unit: 'binary' }),
    markup,
    fc.constantFrom('@a:<br/>', '&lt;msg&gt;', '&lt;sysmsg type="pat"&gt;'),
  )
  const raw = fc.record(
    {
      MsgType: fc.oneof(fc.constantFrom(...kinds), fc.jsonValue()),
      FromUserName: fc.oneof(fc.constantFrom('@@r', '@a', '', 'newsapp', 'me'), fc.jsonValue()),
      ToUserName: fc.oneof(fc.constantFrom('@@r', 'me'), fc.jsonValue()),
      Content: fc.oneof(
        fc.array(content).map((parts) => parts.join('')),
        fc.jsonValue(),
      ),
      AppMsgType: fc.oneof(fc.constantFrom(1, 5, 6, 57, 2000, 2001), fc.jsonValue()),
      SubMsgType: fc.oneof(fc.constantFrom(0, 48), fc.jsonValue()),
      RecommendInfo: fc.jsonValue(),
      OriContent: fc.oneof(markup, fc.jsonValue()),
      CreateTime: fc.jsonValue(),
      MsgId: fc.jsonValue(),
      Url: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )

  it('are decoded without an error, and are plain data', () => {
    fc.assert(
      fc.property(raw, (message) => {
        const decoded = decodeMessage(message, 'me')
        expect(decoded.raw).toBe(message)
        expect(typeof decoded.id).toBe('string')
        expect(Number.isNaN(decoded.time)).toBe(false)
        JSON.stringify(decoded)
      }),
      { numRuns: 3_000 },
    )
  })

  it('do not blow up in size or time', () => {
    const pieces = [
      '&lt;msg&gt;',
      '&lt;a b="',
      '<br/>',
      '<img class="emoji emoji1f604" ',
      '&amp;',
      '$a',
      '@a:',
      ':<br/>',
      '<a ',
      ' ',
    ]
    for (const MsgType of kinds)
      for (const piece of pieces) {
        const Content = piece.repeat(Math.ceil(500_000 / piece.length))
        const message = { MsgType, FromUserName: '@@r', ToUserName: 'me', Content, OriContent: Content, Url: Content }
        expect(decodeMessage(message, 'me').raw).toBe(message)
      }
  })

  it('become contacts without an error', () => {
    fc.assert(
      fc.property(fc.array(tree), (list) => {
        for (const one of contactsOf(list)) expect(decodeContact(mergeContact(one, one)).userName).toBe(one.UserName)
      }),
    )
  })
})

describe('hostile addresses', () => {
  it('are trusted only where the host is one of WeChat', () => {
    const label = fc.constantFrom('wx', 'wx2', 'qq', 'com', 'evil', 'web', 'wechat', 'login', 'weixin', 'x', '')
    const url = fc
      .tuple(
        fc.constantFrom('https://', 'http://', '//', 'https:\\\\', 'ftp://'),
        fc.constantFrom('', 'a@', 'a:b@', 'wx.qq.com@'),
        fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.')),
        fc.constantFrom('', ':443', ':80', '/', '/wx.qq.com', '?x=wx.qq.com', '#wx.qq.com', '.'),
      )
      .map((parts) => parts.join(''))
    const known = /^(?:(?:login|file|webpush)\.)?(?:wx\d*\.qq\.com|web\d*\.wechat\.com|weixin\.qq\.com)$/
    fc.assert(
      fc.property(url, (address) => {
        if (!trusted(wechat, address)) return
        const { protocol, hostname, port, username } = new URL(address)
        expect({ protocol, port, username }).toEqual({ protocol: 'https:', port: '', username: '' })
        expect(hostname).toMatch(known)
      }),
      { numRuns: 5_000 },
    )
  })

  it('never come out of a stored session', () => {
    const field = fc.oneof(fc.string(), fc.webUrl(), fc.jsonValue())
    const saved = fc.record({
      uin: fc.constant('1'),
      sid: fc.constant('s'),
      skey: field,
      passTicket: field,
      deviceId: field,
      profile: fc.constant('web'),
      web: field,
    })
    fc.assert(
      fc.property(saved, (value) => {
        const loaded = loadSession(wechat, value)
        if (loaded !== undefined) expect(trusted(wechat, loaded.hosts.web)).toBe(true)
      }),
    )
  })
})
