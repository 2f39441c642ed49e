import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDisguise } from '../../src/testing/session/disguise.js'
import { scrubBody } from '../../src/testing/session/scrub-body.js'

/** What must not be found, and what may be around it: everything that means something to a parser. */
const secret = 'Qx7hiddenZw'
const around = fc.constantFrom(
  ...[
    '',
    ' ',
    '<',
    '>',
    '</',
    '/>',
    '"',
    "'",
    '=',
    '&',
    ';',
    '&lt;',
    '&gt;',
    '&quot;',
    '&amp;lt;',
    '<br/>',
    '<![CDATA[',
    ']]>',
  ],
  ...[
    '<!--',
    '-->',
    '<?',
    '?>',
    '<msg>',
    '</msg>',
    '<appmsg ',
    '<a href="',
    'type="',
    '<type>',
    '57',
    '0',
    '@',
    '@@',
    '_',
    ':',
    ':<br/>',
  ],
  ...[
    '邀请',
    '"',
    '%',
    '%2',
    '\n',
    '\\',
    '🙂',
    '\u0301',
    'https://',
    '.qq.com/',
    '?',
    'data:',
    ',',
    'filehelper',
    '<title>',
    '${',
    '}',
  ],
)
const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: around }, { weight: 1, arbitrary: fc.constant(secret) }), { maxLength: 30 })
  .map((parts) => `${parts.join('')}${secret}${parts.toReversed().join('')}`)

const field = fc.constantFrom(
  'Content',
  'NickName',
  'UserName',
  'Url',
  'HeadImgUrl',
  'MediaId',
  'OriContent',
  'KeyWord',
  'MsgType',
  'Ret',
  'Else',
  secret,
)
const msgType = fc.constantFrom(1, 3, 34, 37, 42, 43, 47, 48, 49, 50, 51, 10_000, 10_002, '49', undefined)

const message = fc
  .tuple(msgType, field, text, fc.constantFrom('@a', 'newsapp', '@@b'))
  .map(([MsgType, name, value, FromUserName]) =>
    JSON.stringify({
      MsgType,
      FromUserName,
      List: [{ [name]: value }],
      MsgOf: { MsgType, FromUserName, [name]: value },
    }),
  )

const script = text.map((value) => `window.QRLogin.code=200;window.${value}="${value}";`)

const isTold = (body: string): boolean => (scrubBody(createDisguise(new Set()), 0, body) ?? '').includes(secret)

test('whatever stands around it, no word of a message, a name or an address gets into the record', () => {
  fc.assert(
    fc.property(message, (body) => {
      expect(isTold(body)).toBe(false)
    }),
    { numRuns: 3_000 },
  )
})

test('nor one of a page or of a script', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        text.map((value) => `<${value}`),
        text,
        script,
      ),
      (body) => {
        expect(isTold(body)).toBe(false)
      },
    ),
    { numRuns: 3_000 },
  )
})
