import { memoryStore } from 'rxwx'
import { type TestBot, type TestBotOptions, testBot } from 'rxwx/testing'
import { expect, test } from 'vitest'
import { relay } from '../../../examples/relay.js'

const start = (options: TestBotOptions = {}): TestBot =>
  testBot([], { ...options, prepare: (bot) => bot.handle('relay', relay(['north', 'south'])) })

const both = ({ sentTo }: TestBot) => ({ north: sentTo('north'), south: sentTo('south') })

test('a text goes to the other room, with who said it and where, once', () => {
  const bot = start()
  bot.saysIn('south', 'Bob', 'hello')
  bot.saysIn('north', 'Zoe', '<b>1 & 2</b>\nnext')
  bot.saysIn('south', 'Bob', 'yes?')
  bot.saysIn('west', 'Bob', 'not for you')
  bot.says('Zoe', 'nor is this')
  bot.advance(60_000)
  expect(both(bot)).toEqual({ north: ['⇄ [south] Bob: yes?'], south: ['⇄ [north] Zoe: <b>1 & 2</b>\nnext'] })
  expect(bot.sent()).toHaveLength(2)
})

test('two who repeat everything do not make a circle of it', () => {
  const bot = start()
  for (const room of ['north', 'south']) bot.saysIn(room, 'Echo', 'I am here')
  bot.saysIn('north', 'Zoe', 'hello')
  for (let round = 0; round < 10; round += 1)
    for (const { to, text } of bot.sent().slice(-2)) bot.saysIn(to, 'Echo', `Zoe says: ${text}`)
  const texts = bot.sent().map(({ text }) => text)
  expect(texts.filter((text) => text.includes('hello'))).toEqual(['⇄ [north] Zoe: hello'])
})

test('a long text is passed on in parts that all carry the mark', () => {
  const bot = start()
  bot.saysIn('south', 'Bob', 'hello')
  bot.saysIn('north', 'Zoe', 'One more sentence, and then another one. '.repeat(80))
  const parts = bot.sentTo('south')
  expect(parts.length).toBeGreaterThan(1)
  expect(parts.every((part) => part.startsWith('⇄ [north] Zoe: '))).toBe(true)
})

test('what was said while the bot was dead is passed on when it is back, once', () => {
  const store = memoryStore()
  const before = start({ store })
  before.saysIn('south', 'Bob', 'hello')
  before.saysIn('north', 'Zoe', 'one')
  before.bot.stop()
  before.world.person('Zoe').sayIn('north', 'two')
  before.advance(20_000)
  const after = start({ store, in: before })
  after.advance(20_000)
  expect(after.sentTo('south')).toEqual(['⇄ [north] Zoe: one', '⇄ [north] Zoe: two'])
})
