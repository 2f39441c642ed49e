import { memoryStore } from 'rxwx'
import { testBot } from 'rxwx/testing'
import { expect, test } from 'vitest'
import { roomPoll } from '../../../examples/room-poll.js'

const start = (options: Parameters<typeof testBot>[1] = {}) =>
  testBot([], { ...options, prepare: (bot) => bot.converse('room-poll', roomPoll) })

test('votes that were given before a kill count after it, and each room has its own poll', () => {
  const store = memoryStore()
  const before = start({ store })
  before.saysIn('team', 'alice', '投票：午饭？ | 面条 | 米饭｜饺子')
  expect(before.answersTo('team')).toEqual(['🗳 午饭？\n1. 面条\n2. 米饭\n3. 饺子\n回复数字投票 Vote with a number.'])
  before.saysIn('lunch', 'bob', '/poll Where? | here | there')
  before.saysIn('team', 'bob', '3')
  before.saysIn('lunch', 'alice', '2')
  before.saysIn('team', 'carol', '3')
  before.bot.stop()
  before.world.person('alice').sayIn('team', '1')
  const after = start({ store, in: before })
  after.saysIn('team', 'bob', '2')
  after.saysIn('team', 'bob', '投票结果')
  expect(after.answersTo('team')).toEqual(['🗳 午饭？\n1. 面条: 1\n2. 米饭: 1\n3. 饺子: 1'])
  after.saysIn('team', 'bob', '结束投票')
  expect(after.answersTo('team')).toEqual([])
  after.saysIn('team', 'alice', '结束投票')
  expect(after.answersTo('team')).toEqual(['结束 closed\n🗳 午饭？\n1. 面条: 1\n2. 米饭: 1\n3. 饺子: 1'])
  after.saysIn('lunch', 'bob', '/poll')
  expect(after.answersTo('lunch')).toEqual(['🗳 Where?\n1. here: 0\n2. there: 1'])
})

test('one poll at a time, with two to ten options; what is no vote changes nothing', () => {
  const { saysIn, answersTo } = start()
  const eleven = Array.from({ length: 11 }, (_, n) => `option ${n}`).join(' | ')
  for (const line of ['/poll', '/end', '1']) saysIn('team', 'alice', line)
  expect(answersTo('team')).toEqual([])
  for (const line of ['/poll Lunch?', '/poll Lunch? | rice | rice', `/poll Lunch? | ${eleven}`, '/poll | a | b']) {
    saysIn('team', 'alice', line)
    expect(answersTo('team')).toEqual(['/poll Lunch? | noodles | rice (2–10)'])
  }
  saysIn('team', 'alice', '/poll Lunch? | noodles | rice')
  saysIn('team', 'bob', '/poll Dinner? | noodles | rice')
  expect(answersTo('team')).toEqual(['还没结束 still open: Lunch?'])
  for (const line of ['0', '3', '99', '-1', '1 please', '1.0']) saysIn('team', 'bob', line)
  saysIn('team', 'bob', '/poll')
  expect(answersTo('team')).toEqual(['🗳 Lunch?\n1. noodles: 0\n2. rice: 0'])
})
