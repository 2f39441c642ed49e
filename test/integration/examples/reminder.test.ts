import { memoryStore } from 'rxwx'
import { message, testBot } from 'rxwx/testing'
import { describe, expect, test } from 'vitest'
import { reminder } from '../../../examples/reminder.js'

const minute = 60_000
const hour = 60 * minute

/** The clocks of a test begin at 08:00 in Shanghai, on Wednesday, 2020-01-01. */
const start = (options: Parameters<typeof testBot>[1] = {}, timeZone = 'Asia/Shanghai') =>
  testBot([], { ...options, prepare: (bot) => bot.converse('reminder', reminder(timeZone)) })

/** What is answered at once, and when what will be said, as the clocks there show it. */
function planned(line: string, { time = Date.UTC(2020, 0, 1), timeZone = 'Asia/Shanghai' } = {}) {
  const { commands = [] } = reminder(timeZone).reduce({ pending: [] }, message.text(line, { time }))
  const [first, later] = commands
  const answer = first?.type === 'send' ? first.text : ''
  if (later?.type !== 'send' || later.at === undefined) return answer
  expect(answer.startsWith('好 OK ')).toBe(true)
  return `${answer.slice(5, 21)} +${(later.at - time) / minute}m ${later.text.slice(2)}`
}

test('reminders come at their times, whatever else is said meanwhile', () => {
  const { says, sentTo, answersTo, advance } = start()
  says('alice', 'remind me in 10 minutes to call mum')
  expect(answersTo('alice')).toEqual(['好 OK 2020-01-01 08:10 call mum'])
  says('alice', '明天早上8点提醒我开会')
  says('alice', 'hello')
  advance(9 * minute)
  expect(sentTo('alice')).toHaveLength(2)
  advance(minute)
  expect(sentTo('alice').at(-1)).toBe('⏰ call mum')
  advance(23 * hour)
  expect(sentTo('alice')).toHaveLength(3)
  advance(hour)
  expect(sentTo('alice').slice(3)).toEqual(['⏰ 开会'])
})

test('a reminder, the list and an open question outlive a kill, and each is said once', () => {
  const store = memoryStore()
  const before = start({ store })
  before.says('alice', 'remind me in 30 minutes to stretch')
  before.says('bob', '提醒我买牛奶')
  expect(before.answersTo('bob')).toEqual(['什么时候？'])
  before.bot.stop()
  before.advance(10 * minute)
  const after = start({ store, in: before })
  after.says('bob', '10分钟后')
  after.says('alice', 'reminders')
  expect(after.answersTo('alice')).toEqual(['2020-01-01 08:30 stretch'])
  after.advance(hour)
  expect(after.sentTo('alice').slice(2)).toEqual(['⏰ stretch'])
  expect(after.sentTo('bob').at(-1)).toBe('⏰ 买牛奶')
  after.says('alice', 'reminders')
  expect(after.answersTo('alice')).toEqual(['No reminders.'])
})

test('what came due while the bot was away is said as soon as it is back', () => {
  const store = memoryStore()
  const before = start({ store })
  before.says('alice', '10分钟后提醒我关火')
  before.bot.stop()
  before.advance(hour)
  expect(before.sentTo('alice')).toHaveLength(1)
  expect(start({ store, in: before }).sentTo('alice').slice(1)).toEqual(['⏰ 关火'])
})

test('in a room the one who asked is named, and only they can answer "When?"', () => {
  const { saysIn, answersTo, advance } = start()
  saysIn('team', 'bob', 'remind me to water the plants')
  saysIn('team', 'alice', 'in 5 minutes')
  expect(answersTo('team')).toEqual([])
  saysIn('team', 'bob', 'in 5 minutes')
  expect(answersTo('team')).toEqual(['好 OK 2020-01-01 08:05 water the plants'])
  advance(5 * minute)
  expect(answersTo('team').at(-1)).toBe('⏰ @Bob & Söhne water the plants')
})

test('one who talks of something else is not asked for ever', () => {
  const { says, answersTo } = start()
  says('alice', 'remind me to buy milk')
  says('alice', 'how are you')
  says('alice', 'at 9')
  expect(answersTo('alice')).toEqual([])
})

test('a conversation has twenty reminders at the most', () => {
  const { says, answersTo, advance } = start()
  for (let n = 1; n <= 20; n += 1) says('alice', `remind me in ${n} hours to do ${n}`)
  says('alice', 'remind me in 3 hours to do more')
  expect(answersTo('alice')).toEqual(['There are 20 reminders already.'])
  advance(hour)
  says('alice', 'remind me in 3 hours to do more')
  expect(answersTo('alice')[0]).toMatch(/^好 OK/)
})

describe('times', () => {
  test.each([
    ['remind me in 10 minutes to call mum', '2020-01-01 08:10 +10m call mum'],
    ['Please remind me tomorrow at 8am to go.', '2020-01-02 08:00 +1440m go'],
    ['remind me to buy 3 apples in an hour', '2020-01-01 09:00 +60m buy 3 apples'],
    ['in half an hour, remind me that the cake is done', '2020-01-01 08:30 +30m the cake is done'],
    ['remind me in 1 hour and 30 minutes to x', '2020-01-01 09:30 +90m x'],
    ['remind me on friday at 3pm to x', '2020-01-03 15:00 +3300m x'],
    ['remind me tomorrow at 8:00 to 开会', '2020-01-02 08:00 +1440m 开会'],
    ['@bot\u2005remind me in 3 minutes', '2020-01-01 08:03 +3m time is up'],
    ['明天早上8点提醒我开会', '2020-01-02 08:00 +1440m 开会'],
    ['提醒我明天下午三点半开会', '2020-01-02 15:30 +1890m 开会'],
    ['明天上午十点一刻提醒我x', '2020-01-02 10:15 +1575m x'],
    ['晚上12点提醒我睡觉', '2020-01-02 00:00 +960m 睡觉'],
    ['下周一上午9点提醒我开会', '2020-01-06 09:00 +7260m 开会'],
    ['10分钟后提醒我喝水', '2020-01-01 08:10 +10m 喝水'],
    ['一个半小时后提醒我x', '2020-01-01 09:30 +90m x'],
    ['两小时半后提醒我x', '2020-01-01 10:30 +150m x'],
    ['1小时30分钟后提醒我x', '2020-01-01 09:30 +90m x'],
    ['二十分鐘後提醒我喝湯', '2020-01-01 08:20 +20m 喝湯'],
    ['3天后提醒我x', '2020-01-04 08:00 +4320m x'],
    ['请在5分钟之后提醒我，关火。', '2020-01-01 08:05 +5m 关火'],
    ['remind me to buy milk', 'When?'],
    ['提醒我', '什么时候？'],
    ['remind me yesterday to x', 'That is over.'],
    ['remind me in 5 years to x', 'That is too far away: a year at the most.'],
    ['每天8点提醒我吃药', '我只提醒一次。'],
    ['remind me every day at 9 to x', 'I remind of a thing once.'],
    ['谢谢你提醒我', ''],
    ['that reminds me of tomorrow', ''],
    ['he will remind me tomorrow', ''],
    [`remind me in 10 minutes to ${'x'.repeat(500)}`, ''],
  ])('%s: %s', (line, plan) => {
    expect(planned(line)).toBe(plan)
  })

  test.each(['@hi ', '@hey @', '@请', '麻烦麻烦', ' ,', '@. '])(
    'a text of %j over and over is read at once',
    (word) => {
      const began = process.cpuUsage().user
      planned(`${word.repeat(20).slice(0, 75)}x remind me`)
      expect((process.cpuUsage().user - began) / 1_000).toBeLessThan(200)
    },
  )

  test('are those of the zone it was told, over a change of its clocks, too', () => {
    const eve = { time: Date.UTC(2020, 2, 8, 2), timeZone: 'America/New_York' }
    expect(planned('remind me tomorrow at 8am to x', eve)).toBe('2020-03-08 08:00 +600m x')
    expect(planned('remind me tomorrow at 3:30am to x', eve)).toBe('2020-03-08 03:30 +330m x')
    expect(planned('remind me in 10 hours to x', eve)).toBe('2020-03-08 08:00 +600m x')
    expect(planned('10小时后提醒我x', eve)).toBe('2020-03-08 08:00 +600m x')
    expect(planned('明天早上8点提醒我x', { time: Date.UTC(2020, 0, 1, 17) })).toBe('2020-01-03 08:00 +1860m x')
  })
})
