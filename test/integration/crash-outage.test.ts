import { map } from 'rxjs'
import { expect, test } from 'vitest'
import { type Bot, type Env, type Handler, reply } from '../../src/index.js'
import { keepsItsPromises } from '../support/bot/promises.js'
import { createStage, idsOf, type Stage } from '../support/bot/stage.js'

const hour = 3_600_000

const echo: Handler = (message) => (message.type === 'text' ? [reply(message, `re ${message.text}`)] : [])

/** What was said in one chat, and what was answered there. */
const answersIn = (stage: Stage, chat: string): readonly string[] =>
  stage.world.sent().flatMap(({ to, text }) => (to === chat ? [text] : []))

test('after an outage of 500 messages all of them are delivered and answered once, in order in each conversation', () => {
  const stage = createStage()
  const first = stage.run({ prepare: (bot) => bot.handle('echo', echo) })
  stage.advance(10_000)
  stage.say('alice', 'before')
  stage.advance(10_000)
  first.kill()
  const texts = Array.from({ length: 500 }, (_, n) => `message ${n}`)
  const chats = ['alice', 'bob', 'team'] as const
  for (const [n, text] of texts.entries()) {
    const chat = chats[n % 3] ?? 'alice'
    if (chat === 'team') stage.sayIn('team', 'bob', text)
    else stage.say(chat, text)
    stage.advance(1_000)
  }
  const second = stage.run({ prepare: (bot) => bot.handle('echo', echo) })
  stage.advance(60_000)
  expect(idsOf(second.messages)).toEqual(stage.said.slice(1).map(({ id }) => id))
  for (const [at, chat] of chats.entries())
    expect(answersIn(stage, chat)).toEqual([
      ...(chat === 'alice' ? ['re before'] : []),
      ...texts.filter((_, n) => n % 3 === at).map((text) => `re ${text}`),
    ])
  expect(stage.world.sent().every(({ requests }) => requests === 1)).toBe(true)
  keepsItsPromises(stage)
})

/** The service's clock, with it CreateTime and the end of its cookies, differs from the bot's by so much (ms). */
const skewed =
  (by: number) =>
  (http: Env['http']): Env['http'] =>
  (request) =>
    http(request).pipe(
      map((response) => ({
        ...response,
        body: response.body.replace(/"CreateTime":\s*(\d+)/g, (_, at) => `"CreateTime":${Number(at) + by / 1_000}`),
        setCookies: response.setCookies.map((line) =>
          line.replace(/Expires=([^;]+)/i, (_, at) => `Expires=${new Date(Date.parse(at) + by).toUTCString()}`),
        ),
      })),
    )

test.each([
  ['an hour behind', -hour, -hour],
  ['an hour ahead', hour, hour],
  ['set from an hour ahead to an hour behind while the bot was away', hour, -hour],
  ['set from an hour behind to an hour ahead while the bot was away', -hour, hour],
])('a service whose clock is %s changes nothing', (_, before, after) => {
  const stage = createStage()
  const prepare = (bot: Bot): void => bot.handle('echo', echo)
  const first = stage.run({ prepare, wire: skewed(before) })
  stage.advance(10_000)
  for (let n = 0; n < 20; n += 1) stage.say(n % 2 === 0 ? 'alice' : 'bob', `message ${n}`)
  stage.advance(10_000)
  first.kill()
  for (let n = 20; n < 60; n += 1) stage.say(n % 2 === 0 ? 'alice' : 'bob', `message ${n}`)
  stage.advance(60_000)
  const second = stage.run({ prepare, wire: skewed(after) })
  stage.advance(10_000)
  for (let n = 60; n < 80; n += 1) stage.say(n % 2 === 0 ? 'alice' : 'bob', `message ${n}`)
  stage.advance(60_000)
  const times = second.messages.map(({ time }) => time - stage.clock.now())
  expect(times.every((time) => (after < 0 ? time < after : time > after - 180_000))).toBe(true)
  expect([...first.messages, ...second.messages].map(({ id }) => id)).toEqual(stage.said.map(({ id }) => id))
  for (const chat of ['alice', 'bob'])
    expect(answersIn(stage, chat)).toEqual(
      Array.from({ length: 80 }, (_, n) => n).flatMap((n) =>
        (n % 2 === 0 ? 'alice' : 'bob') === chat ? [`re message ${n}`] : [],
      ),
    )
  expect(new Set(stage.world.sent().map(({ clientMsgId }) => clientMsgId)).size).toBe(80)
  keepsItsPromises(stage)
})
