import { concat, from, NEVER, of } from 'rxjs'
import { type HandlerContext, memoryStore } from 'rxwx'
import { addressBook, createVirtualClock, message, type TestBotOptions, testBot } from 'rxwx/testing'
import { expect, test } from 'vitest'
import { friendAccepter } from '../../../examples/friend-accepter.js'

const cast = {
  accounts: [{ id: 'bot' }],
  persons: [
    { id: 'zoe', nickName: 'Zoë', friendOf: [] },
    { id: 'eve', nickName: 'Eve', friendOf: [] },
  ],
}

const start = (options: TestBotOptions = {}) =>
  testBot([], {
    world: cast,
    ...options,
    prepare: (bot) =>
      bot.handle('friend-accepter', friendAccepter(bot, { keyword: '芝麻开门', welcome: 'Welcome!' }), {
        deadline: 40 * 60_000,
      }),
  })

const friends = ({ world }: ReturnType<typeof start>): readonly string[] => [
  ...(world.accounts.get('bot')?.friends.keys() ?? []),
]

const told = (who: string, greeting: string, what: string): string =>
  `[好友请求 friend request] ${who}: ${greeting} (${what})`

test('who knows the keyword becomes a friend and is welcomed; who does not is told of', () => {
  const stage = start()
  stage.world.person('zoe').request('bot', '我是 Zoë，芝麻开门')
  stage.world.person('eve').request('bot', 'let me in')
  stage.advance(10_000)
  expect(friends(stage)).toEqual(['zoe'])
  expect(stage.sentTo('zoe')).toEqual(['Welcome!'])
  expect(stage.sentTo('eve')).toEqual([])
  expect(stage.sentTo('filehelper')).toEqual([
    told('Zoë', '我是 Zoë，芝麻开门', '已通过 accepted'),
    told('Eve', 'let me in', '不含暗号 without the keyword'),
  ])
})

test('a kill between the acceptance and its acknowledgement: accepted once, told and welcomed once', () => {
  const memory = memoryStore()
  let isDead = (): boolean => false
  const before = start({ store: { ...memory, commit: (changes) => (isDead() ? NEVER : memory.commit(changes)) } })
  // From the moment that the service has accepted nothing is written any more.
  isDead = () => friends(before).length > 0
  before.world.person('zoe').request('bot', '芝麻开门')
  before.advance(10_000)
  expect(friends(before)).toEqual(['zoe'])
  expect(before.sent()).toEqual([])
  before.bot.stop()
  const after = start({ store: memory, in: before })
  after.advance(60_000)
  expect(after.world.exchanges.list('webwxverifyuser')).toHaveLength(1)
  expect(after.sentTo('zoe')).toEqual(['Welcome!'])
  expect(after.sentTo('filehelper')).toEqual([told('Zoë', '芝麻开门', '已通过 accepted')])
})

test('a request that was made while the bot was away is accepted when it is back', () => {
  const store = memoryStore()
  const before = start({ store })
  before.bot.stop()
  before.world.person('zoe').request('bot', '芝麻开门')
  before.advance(20_000)
  const after = start({ store, in: before })
  after.advance(10_000)
  expect(after.sentTo('zoe')).toEqual(['Welcome!'])
})

test('what the service refuses is told and not asked again; the next request is looked at', () => {
  const stage = start()
  stage.world.capability('acceptFriend', 'refused')
  stage.world.person('zoe').request('bot', '芝麻开门')
  stage.advance(120_000)
  expect(stage.world.exchanges.list('webwxverifyuser')).toHaveLength(1)
  expect(stage.sentTo('filehelper')).toEqual([expect.stringContaining('1203')])
  stage.world.person('eve').request('bot', 'hello')
  stage.advance(10_000)
  expect(stage.sentTo('filehelper')).toHaveLength(2)
})

test('what was lost on the way is asked for again', () => {
  const stage = start()
  stage.fault('reset', { endpoint: 'webwxverifyuser', times: 1 })
  stage.world.person('zoe').request('bot', '芝麻开门')
  stage.advance(60_000)
  expect(friends(stage)).toEqual(['zoe'])
  expect(stage.sentTo('zoe')).toEqual(['Welcome!'])
})

test('a friend who does not come into the address book is told of all the same', () => {
  const { advance, scheduler } = createVirtualClock()
  const bot = { accept: () => of(undefined), contacts$: concat(of(addressBook([])), NEVER), scheduler }
  const handler = friendAccepter(bot, { keyword: 'sesame', welcome: 'Welcome!' })
  const answers: unknown[] = []
  from(handler(message.friendRequest('open sesame'), {} as HandlerContext) ?? []).subscribe((one) => answers.push(one))
  advance(29_000)
  expect(answers).toEqual([])
  advance(1_000)
  expect(answers).toEqual([[expect.objectContaining({ to: 'filehelper' })]])
})
