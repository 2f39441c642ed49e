import { NEVER } from 'rxjs'
import { memoryStore, type Store } from 'rxwx'
import { type TestBot, type TestBotOptions, testBot } from 'rxwx/testing'
import { expect, test } from 'vitest'
import { broadcasting } from '../../../examples/broadcast.js'
import { kept } from '../../../examples/kept.js'

const start = (memory = kept(), more: TestBotOptions = {}): TestBot =>
  testBot([], { ...more, prepare: (bot) => broadcasting(bot, { admin: 'Boss', memory, every: 30_000 }) })

const people = ['Ann', 'Ben', 'Cid', 'Dee']

const welcome = 'You get the news from now on. /unsubscribe ends it.'

/** A bot with an admin and four subscribers, one of them a room. */
function staffed(memory = kept(), more: TestBotOptions = {}): TestBot {
  const bot = start(memory, more)
  bot.says('Boss', 'hello')
  for (const one of people.slice(0, 3)) bot.says(one, '/subscribe')
  bot.saysIn('Dee', 'Ann', '/subscribe')
  return bot
}

/** Who got this text, and when (s). */
const gotAt = (bot: TestBot, what: string): readonly (readonly [string, number])[] => {
  const lines = bot.trace().filter((line) => line.includes(' sent ') && line.endsWith(`: ${what}`))
  return lines.map((line) => [/ to (.+?): /.exec(line)?.[1] ?? '', Math.round(Number.parseFloat(line))])
}
const who = (bot: TestBot, what: string): readonly string[] =>
  bot
    .sent()
    .filter(({ text }) => text === what)
    .map(({ to }) => to)

test('news go to who asked for them, in their order, half a minute apart, and to nobody twice', () => {
  const bot = staffed()
  expect(bot.sentTo('Dee')).toEqual([welcome])
  bot.says('Ann', '/subscribe')
  bot.says('Ben', '/unsubscribe')
  bot.says('Eve', 'I did not ask')
  bot.says('Boss', '/news Lunch\nis "ready"')
  bot.advance(10 * 60_000)
  expect(who(bot, 'Lunch\nis "ready"')).toEqual(['Cid', 'Dee', 'Ann'])
  expect(bot.sentTo('Boss')).toEqual(['It goes to 3, one every 30 s. /halt gives it up.', 'That was everybody.'])
  bot.says('Boss', '/news Dinner')
  bot.advance(10 * 60_000)
  const times = gotAt(bot, 'Dinner').map(([, at]) => at)
  expect(times).toHaveLength(3)
  expect(times.slice(1).map((at, index) => at - (times[index] ?? 0))).toEqual([30, 30])
})

test('nobody else writes news: not by another name, not in a room, not by the name of the admin', () => {
  const bot = staffed()
  bot.says('Ann', '/news Buy this')
  bot.saysIn('Dee', 'Boss', '/news Said in a room')
  bot.world.addPerson({ id: 'fake', nickName: 'Boss' })
  bot.says('fake', '/news I am the boss')
  bot.advance(10 * 60_000)
  bot.says('Ann', '/halt')
  expect(bot.sent().filter(({ text }) => text !== welcome)).toEqual([])
})

test('where two have the name of the admin, neither is', () => {
  const bot = start()
  bot.world.addPerson({ id: 'a fake', nickName: 'Boss' })
  bot.says('Ann', '/subscribe')
  bot.says('Boss', '/news I am the boss')
  bot.says('a fake', '/news I am the boss')
  bot.advance(10 * 60_000)
  expect(bot.sent().map(({ text }) => text)).toEqual([welcome])
})

test('when the service says "too often" it ends, and goes on when it is told to, not by a restart', () => {
  const memory = kept()
  const store = memoryStore()
  const before = staffed(memory, { store })
  before.says('Boss', '/news Lunch')
  before.advance(10_000)
  before.fault('retcode-1205', { endpoint: 'webwxsendmsg', times: 1 })
  before.advance(3 * 3_600_000)
  before.bot.stop()
  const bot = start(memory, { store, in: before })
  bot.advance(10 * 60_000)
  expect(who(bot, 'Lunch')).toEqual(['Ann', 'Ben'])
  expect(bot.sentTo('Boss').at(-1)).toBe(
    'The service does not want more for now: 2 of 4 wait. /resume goes on, /halt gives it up.',
  )
  bot.says('Boss', '/news Dinner')
  expect(bot.answersTo('Boss')).toEqual(['2 wait for the last one. /halt gives it up, /resume goes on with it.'])
  bot.says('Boss', '/resume')
  bot.advance(10 * 60_000)
  expect(who(bot, 'Lunch')).toEqual(['Ann', 'Ben', 'Cid', 'Dee'])
  expect(bot.sentTo('Boss').at(-1)).toBe('That was everybody.')
})

test('it is given up when it is told to, and who unsubscribes in the middle does not get it', () => {
  const bot = staffed()
  bot.says('Boss', '/news Lunch')
  bot.says('Boss', '/halt')
  bot.advance(10 * 60_000)
  expect(who(bot, 'Lunch')).toEqual(['Ann'])
  expect(bot.sentTo('Boss').slice(-1)).toEqual(['3 do not get it.'])
  bot.says('Boss', '/news Dinner')
  bot.says('Ben', '/unsubscribe')
  bot.advance(20 * 60_000)
  expect(who(bot, 'Dinner')).toEqual(['Ann', 'Cid', 'Dee'])
})

test('a bot that was killed goes on with who has not got it, wherever it was', () => {
  for (const after of [0, 3, 6, 29, 31, 62, 93]) {
    const memory = kept()
    const store = memoryStore()
    let isDead = false
    const mortal: Store = { ...store, commit: (changes) => (isDead ? NEVER : store.commit(changes)) }
    const bot = staffed(memory, { store: mortal })
    bot.world.person('Boss').say('bot', '/news Lunch')
    bot.advance(after * 1_000)
    isDead = true
    bot.bot.stop()
    const next = start(memory, { store, in: bot })
    next.advance(20 * 60_000)
    expect([after, who(next, 'Lunch')]).toEqual([after, ['Ann', 'Ben', 'Cid', 'Dee']])
  }
})

test('news that come again after a kill do not go out again', () => {
  const memory = kept()
  const store = memoryStore()
  const isDone = (changes: Parameters<Store['commit']>[0]): boolean =>
    memory.read('mailing') !== undefined && (changes.settled !== undefined || changes.dispatched !== undefined)
  // The text for Ann is in the store, and that the message was handled is not.
  const mortal: Store = { ...store, commit: (changes) => (isDone(changes) ? NEVER : store.commit(changes)) }
  const bot = start(memory, { store: mortal })
  bot.says('Boss', 'hello')
  bot.says('Ann', '/subscribe')
  bot.says('Boss', '/news Lunch')
  bot.bot.stop()
  const next = start(memory, { store, in: bot })
  next.advance(20 * 60_000)
  expect(who(next, 'Lunch')).toEqual(['Ann'])
})
