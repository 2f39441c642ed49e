import { memoryStore } from 'rxwx'
import { message, testBot } from 'rxwx/testing'
import { expect, test } from 'vitest'
import { roomModeration } from '../../../examples/room-moderation.js'

const start = (options: Parameters<typeof testBot>[1] = {}, owner = 'filehelper') =>
  testBot([], {
    ...options,
    prepare: (bot) => bot.converse('room-moderation', roomModeration({ words: ['兼职', 'casino'], owner })),
  })

const warned = (name: string, word: string, count: number): string =>
  `@${name} 请不要发「${word}」 please don't: ${count}/3`

test('three warnings for each person of each room, across a kill; then the owner is told', () => {
  const store = memoryStore()
  const before = start({ store })
  before.saysIn('team', 'bob', '兼职 one')
  before.saysIn('lunch', 'bob', '兼职 elsewhere')
  before.saysIn('team', 'alice', 'casino')
  before.saysIn('team', 'bob', 'hello')
  before.saysIn('team', 'bob', '兼职\ntwo')
  before.bot.stop()
  const after = start({ store, in: before })
  after.saysIn('team', 'bob', '兼职 three')
  after.saysIn('team', 'bob', '兼职 four')
  expect(after.sentTo('team')).toEqual([
    warned('Bob & Söhne', '兼职', 1),
    warned('Alice', 'casino', 1),
    warned('Bob & Söhne', '兼职', 2),
    warned('Bob & Söhne', '兼职', 3),
  ])
  expect(after.sentTo('lunch')).toEqual([warned('Bob & Söhne', '兼职', 1)])
  expect(after.sentTo('filehelper')).toEqual([
    'Bob & Söhne (项目组) 屡劝不听 does not stop:\n> 兼职 one\n> 兼职 two\n> 兼职 three\n> 兼职 four',
  ])
  after.saysIn('team', 'bob', '兼职 five')
  expect(after.answersTo('team')).toEqual([warned('Bob & Söhne', '兼职', 1)])
})

test('the owner may be somebody, by name', () => {
  const { saysIn, sentTo } = start({}, '爱丽丝')
  for (let n = 0; n < 4; n += 1) saysIn('team', 'bob', 'casino')
  expect(sentTo('alice')).toHaveLength(1)
})

test.each(['兼 职', '兼-职', '兼\u200b职', 'ＣＡＳＩＮＯ', 'ca\u200dsino!'])('%s is noticed', (line) => {
  const { saysIn, sentTo } = start()
  saysIn('team', 'bob', line)
  expect(sentTo('team')).toHaveLength(1)
})

test('links are looked at, chats between two are not', () => {
  const { world, advance, says, sent } = start()
  says('alice', 'casino')
  expect(sent()).toEqual([])
  world.person('bob').sendLink('team', { title: 'nice', des: '', url: 'https://casino.example/' })
  advance(5_000)
  expect(sent()).toHaveLength(1)
})

test('a week is enough to be forgiven, and of a crowd the last five hundred are remembered', () => {
  const { start: begin, reduce } = roomModeration({ words: ['casino'], owner: 'filehelper' })
  const time = Date.UTC(2020, 0, 1)
  const week = 7 * 24 * 3_600_000
  const by = (from: string, at: number) => message.text('casino', { from, room: 'team', time: at })
  const after = (state = begin(), at = time): string => JSON.stringify(reduce(state, by('bob', at)).commands)
  const once = reduce(begin(), by('bob', time)).state
  expect(after(once, time + week - 1_000)).toContain('2/3')
  expect(after(once, time + week)).toContain('1/3')
  let crowd = once
  for (let n = 0; n < 499; n += 1) crowd = reduce(crowd ?? [], by(`one ${n}`, time)).state
  expect(after(crowd)).toContain('2/3')
  expect(after(reduce(crowd ?? [], by('one more', time)).state)).toContain('1/3')
})
