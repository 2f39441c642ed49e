import { performance } from 'node:perf_hooks'
import { decodeContact } from '../../src/protocol/contact.js'
import { decodeMessage } from '../../src/protocol/message.js'
import { decodeText, encodeText, outgoingText } from '../../src/protocol/text.js'
import { parseXml } from '../../src/protocol/xml.js'
import { readers } from '../support/hostile/readers.js'

/** Every decoder with bodies that are bad for it, from 10 KB to 8 MB: the time per byte must not grow with the length. `npm run bench:bytes` */
const sizes = [10_000, 100_000, 1_000_000, 8_000_000]

const filled = (piece: string, size: number): string => piece.repeat(Math.ceil(size / piece.length)).slice(0, size)

const message = (Content: string, MsgType = 1) => ({
  MsgType,
  FromUserName: '@@r',
  ToUserName: '@me',
  Content,
  CreateTime: 1,
})

const read = (endpoint: string) => (body: string) => readers[endpoint]?.({ status: 200, setCookies: [], body })

const inSync =
  (piece: string) =>
  (size: number): string =>
    `{"BaseResponse":{"Ret":0},"AddMsgList":[${filled(piece, size).slice(0, -1)}],"SyncKey":{"Count":0,"List":[]}}`

interface Case {
  readonly name: string
  readonly body: (size: number) => string
  readonly run: (body: string) => unknown
}

const of = (name: string, piece: string, run: (body: string) => unknown): Case => ({
  name,
  body: (size) => filled(piece, size),
  run,
})

const text = '{"FromUserName":"@a","MsgId":"1","NewMsgId":7466342607691052416,"Content":"hello"},'

const cases: readonly Case[] = [
  ...[
    'plain words, ',
    '&lt;',
    '&amp;amp;',
    '<br/>',
    '<span class="emoji emoji1f604"></span>',
    '<img class="emoji emoji1',
    '&',
    '<',
    '@a:<br/>',
  ].map((piece) => of(`text ${piece}`, piece, decodeText)),
  of('text out', '<&">\n', encodeText),
  of('text out, halves of pairs', '\ud83d', outgoingText),
  ...['<a>', '<a b="', '<![CDATA[', '<!--', '&amp;', '<a/>', '<a b="c">d</a>'].map((piece) =>
    of(`XML ${piece}`, piece, parseXml),
  ),
  ...[1, 42, 49, 10_000, 10_002].flatMap((type) =>
    ['&lt;msg&gt;', '&lt;a b=&quot;', '@a:<br/>', '$a ', '"a"'].map((piece) =>
      of(`message ${type} ${piece}`, piece, (body) => decodeMessage(message(body, type), '@me')),
    ),
  ),
  { name: 'sync: texts', body: inSync(text), run: read('webwxsync') },
  { name: 'sync: nulls', body: inSync('null,'), run: read('webwxsync') },
  { name: 'sync: numbers', body: inSync('7466342607691052416,'), run: read('webwxsync') },
  of('sync: digits', '1', read('webwxsync')),
  of('sync: blanks', ' ', read('webwxsync')),
  of('sync: quotes', '"', read('webwxsync')),
  of('sync: brackets', '[', read('webwxsync')),
  of('synccheck', 'window.synccheck=', read('synccheck')),
  of('login', 'window.code=', read('login')),
  of('login page', '<error><ret>', read('webwxnewloginpage')),
  of('contact', '周末<', (body) =>
    decodeContact({ UserName: '@a', NickName: body, RemarkName: body, HeadImgUrl: body }),
  ),
]

/** Nanoseconds a byte: the best of a few rounds, so that a busy machine is not taken for a slow decoder. */
function cost({ run }: Case, body: string): number {
  const rounds = Math.max(3, Math.ceil(400_000 / body.length))
  let best = Number.POSITIVE_INFINITY
  for (let sample = 0; sample < 3; sample += 1) {
    const begin = performance.now()
    for (let round = 0; round < rounds; round += 1) run(body)
    best = Math.min(best, ((performance.now() - begin) * 1e6) / (rounds * body.length))
  }
  return best
}

const head = ['decoder and what it is given', ...sizes.map((size) => `${size / 1_000} KB`), 'factor']
console.log(`ns a byte\n\n| ${head.join(' | ')} |\n|${head.map((_, at) => (at === 0 ? '---' : '---:')).join('|')}|`)
let worst = 0
for (const one of cases) {
  for (const size of sizes.slice(0, 2)) cost(one, one.body(size))
  const costs = sizes.map((size) => cost(one, one.body(size)))
  // What takes less than a tenth of a nanosecond a byte was not read to its end.
  const factor = Math.max(...costs, 0.1) / Math.max(costs[0] ?? 0, 0.1)
  worst = Math.max(worst, factor)
  console.log(
    `| ${JSON.stringify(one.name)} | ${costs.map((ns) => ns.toFixed(2)).join(' | ')} | ${factor.toFixed(1)} |`,
  )
}
console.log(`\nThe largest factor is ${worst.toFixed(1)}.`)
