import { memoryStore } from 'rxwx'
import { testBot } from 'rxwx/testing'
import { expect, test } from 'vitest'
import { recallWatcher } from '../../../examples/recall-watcher.js'

const start = (options: Parameters<typeof testBot>[1] = {}) =>
  testBot([], { ...options, prepare: (bot) => bot.converse('recall-watcher', recallWatcher) })

test('a text that was taken back is told as it was, once, with who said it and where', () => {
  const { world, advance, sentTo } = start()
  const first = world.person('alice').say('bot', '<b>1 & 2</b>\nnext')
  const second = world.person('bob').sayIn('team', 'the plan')
  world.person('alice').say('bot', 'still here')
  advance(30_000)
  world.person('bob').recall(second)
  world.person('alice').recall(first)
  advance(5_000)
  expect(sentTo('filehelper')).toEqual([
    '[撤回 recalled] Bob & Söhne (项目组): the plan',
    '[撤回 recalled] 爱丽丝: <b>1 & 2</b>\nnext',
  ])
  expect(sentTo('alice')).toEqual([])
})

test('what was said before a kill is known after it', () => {
  const store = memoryStore()
  const before = start({ store })
  const id = before.world.person('alice').say('bot', 'a secret')
  before.advance(5_000)
  before.bot.stop()
  before.world.person('alice').recall(id)
  before.advance(20_000)
  expect(before.sentTo('filehelper')).toEqual([])
  const after = start({ store, in: before })
  expect(after.sentTo('filehelper')).toEqual(['[撤回 recalled] 爱丽丝: a secret'])
})

test('a picture is shown once more', () => {
  const { world, advance, sent } = start()
  const id = world.person('alice').sendImage('bot', new Uint8Array(2_048))
  advance(5_000)
  world.person('alice').recall(id)
  advance(5_000)
  expect(sent().map(({ to, type, media }) => [to, type, media?.size])).toEqual([
    ['filehelper', 1, undefined],
    ['filehelper', 3, 2_048],
  ])
  expect(sent()[0]?.text).toBe('[撤回 recalled] 爱丽丝: [image]')
})

test('what is older than a recall can be is forgotten', () => {
  const { world, advance, sentTo } = start()
  const old = world.person('alice').say('bot', 'old')
  advance(6 * 60_000)
  world.person('alice').say('bot', 'new')
  advance(5_000)
  world.person('alice').recall(old)
  advance(5_000)
  expect(sentTo('filehelper')).toEqual(['[撤回 recalled] "Alice" 撤回了一条消息 (not seen here)'])
})

test('a flood does not fill the store', () => {
  const store = memoryStore()
  const { world, advance } = start({ store })
  for (let n = 0; n < 500; n += 1) world.person('alice').say('bot', `flood ${n}`)
  advance(5_000)
  const sizes: number[] = []
  store.load().subscribe(({ states }) => sizes.push(...states.map(({ state }) => (state as unknown[]).length)))
  expect(sizes).toEqual([200])
})
