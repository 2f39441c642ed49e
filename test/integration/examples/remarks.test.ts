import { expect, test } from 'vitest'
import { dingDong } from '../../../examples/ding-dong.js'
import { relay } from '../../../examples/relay.js'
import { reminder } from '../../../examples/reminder.js'
import { roomGreeter } from '../../../examples/room-greeter.js'
import { roomModeration } from '../../../examples/room-moderation.js'
import { roomPoll } from '../../../examples/room-poll.js'
import type { Bot } from '../../../src/index.js'
import { testBot } from '../../../src/testing/index.js'

/** What only the owner of the account calls Alice. */
const remark = '爱丽丝'

test('the greeter writes no remark into a room, and greets by the public name', () => {
  const { world, sentTo, advance } = testBot(roomGreeter)
  for (const text of [
    `"Bob & Söhne"邀请"${remark}"加入了群聊`,
    `"${remark}"通过扫描"Bob & Söhne"分享的二维码加入群聊`,
  ]) {
    world.room('lunch').notice(text)
    advance(10_000)
  }
  expect(sentTo('lunch')).toEqual(['欢迎 Alice！ Welcome to 午饭!', '欢迎 Alice！ Welcome to 午饭!'])
})

test('where a remark and a public name are the same, the greeter writes neither', () => {
  const { world, sentTo, advance } = testBot(roomGreeter)
  world.room('lunch').add('carol', 'bob')
  world.room('lunch').display('carol', remark)
  advance(10_000)
  const before = sentTo('lunch').length
  world.room('lunch').notice(`"Bob & Söhne"邀请"${remark}"加入了群聊`)
  advance(10_000)
  expect(sentTo('lunch').slice(before)).toEqual([])
})

test.each<readonly [name: string, prepare: (bot: Bot) => void, says: string]>([
  ['ding-dong', (bot) => bot.use(dingDong), 'ding'],
  ['relay', (bot) => bot.handle('relay', relay(['项目组', '午饭'])), 'hello'],
  ['reminder', (bot) => bot.converse('reminder', reminder('Asia/Shanghai')), 'remind me in 5 minutes to drink'],
  [
    'room-moderation',
    (bot) => bot.converse('moderation', roomModeration({ words: ['casino'], owner: 'filehelper' })),
    'casino',
  ],
  ['room-poll', (bot) => bot.converse('room-poll', roomPoll), '/poll Lunch? | noodles | rice'],
])('%s writes no remark into a room', (_, prepare, says) => {
  const { saysIn, sent, advance } = testBot([], { prepare })
  saysIn('team', 'alice', says)
  advance(600_000)
  const inRooms = sent().filter(({ to }) => to === 'team' || to === 'lunch')
  expect(inRooms).not.toEqual([])
  expect(inRooms.filter(({ text }) => text.includes(remark))).toEqual([])
})
