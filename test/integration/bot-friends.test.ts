import { describe, expect, test } from 'vitest'
import type { AddressBook, Capabilities, MessageOf } from '../../src/index.js'
import { type TestBot, testBot } from '../../src/testing/index.js'
import { outcomeOf } from '../support/bot/outcome.js'

const cast = {
  accounts: [{ id: 'bot' }],
  persons: [
    { id: 'alice', nickName: 'Alice', remarkName: '' },
    { id: 'bob', nickName: 'Bob' },
    { id: 'zoe', nickName: 'Zoë', friendOf: [] },
  ],
}

const bookOf = ({ bot }: TestBot): AddressBook => {
  const { values, unsubscribe } = outcomeOf(bot.contacts$)
  unsubscribe()
  const [book] = values
  if (book === undefined) throw new Error('no address book came')
  return book
}

const capabilitiesOf = ({ bot }: TestBot): Capabilities => {
  const { values, unsubscribe } = outcomeOf(bot.capabilities$)
  unsubscribe()
  const [capabilities] = values
  if (capabilities === undefined) throw new Error('nothing is known')
  return capabilities
}

const requests = ({ world }: TestBot, endpoint: string): number => world.exchanges.list(endpoint).length

function requestOf(test: TestBot): MessageOf<'friendRequest'> {
  const message = test.messages.find(({ type }) => type === 'friendRequest')
  if (message?.type !== 'friendRequest') throw new Error('no request came')
  return message
}

describe('a friend request', () => {
  test('is accepted once: then the two are friends, and write to each other', () => {
    const stage = testBot([], { world: cast })
    stage.world.person('zoe').request('bot', '我是 Zoë')
    stage.advance(5_000)
    const request = requestOf(stage)
    expect(request).toMatchObject({ greeting: '我是 Zoë', nickName: 'Zoë' })
    const accepted = outcomeOf(stage.bot.accept(request))
    stage.advance(5_000)
    expect(accepted.end()).toBe('done')
    expect(stage.world.accounts.get('bot')?.friends.has('zoe')).toBe(true)
    expect(bookOf(stage).find('Zoë')).toMatchObject([{ kind: 'person', isFriend: true }])
    expect(capabilitiesOf(stage).accept).toBe('served')
    const sent = outcomeOf(stage.bot.send('Zoë', 'hello'))
    stage.advance(5_000)
    expect([sent.end(), stage.sentTo('zoe')]).toEqual(['done', ['hello']])
  })

  test('whose ticket is used up is refused with the words for it, and is not asked for again', () => {
    const stage = testBot([], { world: cast })
    stage.world.person('zoe').request('bot', 'hi')
    stage.advance(5_000)
    const request = requestOf(stage)
    outcomeOf(stage.bot.accept(request))
    stage.advance(5_000)
    const again = outcomeOf(stage.bot.accept(request))
    stage.advance(120_000)
    expect(again.error()).toMatchObject({ kind: 'refused', detail: { code: 1, operation: 'accept' } })
    expect(requests(stage, 'webwxverifyuser')).toBe(2)
  })

  test('of a session that is over means nobody any more, and nothing is asked', () => {
    const stage = testBot([], { world: cast })
    stage.world.person('zoe').request('bot', 'hi')
    stage.advance(5_000)
    const request = requestOf(stage)
    stage.world.kick(undefined, 1100)
    const accepted = outcomeOf(stage.bot.accept(request))
    stage.advance(60_000)
    // The request in the old session says that it is over; the next one belongs to another login.
    expect(accepted.end()).toBe('target')
    expect(stage.world.accounts.get('bot')?.friends.has('zoe')).toBe(false)
  })

  test('is sent to a stranger of a room and to a UserName, with its greeting', () => {
    const rooms = [{ id: 'team', topic: 'Team', members: ['bot', 'alice', 'zoe'] }]
    const stage = testBot([], { world: { ...cast, rooms } })
    stage.saysIn('team', 'zoe', 'hello all')
    const message = stage.messages.at(-1)
    if (message === undefined) throw new Error('no message')
    const asked = outcomeOf(stage.bot.befriend(message.from, '你好'))
    stage.advance(5_000)
    expect([asked.end(), stage.world.accounts.get('bot')?.asked.get('zoe')]).toEqual(['done', '你好'])
    const byName = outcomeOf(stage.bot.befriend(message.sender, 'again'))
    stage.advance(5_000)
    expect([byName.end(), stage.world.accounts.get('bot')?.asked.get('zoe')]).toEqual(['done', 'again'])
  })

  test.each([
    ['refused', 1203],
    ['empty', 200],
    ['created', 201],
    [-1000, -1000],
    [-1, -1],
    [-14, -14],
  ] as const)('is refused where the service is %s: told at once, asked once, and remembered', (service, code) => {
    const stage = testBot([], { world: cast })
    stage.world.capability('requestFriend', service)
    expect(capabilitiesOf(stage).befriend).toBe('mayBeRefused')
    const asked = outcomeOf(stage.bot.befriend('Alice', 'hi'))
    stage.advance(300_000)
    expect(asked.error()).toMatchObject({ kind: 'refused', detail: { code, operation: 'befriend' } })
    expect(requests(stage, 'webwxverifyuser')).toBe(1)
    expect(capabilitiesOf(stage).befriend).toBe('impossible')
    expect(stage.states.at(-1)?.type).toBe('online')
  })

  test('too many are too often: the others wait, the impatient hear of it, marking as read goes on', () => {
    const world = { ...cast, requestLimit: { count: 1, within: 3_600_000, recovery: 20_000 } }
    const stage = testBot([], { world })
    stage.world.person('alice').unfriend('bot')
    stage.world.person('bob').unfriend('bot')
    outcomeOf(stage.bot.befriend('Alice', 'hi'))
    const patient = outcomeOf(stage.bot.befriend('Bob', 'hi'))
    stage.advance(5_000)
    const impatient = outcomeOf(stage.bot.befriend('Bob', 'hi', { tooOften: 'refuse' }))
    const read = outcomeOf(stage.bot.markRead('Alice'))
    stage.advance(5_000)
    expect([patient.end(), impatient.end(), read.end()]).toEqual(['pending', 'refused', 'done'])
    expect(stage.events).toContainEqual({ type: 'rateLimited', pause: 30_000, lane: 'friends' })
    stage.advance(60_000)
    expect(patient.end()).toBe('done')
  })
})

describe('a friend', () => {
  test('gets a remark name, and loses it again; the book hears of it', () => {
    const stage = testBot([], { world: cast })
    const named = outcomeOf(stage.bot.remark('Alice', '老王 <3'))
    stage.advance(5_000)
    expect(named.end()).toBe('done')
    expect(bookOf(stage).find('老王 <3')).toMatchObject([{ nickName: 'Alice', remarkName: '老王 <3' }])
    outcomeOf(stage.bot.remark('老王 <3', ''))
    stage.advance(5_000)
    expect(bookOf(stage).find('Alice')).toMatchObject([{ remarkName: '' }])
  })

  test('is pinned and unpinned, and keeps the remark name', () => {
    const bodies: unknown[] = []
    const stage = testBot([], {
      world: cast,
      wire: (http) => (request) => {
        if (request.endpoint === 'webwxoplog') bodies.push(JSON.parse(String(request.body)))
        return http(request)
      },
    })
    outcomeOf(stage.bot.remark('Alice', 'A'))
    stage.advance(5_000)
    outcomeOf(stage.bot.pin('A', true))
    stage.advance(5_000)
    expect(bookOf(stage).find('A')).toMatchObject([{ isPinned: true, remarkName: 'A' }])
    outcomeOf(stage.bot.pin('A', false))
    stage.advance(5_000)
    expect(bookOf(stage).find('A')).toMatchObject([{ isPinned: false, remarkName: 'A' }])
    // The service may take a missing remark name for an empty one.
    expect(bodies).toMatchObject([
      { CmdId: 2, RemarkName: 'A' },
      { CmdId: 3, OP: 1, RemarkName: 'A' },
      { CmdId: 3, OP: 0, RemarkName: 'A' },
    ])
  })

  test('who wrote is marked as read on the phone', () => {
    const stage = testBot([], { world: cast })
    stage.says('alice', 'hi')
    const message = stage.messages.at(-1)
    if (message === undefined) throw new Error('no message')
    const read = outcomeOf(stage.bot.markRead(message))
    stage.advance(5_000)
    expect(read.end()).toBe('done')
    expect([...(stage.world.accounts.get('bot')?.markedRead.keys() ?? [])]).toEqual(['alice'])
  })

  test('is found by the service, and by this bot in its own book', () => {
    const stage = testBot([], { world: cast })
    const found = outcomeOf(stage.bot.search('ali'))
    const known = outcomeOf(stage.bot.find('ali'))
    stage.advance(5_000)
    expect(found.values).toMatchObject([[{ name: 'Alice' }]])
    expect(known.values.map((list) => list.map(({ name }) => name))).toEqual([['Alice']])
  })
})

describe('an operation', () => {
  test('does nothing before it is subscribed, and is done once for each subscription', () => {
    const stage = testBot([], { world: cast })
    const remark$ = stage.bot.remark('Alice', 'A')
    stage.advance(60_000)
    expect(requests(stage, 'webwxoplog')).toBe(0)
    outcomeOf(remark$)
    outcomeOf(remark$)
    stage.advance(60_000)
    expect(requests(stage, 'webwxoplog')).toBe(2)
  })

  test('waits for a session, finds whom it means in the next one, and is done there once', () => {
    const stage = testBot([], { world: cast })
    const [alice] = bookOf(stage).find('Alice')
    stage.world.kick(undefined, 1100)
    const named = outcomeOf(stage.bot.remark({ id: alice?.id ?? '' }, 'A'))
    stage.advance(120_000)
    expect(named.end()).toBe('done')
    expect(stage.world.accounts.get('bot')?.friends.get('alice')?.remarkName).toBe('A')
    expect(stage.events.filter(({ type }) => type === 'loggedIn')).toHaveLength(2)
  })

  test.each(['reset', 'answer-lost', 'http-500', 'truncated'])('%s: what does no harm is done again', (name) => {
    const stage = testBot([], { world: cast })
    stage.fault(name, { endpoint: 'webwxoplog', times: 2 })
    const named = outcomeOf(stage.bot.remark('Alice', 'A'))
    stage.advance(60_000)
    expect(named.end()).toBe('done')
  })

  test('nobody waits for any more is not begun', () => {
    const stage = testBot([], { world: cast })
    stage.fault('delay', { endpoint: 'webwxoplog', ms: 10_000 })
    const first = outcomeOf(stage.bot.remark('Alice', 'A'))
    const second = outcomeOf(stage.bot.remark('Bob', 'B'))
    stage.advance(100)
    first.unsubscribe()
    second.unsubscribe()
    stage.advance(60_000)
    expect(requests(stage, 'webwxoplog')).toBe(1)
  })

  test('that waits when the bot stops fails, and so does one after it', () => {
    const stage = testBot([], { world: cast })
    stage.fault('hang', { endpoint: 'webwxoplog' })
    const waits = outcomeOf(stage.bot.remark('Alice', 'A'))
    stage.advance(1_000)
    stage.bot.stop()
    expect(waits.end()).toBe('stopped')
    expect(outcomeOf(stage.bot.remark('Alice', 'A')).end()).toBe('stopped')
  })

  test('for nobody fails with target', () => {
    const stage = testBot([], { world: cast })
    const nobody = outcomeOf(stage.bot.remark('Carol', 'C'))
    stage.advance(1_000)
    expect(nobody.end()).toBe('target')
    expect(requests(stage, 'webwxoplog')).toBe(0)
  })
})
