import { testBot } from 'rxwx/testing'
import { expect, test } from 'vitest'
import { dingDong } from '../../../examples/ding-dong.js'
import { keywordBot } from '../../../examples/keyword-bot.js'
import { roomGreeter } from '../../../examples/room-greeter.js'

test('ding-dong answers in chats and in rooms, and once after a broken connection', () => {
  const { says, saysIn, sentTo, fault } = testBot(dingDong)
  says('alice', 'ding')
  says('alice', 'dingdong')
  saysIn('team', 'bob', 'DING')
  fault('answer-lost', { endpoint: 'webwxsendmsg', times: 1 })
  says('bob', 'ding')
  expect([sentTo('alice'), sentTo('team'), sentTo('bob')]).toEqual([['dong'], ['dong'], ['dong']])
})

test('the greeter greets whoever is invited, by name, and nobody else', () => {
  const { world, saysIn, sentTo, advance } = testBot(roomGreeter)
  world.room('lunch').add('carol', 'bob')
  advance(5_000)
  saysIn('lunch', 'alice', '"bob"邀请"Mallory"加入了群聊')
  expect(sentTo('lunch')).toEqual(['欢迎 Carol🌙！ Welcome to 午饭!'])
})

test('the keyword bot answers its commands, and says what it does not understand', () => {
  const { says, sentTo } = testBot(keywordBot)
  for (const line of ['/add 19 23', '/add one', '/echo "two words" more', '/help', 'add 1 2']) says('alice', line)
  expect(sentTo('alice')).toEqual([
    '19 + 23 = 42',
    'write numbers, as in /add 1 2 3',
    'two words more',
    '/add 1 2 3 · /echo "two words" · /help',
  ])
})
