import { type SchedulerLike, throwError } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { createWorld } from '../../src/emulator/index.js'
import { failure, memoryStore, type Store } from '../../src/index.js'
import { createVirtualClock, type TestBot, testBot } from '../../src/testing/index.js'

const hour = 3_600_000

const asked = (bot: TestBot, endpoint: string): number => bot.world.exchanges.list(endpoint).length
const textsOf = (bot: TestBot): readonly string[] =>
  bot.messages.flatMap((message) => (message.type === 'text' ? [message.text] : []))

/** The message that ends the quiet arrives, and nobody had to log in for it. */
const livesOn = (bot: TestBot): void => {
  bot.says('alice', 'x')
  expect(textsOf(bot).at(-1)).toBe('x')
  expect([asked(bot, 'webwxnewloginpage'), asked(bot, 'webwxpushloginurl')]).toEqual([1, 0])
  expect(bot.events.map(({ type }) => type)).not.toContain('sessionLost')
}

describe('an account to which nobody writes', () => {
  test.each([13, 25, 72, 24 * 7])('keeps its session for %i hours, and gets the message that ends it', (hours) => {
    const bot = testBot([])
    bot.advance(hours * hour)
    livesOn(bot)
  })

  test('is pulled from every one to two hours, and no more often', () => {
    const bot = testBot([])
    const before = asked(bot, 'webwxsync')
    bot.advance(24 * hour)
    const pulls = asked(bot, 'webwxsync') - before
    expect(pulls).toBeGreaterThanOrEqual(12)
    expect(pulls).toBeLessThanOrEqual(24)
  })

  test('keeps its session where no poll is ever answered', () => {
    const bot = testBot([], { world: { hold: 10 * hour }, bot: { giveUp: Number.POSITIVE_INFINITY } })
    bot.advance(30 * hour)
    livesOn(bot)
  })

  test('keeps its session over restarts, each of them before a pull would be due', () => {
    const store = memoryStore()
    let bot = testBot([], { store })
    for (let hours = 0; hours < 26; hours += 1) {
      bot.bot.stop()
      bot.advance(hour)
      bot = testBot([], { store, in: bot })
    }
    livesOn(bot)
  })

  test('keeps its session while its handlers have no room for more', () => {
    const bot = testBot([], { prepare: ({ deliveries }) => deliveries('slow').subscribe() })
    for (let n = 0; n < 5_200; n += 1) bot.world.person('alice').say('bot', `${n}`)
    bot.advance(30 * hour)
    expect([asked(bot, 'webwxnewloginpage'), bot.states.at(-1)?.type]).toEqual([1, 'online'])
  })

  test('keeps its session while its disk is full', () => {
    const kept = memoryStore()
    let isFull = false
    const full = failure('store', { reason: 'unwritable', path: 'a', why: 'the disk is full' })
    const store: Store = { ...kept, commit: (changes) => (isFull ? throwError(() => full) : kept.commit(changes)) }
    const bot = testBot([], { store })
    isFull = true
    bot.says('alice', 'while it is full')
    bot.advance(30 * hour)
    expect(textsOf(bot)).toEqual([])
    isFull = false
    bot.advance(hour)
    expect(textsOf(bot)).toEqual(['while it is full'])
    livesOn(bot)
  })
})

/** The service and the bot on two clocks: the bot's is so far ahead (ms). */
function apart(ahead: number): Pick<TestBot, 'world' | 'clock' | 'advance'> {
  const clock = createVirtualClock()
  const { scheduler, advance } = clock
  const service: SchedulerLike = {
    now: () => scheduler.now() - ahead,
    schedule: (...work: Parameters<SchedulerLike['schedule']>) => scheduler.schedule(...work),
  }
  return { world: createWorld({ phone: 'auto', scheduler: service }), clock, advance }
}

describe('a machine whose clock is wrong', () => {
  test.each([12, -12, 24 * 400, -24 * 400, 1 / 60])('by %f hours logs in at once, and stays', (hours) => {
    const bot = testBot([], { in: apart(hours * hour) })
    expect(asked(bot, 'jslogin')).toBe(1)
    bot.advance(25 * hour)
    livesOn(bot)
  })

  test.each([12, -12])('by %i hours is told of once', (hours) => {
    const bot = testBot([], { in: apart(hours * hour) })
    bot.advance(hour)
    const told = bot.logged.filter(([, event]) => event === 'clock')
    expect(told).toEqual([
      ['warn', 'clock', { aheadSeconds: hours * 3_600, problem: expect.stringContaining('720 minutes') }],
    ])
  })

  test('by a minute is not told of', () => {
    expect(testBot([], { in: apart(60_000) }).logged.some(([, event]) => event === 'clock')).toBe(false)
  })

  test.each([12, -12, 24 * 400])('by %f hours resumes its session after a restart', (hours) => {
    const store = memoryStore()
    const first = testBot([], { store, in: apart(hours * hour) })
    first.bot.stop()
    first.advance(hour)
    livesOn(testBot([], { store, in: first }))
  })
})
