import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NEVER, of, toArray } from 'rxjs'
import { memoryStore, type Store } from 'rxwx'
import { type TestBot, testBot } from 'rxwx/testing'
import { afterEach, expect, test } from 'vitest'
import { type Assistant, assistant, openAi, sentences } from '../../../examples/assistant.js'
import { kept } from '../../../examples/kept.js'
import { eventually } from '../../support/examples/eventually.js'
import { type Asked, type StubServer, startStub } from '../../support/examples/stub-server.js'

const open: StubServer[] = []
const folders: string[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
  for (const one of folders.splice(0)) rmSync(one, { recursive: true })
})

/** An endpoint: what it says to each request is up to the test, or what `answer` says. */
async function endpoint(answer: (asked: Asked) => void = () => {}): Promise<StubServer> {
  const stub = await startStub(answer)
  open.push(stub)
  return stub
}

const event = (data: string): string => `data: ${data}\n\n`
const delta = (content: string): string => event(JSON.stringify({ choices: [{ delta: { content } }] }))
const begin = ({ response }: Asked): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
}
const speak = ({ response }: Asked, ...texts: readonly string[]): void => {
  if (!response.headersSent) begin({ response } as Asked)
  response.write(texts.map(delta).join(''))
}
const finish = ({ response }: Asked): void => {
  response.end(event('[DONE]'))
}
const answers =
  (...texts: readonly string[]) =>
  (asked: Asked): void => {
    speak(asked, ...texts)
    finish(asked)
  }

const linesOf = ({ body }: Asked): readonly string[] =>
  JSON.parse(body).messages.map(({ role, content }: { role: string; content: string }) => `${role}: ${content}`)

type More = Partial<Assistant> & { readonly key?: string; readonly store?: Store; readonly in?: TestBot }

const start = ({ origin }: StubServer, { key, store, in: earlier, ...more }: More = {}): TestBot =>
  testBot([], {
    ...(store === undefined ? {} : { store }),
    ...(earlier === undefined ? {} : { in: earlier }),
    prepare: (bot) =>
      assistant(bot, {
        model: openAi({ url: `${origin}/v1`, model: 'stub', ...(key === undefined ? {} : { key }) }),
        system: 'Be brief.',
        ...more,
      }),
  })

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'rxwx-assistant-'))
  folders.push(path)
  return path
}

test('the answer goes out sentence by sentence, while the model still speaks', async () => {
  const stub = await endpoint()
  const bot = start(stub, { key: 'sk-1' })
  bot.says('Alice', 'Tell me about tea.')
  await eventually(bot, () => expect(stub.asked).toHaveLength(1))
  const [asked] = stub.asked as [Asked]
  expect(asked).toMatchObject({
    method: 'POST',
    path: '/v1/chat/completions',
    headers: { authorization: 'Bearer sk-1' },
  })
  expect(JSON.parse(asked.body)).toMatchObject({ model: 'stub', stream: true })
  expect(linesOf(asked)).toEqual(['system: Be brief.', 'user: Tell me about tea.'])
  speak(asked, 'Tea is', ' a plant. 茶', '是一种植物，来自中国。它')
  await eventually(bot, () => expect(bot.sentTo('Alice')).toEqual(['Tea is a plant.', '茶是一种植物，来自中国。']))
  speak(asked, '很香。')
  finish(asked)
  await eventually(bot, () => expect(bot.sentTo('Alice').slice(2)).toEqual(['它很香。']))
})

test('events are read wherever the network cuts them, within a character, too', async () => {
  const stub = await endpoint(async (asked) => {
    begin(asked)
    const bytes = Buffer.from(`: hello\r\n${delta('一二三四五六七八九十十一。')}${delta('好')}${event('[DONE]')}`)
    for (const byte of bytes) {
      asked.response.write(Buffer.of(byte))
      await new Promise((resolve) => setImmediate(resolve))
    }
    asked.response.end()
  })
  const bot = start(stub)
  bot.says('Alice', '数一数')
  await eventually(bot, () => expect(bot.sentTo('Alice')).toEqual(['一二三四五六七八九十十一。', '好']))
})

test('whoever writes again silences the answer; the model knows what it had said', async () => {
  const stub = await endpoint()
  const bot = start(stub)
  bot.says('Alice', 'Tell me about tea.')
  await eventually(bot, () => expect(stub.asked).toHaveLength(1))
  speak(stub.asked[0] as Asked, 'Tea is a plant. And it')
  await eventually(bot, () => expect(bot.sentTo('Alice')).toEqual(['Tea is a plant.']))
  bot.says('Alice', 'And coffee?')
  await eventually(bot, () => expect(stub.asked).toHaveLength(2))
  await eventually(bot, () => expect(stub.asked[0]?.isGone()).toBe(true))
  expect(linesOf(stub.asked[1] as Asked)).toEqual([
    'system: Be brief.',
    'user: Tell me about tea.',
    'assistant: Tea is a plant. ',
    'user: And coffee?',
  ])
  answers('Coffee is a bean.')(stub.asked[1] as Asked)
  await eventually(bot, () => expect(bot.sentTo('Alice')).toEqual(['Tea is a plant.', 'Coffee is a bean.']))
})

test('conversations are answered side by side, and each has its own memory', async () => {
  const stub = await endpoint()
  const bot = start(stub)
  bot.says('Alice', 'I am Alice.')
  bot.says('Bob', 'I am Bob.')
  await eventually(bot, () => expect(stub.asked).toHaveLength(2))
  const of = (name: string): Asked => stub.asked.find(({ body }) => body.includes(`I am ${name}.`)) as Asked
  answers('Hello to you, Bob.')(of('Bob'))
  await eventually(bot, () => expect(bot.sentTo('Bob')).toEqual(['Hello to you, Bob.']))
  expect(bot.sentTo('Alice')).toEqual([])
  bot.says('Bob', 'Who am I?')
  await eventually(bot, () => expect(stub.asked).toHaveLength(3))
  expect(linesOf(stub.asked[2] as Asked)).toEqual([
    'system: Be brief.',
    'user: I am Bob.',
    'assistant: Hello to you, Bob.',
    'user: Who am I?',
  ])
})

test('in a room it answers who mentions it, one after the other, and nobody else', async () => {
  const stub = await endpoint()
  const bot = start(stub)
  bot.saysIn('team', 'bob', 'just talking')
  bot.saysIn('team', 'bob', `@${selfName(bot)} when is lunch?`)
  bot.saysIn('team', 'alice', 'still talking')
  bot.saysIn('team', 'alice', `@${selfName(bot)} and dinner?`)
  await eventually(bot, () => expect(stub.asked).toHaveLength(1))
  answers('Lunch is at noon.')(stub.asked[0] as Asked)
  await eventually(bot, () => expect(stub.asked).toHaveLength(2))
  answers('Dinner is at six.')(stub.asked[1] as Asked)
  await eventually(bot, () => expect(bot.sentTo('team')).toEqual(['Lunch is at noon.', 'Dinner is at six.']))
  expect(linesOf(stub.asked[1] as Asked).at(-1)).toMatch(/: @.+ and dinner\?$/)
})

const selfName = ({ world }: TestBot): string => world.persons.get('bot')?.nickName ?? ''

test('an answer that is cut goes on where it was', async () => {
  const stub = await endpoint()
  const bot = start(stub)
  bot.says('Alice', 'Tell me about tea.')
  await eventually(bot, () => expect(stub.asked).toHaveLength(1))
  speak(stub.asked[0] as Asked, 'Tea is a plant. And it')
  await eventually(bot, () => expect(bot.sentTo('Alice')).toHaveLength(1))
  stub.asked[0]?.response.destroy()
  await eventually(bot, () => expect(stub.asked).toHaveLength(2))
  expect(linesOf(stub.asked[1] as Asked).slice(2)).toEqual([
    'assistant: Tea is a plant. ',
    'user: (You were cut off. Go on exactly where you stopped.)',
  ])
  answers('And it grows on hills.')(stub.asked[1] as Asked)
  await eventually(bot, () => expect(bot.sentTo('Alice')).toEqual(['Tea is a plant.', 'And it grows on hills.']))
})

test('a stream that ends without an end was cut, too', async () => {
  const stub = await endpoint()
  const bot = start(stub)
  bot.says('Alice', 'Hello')
  await eventually(bot, () => expect(stub.asked).toHaveLength(1))
  speak(stub.asked[0] as Asked, 'Hello to')
  stub.asked[0]?.response.end()
  await eventually(bot, () => expect(stub.asked).toHaveLength(2))
  answers('Hello to you, Alice.')(stub.asked[1] as Asked)
  await eventually(bot, () => expect(bot.sentTo('Alice')).toEqual(['Hello to you, Alice.']))
})

test('a bot that was killed in the middle of an answer goes on with it, says nothing twice, and remembers', async () => {
  const stub = await endpoint()
  const store = memoryStore()
  const path = folder()
  const killed = { is: false }
  const mortal: Store = { ...store, commit: (changes) => (killed.is ? NEVER : store.commit(changes)) }
  const before = start(stub, { store: mortal, memory: kept(path) })
  before.says('Alice', 'Tell me about tea.')
  await eventually(before, () => expect(stub.asked).toHaveLength(1))
  speak(stub.asked[0] as Asked, 'Tea is a plant. And it')
  await eventually(before, () => expect(before.sentTo('Alice')).toEqual(['Tea is a plant.']))
  killed.is = true
  before.bot.stop()
  const after = start(stub, { store, memory: kept(path), in: before })
  await eventually(after, () => expect(stub.asked).toHaveLength(2))
  expect(linesOf(stub.asked[1] as Asked).at(-2)).toBe('assistant: Tea is a plant. ')
  answers('And it grows on hills.')(stub.asked[1] as Asked)
  await eventually(after, () => expect(after.sentTo('Alice')).toEqual(['Tea is a plant.', 'And it grows on hills.']))
  after.says('Alice', 'Where?')
  await eventually(after, () => expect(stub.asked).toHaveLength(3))
  expect(linesOf(stub.asked[2] as Asked).slice(1)).toEqual([
    'user: Tell me about tea.',
    'assistant: Tea is a plant. And it grows on hills.',
    'user: Where?',
  ])
  for (const file of readdirSync(path)) expect(statSync(join(path, file)).mode & 0o077).toBe(0)
})

test('the budget of the day is not exceeded, also after a restart, and there is a new one on the next day', async () => {
  const stub = await endpoint((asked) => {
    speak(asked, 'Yes, indeed so.')
    asked.response.write(event(JSON.stringify({ choices: [], usage: { total_tokens: 600 } })))
    finish(asked)
  })
  const store = memoryStore()
  const memory = kept()
  const enough = 'That is enough for today. Ask me again tomorrow.'
  const bot = start(stub, { store, memory, budget: 1_000 })
  for (const [n, text] of ['one?', 'two?'].entries()) {
    bot.says('Alice', text)
    await eventually(bot, () => expect(bot.sentTo('Alice')).toHaveLength(n + 1))
  }
  bot.says('Bob', 'three?')
  expect(bot.sentTo('Bob')).toEqual([enough])
  bot.bot.stop()
  const after = start(stub, { store, memory, budget: 1_000, in: bot })
  after.says('Bob', 'four?')
  expect(after.sentTo('Bob')).toEqual([enough, enough])
  expect(stub.asked).toHaveLength(2)
  after.bot.stop()
  after.advance(24 * 3_600_000)
  const tomorrow = start(stub, { store, memory, budget: 1_000, in: after })
  tomorrow.says('Bob', 'five?')
  await eventually(tomorrow, () => expect(tomorrow.sentTo('Bob').at(-1)).toBe('Yes, indeed so.'))
})

test('an endpoint that refuses, redirects or talks nonsense is tried three times; then somebody is told so, and no key', async () => {
  const elsewhere = await endpoint()
  const nonsense: readonly ((asked: Asked) => void)[] = [
    ({ response }) => response.writeHead(401).end('sk-secret is wrong'),
    ({ response }) => response.writeHead(307, { location: `${elsewhere.origin}/v1/chat/completions` }).end(),
    ({ response }) => response.end('data: {"choices": \n\n'),
  ]
  let turn = 0
  const stub = await endpoint((asked) => nonsense[turn++ % 3]?.(asked))
  const reported: unknown[] = []
  const bot = start(stub, { key: 'sk-secret', report: (error) => reported.push(error) })
  bot.says('Alice', 'Hello')
  await eventually(bot, () => expect(bot.sentTo('Alice')).toHaveLength(1))
  expect(bot.sentTo('Alice')).toEqual(['I cannot answer just now. Please ask again later.'])
  expect(stub.asked).toHaveLength(3)
  expect(elsewhere.asked).toEqual([])
  expect(reported).toHaveLength(1)
  expect(JSON.stringify([bot.logged, bot.events, reported.map(String)])).not.toContain('sk-secret')
})

test('a model that does not stop is stopped', async () => {
  const stub = await endpoint()
  const bot = start(stub)
  bot.says('Alice', 'Go on for ever.')
  await eventually(bot, () => expect(stub.asked).toHaveLength(1))
  const [asked] = stub.asked as [Asked]
  begin(asked)
  asked.response.on('error', () => {})
  while (!asked.isGone()) {
    speak(asked, 'and on '.repeat(10))
    await new Promise((resolve) => setImmediate(resolve))
  }
  await eventually(bot, () => expect(bot.sentTo('Alice').join(' ').length).toBeGreaterThanOrEqual(4_000))
  bot.advance(60_000)
  expect(bot.sentTo('Alice').join(' ').length).toBeLessThan(6_000)
})

test('short sentences go together, and one without an end does not wait for it', () => {
  const parts: string[] = []
  of('Hi. ', 'Yes. ', 'That is so. ', 'X'.repeat(1_200), 'y')
    .pipe(sentences(), toArray())
    .subscribe((all) => parts.push(...all))
  expect(parts).toEqual(['Hi. Yes. That is so. ', 'X'.repeat(1_200), 'y'])
})
