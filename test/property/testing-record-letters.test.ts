import { of } from 'rxjs'
import { expect, test } from 'vitest'
import type { Http } from '../../src/index.js'
import { recordSession } from '../../src/testing/index.js'

/** The body of an answer, as a record shows it. */
function recorded(value: unknown): string {
  const http: Http = () => of({ status: 200, headers: {}, setCookies: [], body: JSON.stringify(value) })
  const record = recordSession({
    http,
    scheduler: {
      now: () => 0,
      schedule: () => {
        throw new Error('no time passes')
      },
    },
  })
  let line = ''
  record.lines$.subscribe((one) => {
    line = one
  })
  record
    .http({ endpoint: 'webwxgetcontact', method: 'GET', url: 'https://wx.qq.com/', headers: {}, limit: 1_000 })
    .subscribe()
  return JSON.parse(line).answer.body
}

/** All that a record may be made of besides ASCII: signs of the two languages, made-up Chinese words, and one emoji. */
const known = new Set([
  ...'\u00a0\u2005–—‘’‚‛“”…\u3000、。〈〉《》「」『』【】！（），：；？',
  ...'天地山水风云日月星河花草树木春夏秋冬东南西北🙂',
])

test('no name gets into a record, in whatever letters of Unicode it is written', () => {
  const perBody = 8_192
  for (let from = 0x80; from <= 0x10ffff; from += perBody) {
    const names = Array.from({ length: Math.min(perBody, 0x110000 - from) }, (_, n) =>
      String.fromCodePoint(from + n),
    ).filter((one) => one.isWellFormed() && !known.has(one))
    const body = recorded({ ContactList: names.map((one) => ({ NickName: `${one}${one}` })) })
    const leaked = [...new Set(body)].filter((one) => (one.codePointAt(0) ?? 0) >= 0x80 && !known.has(one))
    expect(leaked.map((one) => one.codePointAt(0)?.toString(16))).toEqual([])
  }
}, 120_000)

test.each(['BindUin', 'OwnerUin', 'ChatRoomId', 'AttrStatus', 'QQNum', 'Whatever', 'Uin'])(
  'a small number in %s may be that of somebody, and is made up',
  (field) => {
    for (const number of [12_345, 99_999, 777])
      expect(recorded({ User: { [field]: number } })).not.toContain(`${number}`)
  },
)

test('codes and sizes stay', () => {
  const fields = { Ret: 1205, MsgType: 49, ContactFlag: 2, VoiceLength: 1_520, Sex: 1 }
  expect(JSON.parse(recorded(fields))).toEqual(fields)
})
