import { expect, test } from 'vitest'
import { type Command, type Dialogue, isFailure, text } from '../../src/index.js'
import { outcomeOf } from '../support/bot/outcome.js'
import { createStage, savedIn } from '../support/bot/stage.js'
import { close, commit, freshPath, load, open, pull } from '../support/store/disk.js'

const item = { clientMsgId: '17', key: 'k', to: 'a', content: { type: 'text', text: 42 as never } } as const

test.each([
  ['a Command that is none', { outbox: [item] }],
  ['what JSON cannot hold', { states: [{ consumer: 'c', conversation: 'a', state: 1n }] }],
])('%s is the mistake of whoever commits it, and the store goes on', async (_, changes) => {
  const store = await open(freshPath())
  const failed = await commit(store, changes).catch((error: unknown) => error)
  expect(isFailure(failed) && failed.kind).toBe('argument')
  await commit(store, pull(1))
  expect(await load(store)).toMatchObject({ outbox: [], states: [], lastSeq: 2 })
  await close(store)
})

const wrong: readonly Command[] = [
  text('filehelper', 42 as never),
  { type: 'send', to: 'filehelper', text: 'x', key: 42 as never },
  { type: 'revoke', to: 'filehelper', msgId: 42 as never },
  { type: 'forward', to: 'filehelper', forward: { as: 'text' } as never },
]

test.each(wrong)('%j of a handler makes a dead letter, and the bot answers the next message', (command) => {
  const stage = createStage()
  const run = stage.run({
    prepare: (bot) =>
      bot.handle('h', (one) => (one.type === 'text' && one.text === 'bad' ? [command] : [text('filehelper', 'fine')])),
  })
  stage.advance(10_000)
  stage.say('alice', 'bad')
  stage.say('alice', 'good')
  stage.advance(10_000)
  expect(stage.world.sent().map((one) => one.text)).toEqual(['fine'])
  expect(savedIn(stage).dead).toMatchObject([{ consumer: 'h', reason: expect.stringMatching(/^\w+: /) }])
  expect(outcomeOf(run.bot.submit(command)).end()).toBe('argument')
})

test('a state that JSON cannot hold makes a dead letter, and the conversation goes on from the one before', () => {
  const count: Dialogue<number> = {
    start: () => 0,
    reduce: (n, message) => {
      const isBad = message.type === 'text' && message.text === 'bad'
      return { state: isBad ? (1n as never) : n + 1, commands: [text('filehelper', `${n + 1}`)] }
    },
  }
  const stage = createStage()
  stage.run({ prepare: (bot) => bot.converse('count', count) })
  stage.advance(10_000)
  for (const word of ['a', 'bad', 'b']) stage.say('alice', word)
  stage.advance(10_000)
  expect(stage.world.sent().map((one) => one.text)).toEqual(['1', '2'])
  expect(savedIn(stage).dead).toMatchObject([{ consumer: 'count', reason: expect.stringContaining('state: ') }])
})

test.each([
  ['ascii', 'x', 65_536 - 2],
  ['Chinese', '字', Math.floor((65_536 - 2) / 3)],
  ['emoji', '😀', (65_536 - 4) / 4],
])('a state of 64 KB is kept, and a larger one (%s) makes a dead letter that says so', (_, letter, most) => {
  const stage = createStage()
  const grow: Dialogue<string> = {
    start: () => '',
    reduce: (_, message) => ({ state: letter.repeat(most + (message.type === 'text' ? message.text.length - 1 : 0)) }),
  }
  stage.run({ prepare: (bot) => bot.converse('grow', grow) })
  stage.advance(10_000)
  for (const word of ['a', 'ab']) stage.say('alice', word)
  stage.advance(10_000)
  expect(savedIn(stage).states).toMatchObject([{ state: letter.repeat(most) }])
  expect(savedIn(stage).dead).toMatchObject([
    {
      consumer: 'grow',
      reason: expect.stringMatching(/^state: it takes 655\d\d bytes as JSON, and a conversation has 65536/),
    },
  ])
})
