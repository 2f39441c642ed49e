import { map } from 'rxjs'
import { type Behaviour, hears, reply } from 'rxwx'
import { testBot } from 'rxwx/testing'
import { expect, test } from 'vitest'

const hour = 3_600_000

const ding: Behaviour = (messages$) =>
  messages$.pipe(
    hears(/^ding \d+$/),
    map((message) => reply(message, message.text.replace('ding', 'dong'))),
  )

/** From noon to noon; the session is lost at night, and somebody writes every hour. */
function day(seed: string) {
  const bot = testBot(ding, { world: { seed } })
  for (let at = 1; at <= 24; at += 1) {
    if (at === 12) bot.fault('retcode-1102', { endpoint: 'synccheck' })
    bot.advance(hour - 10_000)
    bot.says('alice', `ding ${at}`)
  }
  bot.bot.stop()
  return bot
}

test('a day with a loss of the session at night: everything is answered, and the bot is back by itself', () => {
  const bot = day('one')
  expect(bot.sentTo('alice')).toEqual(Array.from({ length: 24 }, (_, at) => `dong ${at + 1}`))
  expect(bot.events.filter(({ type }) => type === 'sessionLost')).toHaveLength(1)
  expect(bot.states.filter(({ type }) => type === 'online').length).toBe(2)
  expect(bot.world.exchanges.list('synccheck').length).toBeGreaterThan(3_000)
})

test('the same seed gives the same trace, another seed another one', () => {
  const traces = ['one', 'one', 'two'].map((seed) => day(seed).trace())
  expect(traces[0]?.length).toBeGreaterThan(3_500)
  expect(traces[1]).toEqual(traces[0])
  expect(traces[2]).not.toEqual(traces[0])
  for (const word of [
    'state online',
    'request webwxsync answered 0',
    'event {"type":"sessionLost"',
    'Alice: ding 24',
    ': dong 24',
  ])
    expect(
      traces[0]?.some((line) => line.includes(word)),
      word,
    ).toBe(true)
})

test('faults are called by their names, and what is no fault is refused', () => {
  const bot = testBot(ding)
  const heal = bot.fault('hang', { endpoint: 'webwxsendmsg', times: 100 })
  bot.says('alice', 'ding 1')
  expect(bot.sentTo('alice')).toEqual([])
  heal()
  bot.advance(120_000)
  expect(bot.sentTo('alice')).toEqual(['dong 1'])
  expect(bot.trace().some((line) => line.endsWith('aborted hang') || line.includes('hang'))).toBe(true)
  expect(() => bot.fault('earthquake')).toThrow(/earthquake is none of/)
})
