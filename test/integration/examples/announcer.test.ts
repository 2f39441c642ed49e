import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defer, NEVER, of } from 'rxjs'
import { memoryStore, type Store } from 'rxwx'
import { type TestBot, type TestBotOptions, testBot } from 'rxwx/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { type Announcer, announcer, feedAt, itemsIn } from '../../../examples/announcer.js'
import { type Kept, kept } from '../../../examples/kept.js'
import { eventually } from '../../support/examples/eventually.js'
import { type Asked, type StubServer, startStub } from '../../support/examples/stub-server.js'

const stubs: StubServer[] = []
const folders: string[] = []
afterEach(async () => {
  for (const one of stubs.splice(0)) await one.close()
  for (const one of folders.splice(0)) rmSync(one, { recursive: true })
})

async function site(answer: (asked: Asked) => void): Promise<StubServer> {
  const stub = await startStub(answer)
  stubs.push(stub)
  return stub
}

const rss = (...titles: readonly string[]): string =>
  `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title>${titles
    .map((title) => `<item><title>${title}</title><link>https://news.example/${title}</link></item>`)
    .join('')}</channel></rss>`

const minutes = 60_000

/** A bot with two rooms that its address book has, and an announcer. */
function start(options: Announcer, more: TestBotOptions = {}): TestBot {
  const bot = testBot([], more)
  for (const id of ['Hiking', 'Reading']) if (!bot.world.rooms.has(id)) bot.saysIn(id, 'zoe', 'hello')
  bot.bot.use(announcer(options))
  bot.advance(5_000)
  return bot
}

const titles = ({ sentTo }: TestBot, room = 'Hiking'): readonly string[] =>
  sentTo(room).map((text) => text.split('\n')[0] ?? '')

test('what is new in a feed is told to each room, once, with its link', async () => {
  let content = rss('Moss')
  const stub = await site(({ response }) => response.end(content))
  const memory = kept()
  const bot = start({ feed: feedAt(`${stub.origin}/feed.xml`), rooms: ['Hiking', 'Reading'], memory })
  await eventually(bot, () => expect(memory.read('told')).toHaveLength(1))
  content = rss('Snow', 'Rain', 'Moss')
  for (let look = 2; look < 5; look += 1) {
    bot.advance(15 * minutes)
    await eventually(bot, () => expect(stub.asked).toHaveLength(look))
    await eventually(bot, () => expect(bot.sent()).toHaveLength(4))
  }
  const wanted = ['Rain\nhttps://news.example/Rain', 'Snow\nhttps://news.example/Snow']
  expect([bot.sentTo('Hiking'), bot.sentTo('Reading')]).toEqual([wanted, wanted])
})

test('a feed that has not changed is not sent again, and one that was cut is', async () => {
  let isCut = true
  const stub = await site(({ response, headers }) => {
    if (headers['if-none-match'] === '"1"') return response.writeHead(304).end()
    response.writeHead(200, { etag: '"1"', 'content-length': rss('Moss').length })
    if (!isCut) return response.end(rss('Moss'))
    response.write(rss('Moss').slice(0, 50), () => response.destroy())
  })
  const reported: unknown[] = []
  const memory = kept()
  const bot = start({ feed: feedAt(stub.origin), rooms: ['Hiking'], memory, report: (error) => reported.push(error) })
  await eventually(bot, () => expect(reported).toHaveLength(1))
  isCut = false
  bot.advance(15 * minutes)
  await eventually(bot, () => expect(memory.read('told')).toHaveLength(1))
  bot.advance(15 * minutes)
  await eventually(bot, () => expect(stub.asked).toHaveLength(3))
  expect(stub.asked.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined, '"1"'])
  expect(reported).toHaveLength(1)
})

describe('across restarts', () => {
  const folder = (): Kept => {
    const path = mkdtempSync(join(tmpdir(), 'rxwx-announcer-'))
    folders.push(path)
    return kept(path)
  }

  test('what was told is not told again, and what is new meanwhile is', () => {
    let content = rss('Moss')
    const memory = folder()
    const store = memoryStore()
    const options: Announcer = { feed: defer(() => of(content)), rooms: ['Hiking'], memory }
    const before = start(options, { store })
    content = rss('Rain', 'Moss')
    before.advance(16 * minutes)
    before.bot.stop()
    content = rss('Snow', 'Rain', 'Moss')
    const after = start(options, { store, in: before })
    after.advance(60 * minutes)
    expect(titles(after)).toEqual(['Rain', 'Snow'])
  })

  test('what a kill leaves in the store is told once, when there is a session again', () => {
    let content = rss('Moss')
    const memory = folder()
    const store = memoryStore()
    let isDead = false
    const mortal: Store = { ...store, commit: (changes) => (isDead ? NEVER : store.commit(changes)) }
    const options: Announcer = { feed: defer(() => of(content)), rooms: ['Hiking'], memory }
    const before = start(options, { store: mortal })
    before.advance(1 * minutes)
    content = rss('Rain', 'Moss')
    const heal = before.fault('reset', { endpoint: 'webwxsendmsg', times: 1_000 })
    before.advance(14 * minutes)
    isDead = true
    before.bot.stop()
    heal()
    expect(before.sentTo('Hiking')).toEqual([])
    const after = start(options, { store, in: before })
    after.advance(60 * minutes)
    expect(titles(after)).toEqual(['Rain'])
  })
})

test('what leaves the feed for a while is not new when it is back, and what hangs does not hold up the next look', () => {
  const looks = [of(rss('Moss', 'Fern')), of(rss('Rain', 'Moss')), NEVER, of(rss('Fern', 'Rain', 'Moss', 'Snow'))]
  let look = 0
  const bot = start({ feed: defer(() => looks[look++] ?? NEVER), rooms: ['Hiking'] })
  bot.advance(46 * minutes)
  expect(titles(bot)).toEqual(['Rain', 'Snow'])
})

test('a feed is not looked at before somebody can be told', () => {
  let looks = 0
  const feed = defer(() => {
    looks += 1
    return of(rss('Moss'))
  })
  const bot = testBot(announcer({ feed, rooms: ['Hiking'] }), { world: { phone: 'manual' } })
  bot.advance(60 * minutes)
  expect(looks).toBe(0)
})

test('a flood is told in part', () => {
  let content = rss('Moss')
  const bot = start({ feed: defer(() => of(content)), rooms: ['Hiking'] })
  content = rss(...Array.from({ length: 100 }, (_, n) => `n${n}`))
  bot.advance(16 * minutes)
  bot.advance(60 * minutes)
  expect(titles(bot)).toEqual(['n4', 'n3', 'n2', 'n1', 'n0', '… and 95 more'])
})

test('a site that is broken, endless or no feed is looked at again', async () => {
  const broken: readonly ((asked: Asked) => void)[] = [
    ({ response }) => response.end(rss('Moss')),
    ({ response }) => response.writeHead(500).end(),
    ({ response }) => response.end('<html><body>Sign in</body></html>'),
    ({ response }) => response.end('<rss><channel><item>'),
    ({ response }) => {
      response.on('error', () => {})
      const more = (): unknown =>
        !response.destroyed && response.write('<!-- -->'.repeat(10_000), () => setImmediate(more))
      more()
    },
    ({ response }) => response.socket?.destroy(),
    ({ response }) => response.end(rss('Rain', 'Moss')),
  ]
  const stub = await site((asked) => broken[stub.asked.length - 1]?.(asked))
  const reported: string[] = []
  const memory = kept()
  const report = (error: unknown): unknown => reported.push(error instanceof Error ? error.message : String(error))
  const bot = start({ feed: feedAt(stub.origin), rooms: ['Hiking'], memory, report })
  await eventually(bot, () => expect(memory.read('told')).toHaveLength(1))
  for (let look = 1; look < broken.length - 1; look += 1) {
    bot.advance(15 * minutes)
    await eventually(bot, () => expect(reported).toHaveLength(look))
  }
  bot.advance(15 * minutes)
  await eventually(bot, () => expect(titles(bot)).toEqual(['Rain']))
  expect(reported).toEqual([
    'the feed answered 500',
    'that is no feed',
    'the feed has no end',
    'the feed is longer than 4000000 bytes',
    expect.any(String),
  ])
})

describe('feeds as they are', () => {
  const read = (content: string) => itemsIn(content).map(({ title, link }) => [title, link])

  test('Atom, with its links, markup in titles and entities', () => {
    const atom = `<?xml version="1.0"?><!-- a feed --><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
      <entry><id>urn:1</id><title type="html">&lt;b&gt;Salt&lt;/b&gt; &amp;amp; pepper: 1 &amp;lt; 2 &#x8336;&#33590;</title>
        <link rel="self" href="https://a.example/self"/><link rel="alternate" href="https://a.example/1?a=1&amp;b=2"/></entry>
      <entry><id>urn:2</id><title><![CDATA[Tea <i>time</i>]]></title><link href="https://a.example/2"/></entry></feed>`
    expect(read(atom)).toEqual([
      ['Salt & pepper: 1 < 2 茶茶', 'https://a.example/1?a=1&b=2'],
      ['Tea time', 'https://a.example/2'],
    ])
  })

  test('RSS 1.0, guids and entries without a link; no link that is none', () => {
    const rdf =
      '<rdf:RDF xmlns:rdf="r"><channel><title>c</title></channel><item rdf:about="x"><title>One</title><link>http://a.example/1</link></item></rdf:RDF>'
    expect(read(rdf)).toEqual([['One', 'http://a.example/1']])
    const odd =
      '<rss><channel><item><title>Two</title><link>javascript:alert(1)</link></item><item><guid>g</guid></item></channel></rss>'
    expect(read(odd)).toEqual([['Two', '']])
  })

  test('an entry is known by its guid, also when its title changes', () => {
    const item = (title: string) => `<rss><channel><item><guid>7</guid><title>${title}</title></item></channel></rss>`
    expect(itemsIn(item('a'))[0]?.id).toBe(itemsIn(item('b'))[0]?.id)
  })

  test('document types are refused, and entities that nobody knows stay as they are', () => {
    const bomb =
      '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'
    expect(() => itemsIn(bomb)).toThrow('document type')
    expect(read('<rss><channel><item><title>&b; &constructor; &#0;&#x110000;</title></item></channel></rss>')).toEqual([
      ['&b; &constructor;', ''],
    ])
    expect(() => itemsIn('<rss><__proto__><item/></__proto__>')).toThrow()
  })

  test('a feed in GBK is read as GBK', async () => {
    const bytes = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="gb2312"?><rss><channel><item><title>'),
      Buffer.of(0xb2, 0xe8),
      Buffer.from('</title></item></channel></rss>'),
    ])
    const stub = await site(({ response }) => response.end(bytes))
    const content = await new Promise<string>((resolve) => feedAt(stub.origin).subscribe(resolve))
    expect(read(content)).toEqual([['茶', '']])
  })
})
