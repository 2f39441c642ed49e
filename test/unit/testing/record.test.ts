import { NEVER, of, throwError } from 'rxjs'
import { expect, test } from 'vitest'
import { failure, type Http, type HttpRequest } from '../../../src/index.js'
import { decodeMessage } from '../../../src/protocol/message.js'
import { createVirtualClock, recordSession, replaySession } from '../../../src/testing/index.js'
import { createDisguise } from '../../../src/testing/session/disguise.js'
import { scrubBody } from '../../../src/testing/session/scrub-body.js'
import { scrubCookie } from '../../../src/testing/session/scrub-cookie.js'
import { scrubXml } from '../../../src/testing/session/scrub-xml.js'

const fresh = (...keep: readonly string[]) => createDisguise(new Set(keep))

test.each([1e308, -1e308, 5e-300, Number.MAX_SAFE_INTEGER, 1_234.5])(
  'a made-up number for %d is one that JSON can hold',
  (value) => {
    const made = fresh().number(value)
    expect(made).not.toBe(value)
    expect(JSON.parse(JSON.stringify(made))).toBe(made)
  },
)

test('a made-up word has the shape of the real one, and is always the same', () => {
  const { word } = fresh()
  const cases = ['Alice', '欧阳锋', '2684027137', 'Öz', 'a1b2c3d4e5f60718', 'X9-y'] as const
  for (const one of cases) {
    const made = word(one)
    expect(made).not.toBe(one)
    expect(word(one)).toBe(made)
    expect([...made]).toHaveLength([...one].length)
  }
  expect(word('2684027137')).toMatch(/^[1-9]\d{9}$/)
  expect(word('a1b2c3d4e5f60718')).toMatch(/^[0-9a-f]{16}$/)
  expect(word('欧阳锋')).toMatch(/^\p{Script=Han}{3}$/u)
})

test('two words are two, and what is made up depends on nothing but shape and order', () => {
  const { word } = fresh()
  // Three letters: so few that some would be the same by chance.
  const letters = [...'abcdefghij']
  const made = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => word(`${a}${b}${c}`))))
  expect(new Set(made).size).toBe(1_000)
  expect(fresh().word('Alice')).toBe(fresh().word('Bobby'))
})

test('signs, line breaks and entities of a text stay, words do not', () => {
  const made = fresh('ding').text('ding, Zacharias!<br/>a &lt; b <a href="https://x.example/Zacharias">Zach</a> 🌙')
  expect(made).toMatch(/^ding, [A-Z][a-z]{8}!<br\/>[a-z] &lt; [a-z] <a href="">[A-Z][a-z]{3}<\/a> 🙂$/)
})

test('what looks like XML in a text tells nothing', () => {
  for (const text of [
    '<hey Bobby>',
    '&lt;hey Bobby&gt;',
    '<Bobby secret="hunter2horse"/>',
    '<!-- Bobby --><a b=Bobby>',
    '<![CDATA[Bobby]]>',
    '<msg><x>Bobby',
    '<?Bobby?>',
    '</Bobby>',
  ])
    for (const made of [fresh().text(text), scrubXml(fresh(), text)]) expect(made).not.toMatch(/bobby|hunter2/i)
})

test('what is written in percent notation is no secret either, and signs of keys stay', () => {
  const { address, word } = fresh()
  const made = address(`https://x.example/${encodeURIComponent('欧阳锋')}?key=a%2Fb%3D&bytes=%ff%41lice`)
  expect(made).toContain(`/${encodeURIComponent(word('欧阳锋'))}?`)
  expect(made).toMatch(/=[a-z]%2F[a-z]%3D&/)
  expect(made).not.toMatch(/%ff|%41|%E6%AC%A7|lice/)
})

test('XML keeps its names and codes, also where it stands in other XML', () => {
  const inner = '&lt;msg&gt;&lt;img md5="0123456789abcdef" /&gt;&lt;/msg&gt;'
  const made = scrubXml(
    fresh(),
    `<msg><appmsg><title>Bobby &amp; Co</title><type>57</type><refermsg><content>${inner}</content></refermsg></appmsg></msg>`,
  )
  expect(made).toMatch(/^<msg><appmsg><title>[A-Z][a-z]{4} &amp; [A-Z][a-z]<\/title><type>57<\/type>/)
  expect(made).toMatch(/<content>&lt;msg&gt;&lt;img md5=&quot;[0-9a-f]{16}&quot;\/&gt;&lt;\/msg&gt;<\/content>/)
})

test('JSON: times are moved, codes stay, ids keep all their digits', () => {
  const body =
    '{"BaseResponse":{"Ret":-14},"Uin":77,"NewMsgId":1234567890123456789,"CreateTime":1700000000,"a b":"Bobby","__proto__":{"x":"Bobby"}}'
  const made = scrubBody(fresh(), -1_000_000, body) ?? ''
  expect(JSON.parse(made)).toMatchObject({ BaseResponse: { Ret: -14 }, CreateTime: 1_699_999_000 })
  expect(made).toMatch(/"NewMsgId":"[1-9]\d{18}"/)
  expect(made).not.toMatch(/Bobby|"Uin":77|1234567890123456789|"a b"/)
})

test.each([
  ['no JSON', '{"a":'],
  ['something else', 'Bobby was here'],
])('a body that is %s is not recorded', (_, body) => {
  expect(scrubBody(fresh(), 0, body)).toBeUndefined()
})

test('hostile bodies neither end the record nor take long', () => {
  expect(scrubBody(fresh(), 0, `${'['.repeat(5_000)}"Bobby"${']'.repeat(5_000)}`)).not.toContain('Bobby')
  const content = '&lt;![CDATA['.repeat(20_000)
  expect(scrubBody(fresh(), 0, JSON.stringify({ MsgType: 49, Content: content }))).toBeDefined()
  const notice = '邀请'.repeat(20_000)
  expect(scrubBody(fresh(), 0, JSON.stringify({ MsgType: 10_000, Content: notice }))).toBeDefined()
})

test('a cookie keeps its name, its host and how long it is good, and nothing else', () => {
  const line = 'wxuin=2684027137; Domain=.wx.qq.com; Path=/a; Expires=Wed, 01 Jan 2025 00:00:00 GMT; Secure; Note=Bobby'
  expect(scrubCookie(fresh(), -86_400_000, line)).toMatch(
    /^wxuin=[1-9]\d{9}; Domain=\.wx\.qq\.com; Path=\/; Expires=Tue, 31 Dec 2024 00:00:00 GMT; Secure$/,
  )
  expect(scrubCookie(fresh(), 0, 'Bobby=Bobby; Domain=bobby.example')).toMatch(/^(?!Bobby)[A-Z][a-z]{4}=[A-Z][a-z]{4}$/)
})

const request = (endpoint: string): HttpRequest => ({
  endpoint,
  method: 'GET',
  url: 'https://wx.qq.com/',
  headers: {},
  limit: 99,
})

const answer = (body: string) => ({ status: 200, headers: {}, setCookies: [], body })

/** The record of these exchanges. */
function recorded(exchanges: readonly (readonly [string, ReturnType<Http>])[], limit?: number): readonly string[] {
  const clock = createVirtualClock()
  const lines: string[] = []
  let next = NEVER as ReturnType<Http>
  const record = recordSession({ http: () => next, scheduler: clock.scheduler }, limit === undefined ? {} : { limit })
  record.lines$.subscribe((line) => lines.push(line))
  for (const [endpoint, answer$] of exchanges) {
    next = answer$
    const run = record.http(request(endpoint)).subscribe({ error: () => {} })
    clock.advance(1_000)
    run.unsubscribe()
  }
  return lines
}

test('failures are recorded by their kind, and played again', () => {
  const why = failure('network', { endpoint: 'a', reason: 'ECONNRESET', sent: true })
  const secretive = failure('network', { endpoint: 'b', reason: 'no route to Bobby', sent: false })
  const lines = recorded([
    ['a', throwError(() => why)],
    ['b', throwError(() => secretive)],
    ['c', throwError(() => failure('tooLarge', { endpoint: 'c', limit: 99 }))],
    ['d', NEVER],
  ])
  expect(lines.join()).not.toContain('Bobby')
  const http = replaySession(lines)
  const ends = ['a', 'b', 'c', 'd'].map((endpoint) => {
    const seen: unknown[] = []
    http(request(endpoint)).subscribe({
      next: (value) => seen.push(value),
      error: (error: unknown) => seen.push(error),
    })
    return seen
  })
  expect(ends[0]).toEqual([why])
  expect(ends[1]).toMatchObject([{ kind: 'network', detail: { reason: 'unknown', sent: false } }])
  expect(ends[2]).toMatchObject([{ kind: 'tooLarge' }])
  expect(ends[3]).toEqual([])
})

test('each endpoint answers in its own order; at the end polls wait and others fail', () => {
  const lines = recorded([
    ['synccheck', of(answer('window.synccheck={retcode:"0",selector:"2"}'))],
    ['webwxsync', of(answer('{"BaseResponse":{"Ret":1}}'))],
    ['webwxsync', of(answer('{"BaseResponse":{"Ret":2}}'))],
  ])
  const http = replaySession(lines.toReversed().join('\n'))
  const ask = (endpoint: string): unknown[] => {
    const seen: unknown[] = []
    http(request(endpoint)).subscribe({ next: ({ body }) => seen.push(body), error: ({ kind }) => seen.push(kind) })
    return seen
  }
  expect([ask('webwxsync'), ask('webwxsync'), ask('webwxsync')]).toEqual([
    ['{"BaseResponse":{"Ret":1}}'],
    ['{"BaseResponse":{"Ret":2}}'],
    ['network'],
  ])
  expect([ask('synccheck'), ask('synccheck')]).toEqual([['window.synccheck={retcode:"0",selector:"2"}'], []])
})

test('after the limit the bot goes on and nothing more is recorded', () => {
  const exchange = ['a', of(answer('{}'))] as const
  expect(recorded([exchange, exchange, exchange], 2)).toHaveLength(2)
})

test('a line that is none of a record is refused, by its number', () => {
  const good = recorded([['a', of(answer('{}'))]])[0] ?? ''
  for (const bad of ['{', '7', '{}', good.replace('"n":0', '"n":-1'), good.replace('"status":200', '"status":"200"')])
    expect(() => replaySession([good, bad])).toThrow(/line 2 is none of a record/)
  expect(() => replaySession(`${good}\n\n`)).not.toThrow()
})

test('a message keeps its kind and who said it', () => {
  const disguise = fresh()
  const read = (body: string) => decodeMessage(JSON.parse(body), '@self')
  const raw = JSON.stringify({
    MsgType: 1,
    FromUserName: '@@abcdef0123456789',
    ToUserName: '@self',
    Content: '@0123456789abcdef:<br/>Bobby',
  })
  const member = JSON.stringify({ UserName: '@0123456789abcdef' })
  const message = read(scrubBody(disguise, 0, raw) ?? '')
  expect(message).toMatchObject({ type: 'text', isRoom: true })
  expect(JSON.parse(scrubBody(disguise, 0, member) ?? '').UserName).toBe(message.sender)
})
