import { describe, expect, test } from 'vitest'
import type { AddressBook, Capabilities, KnownRoom } from '../../src/index.js'
import { type TestBot, type TestBotOptions, testBot } from '../../src/testing/index.js'
import { outcomeOf } from '../support/bot/outcome.js'

const friends = Array.from({ length: 6 }, (_, n) => ({ id: `friend-${n}`, nickName: `Friend ${n}` }))

const cast = {
  accounts: [{ id: 'bot' }],
  persons: [...friends, { id: 'zoe', nickName: 'Zoë', friendOf: [] }],
  rooms: [{ id: 'team', topic: 'Team', members: ['bot', 'friend-0', 'zoe'] }],
}

const latest = <T>(values: readonly T[]): T => {
  const value = values.at(-1)
  if (value === undefined) throw new Error('nothing came')
  return value
}

const bookOf = ({ bot }: TestBot): AddressBook => {
  const { values, unsubscribe } = outcomeOf(bot.contacts$)
  unsubscribe()
  return latest(values)
}

const capabilitiesOf = ({ bot }: TestBot): Capabilities => {
  const { values, unsubscribe } = outcomeOf(bot.capabilities$)
  unsubscribe()
  return latest(values)
}

const roomOf = (stage: TestBot, name: string): KnownRoom => {
  const room = latest(bookOf(stage).find(name))
  if (room.kind !== 'room') throw new Error(`${name} is no room`)
  return room
}

const membersOf = (stage: TestBot, name: string): readonly string[] =>
  roomOf(stage, name)
    .members.map((member) => member.name)
    .sort()

/** What was asked of webwxupdatechatroom, oldest first. */
const asked = new WeakMap<TestBot, readonly string[]>()

const updates = (stage: TestBot): readonly string[] => asked.get(stage) ?? []

function stageOf(options: TestBotOptions = {}): TestBot {
  const funs: string[] = []
  const stage = testBot([], {
    world: cast,
    ...options,
    wire: (http) => (request) => {
      if (request.endpoint === 'webwxupdatechatroom') funs.push(new URL(request.url).searchParams.get('fun') ?? '')
      return http(request)
    },
  })
  asked.set(stage, funs)
  return stage
}

describe('a new room', () => {
  test('has its members and topic, is in the book, and takes messages at once', () => {
    const stage = stageOf()
    const created = outcomeOf(stage.bot.createRoom(['Friend 0', 'Friend 1'], '周五 <去哪>'))
    stage.advance(100)
    const { room, members } = latest(created.values)
    expect(room.name).toBe('周五 <去哪>')
    expect(members.map(({ name, status }) => [name, status])).toEqual([
      ['Friend 0', 'joined'],
      ['Friend 1', 'joined'],
    ])
    const sent = outcomeOf(stage.bot.send(room, 'welcome'))
    stage.advance(5_000)
    expect(sent.end()).toBe('done')
    expect(roomOf(stage, '周五 <去哪>')).toMatchObject({ id: room.id, isOwner: true })
    expect(membersOf(stage, '周五 <去哪>')).toEqual(['Friend 0', 'Friend 1', 'bot'])
    expect(capabilitiesOf(stage).createRoom).toBe('served')
  })

  test('tells who is no friend any more', () => {
    const stage = stageOf()
    stage.world.person('friend-1').unfriend('bot')
    stage.world.person('friend-2').block('bot')
    const created = outcomeOf(stage.bot.createRoom(['Friend 0', 'Friend 1', 'Friend 2']))
    stage.advance(5_000)
    expect(latest(created.values).members.map(({ status }) => status)).toEqual([
      'joined',
      'hasDeletedYou',
      'hasBlockedYou',
    ])
  })

  test('with one other is refused before anything is asked', () => {
    const stage = stageOf()
    const created = outcomeOf(stage.bot.createRoom(['Friend 0', 'Friend 0']))
    stage.advance(5_000)
    expect([created.end(), stage.world.exchanges.list('webwxcreatechatroom').length]).toEqual(['argument', 0])
  })

  test('whose answer is lost is not made a second time; nobody knows of it, and the room shows itself', () => {
    const stage = stageOf()
    stage.fault('answer-lost', { endpoint: 'webwxcreatechatroom' })
    const created = outcomeOf(stage.bot.createRoom(['Friend 0', 'Friend 1'], 'Once'))
    stage.advance(120_000)
    expect(created.end()).toBe('network')
    expect(bookOf(stage).find('Once')).toHaveLength(1)
    expect(stage.world.exchanges.list('webwxcreatechatroom')).toHaveLength(1)
  })

  test('that never left is made when the network is back', () => {
    const stage = stageOf()
    stage.world.kick(undefined, 1100)
    const created = outcomeOf(stage.bot.createRoom(['Friend 0', 'Friend 1'], 'Later'))
    stage.advance(120_000)
    expect(created.end()).toBe('done')
    expect([...stage.world.rooms.values()].filter(({ topic }) => topic === 'Later')).toHaveLength(1)
    expect(stage.events.filter(({ type }) => type === 'loggedIn')).toHaveLength(2)
  })
})

describe('people', () => {
  test('are added to a small room', () => {
    const stage = stageOf()
    const added = outcomeOf(stage.bot.invite('Team', ['Friend 1', 'Friend 2']))
    stage.advance(5_000)
    expect(latest(added.values)).toMatchObject({ how: 'added', members: [{ name: 'Friend 1' }, { name: 'Friend 2' }] })
    expect(membersOf(stage, 'Team')).toEqual(['Friend 0', 'Friend 1', 'Friend 2', 'Zoë', 'bot'])
    expect(updates(stage)).toEqual(['addmember'])
  })

  test('are invited to a large one, without being added first', () => {
    const stage = stageOf({ world: { ...cast, inviteFrom: 4 } })
    const invited = outcomeOf(stage.bot.invite('Team', ['Friend 1']))
    stage.advance(5_000)
    expect(latest(invited.values).how).toBe('invited')
    expect(updates(stage)).toEqual(['invitemember'])
    stage.world.person('friend-1').accept('team')
    stage.advance(5_000)
    expect(membersOf(stage, 'Team')).toEqual(['Friend 0', 'Friend 1', 'Zoë', 'bot'])
  })

  test('are invited where adding them is refused', () => {
    const stage = stageOf()
    stage.world.capability('addMember', 'refused')
    const invited = outcomeOf(stage.bot.invite('Team', ['Friend 1']))
    stage.advance(5_000)
    expect([invited.end(), latest(invited.values).how]).toEqual(['done', 'invited'])
    expect(updates(stage)).toEqual(['addmember', 'invitemember'])
  })

  test('are taken out by the owner, by any name they have in the room', () => {
    const stage = stageOf()
    stage.world.room('team').display('zoe', 'Z.')
    stage.advance(5_000)
    const removed = outcomeOf(stage.bot.remove('Team', ['Z.', 'Friend 0']))
    stage.advance(5_000)
    expect(removed.end()).toBe('done')
    expect(membersOf(stage, 'Team')).toEqual(['bot'])
  })

  test('who have one name are told apart by asking', () => {
    const stage = stageOf({ world: { ...cast, persons: [...cast.persons, { id: 'zoe2', nickName: 'Zoë' }] } })
    stage.world.room('team').add('zoe2', 'bot')
    stage.advance(5_000)
    const removed = outcomeOf(stage.bot.remove('Team', ['Zoë']))
    stage.advance(5_000)
    expect(removed.error()).toMatchObject({ kind: 'target', detail: { to: 'Zoë', candidates: { length: 2 } } })
    expect(updates(stage)).toEqual([])
  })

  test('are not taken out of a room of somebody else, and that casts doubt, no more', () => {
    const stage = stageOf()
    stage.world.room('team').setOwner('friend-0')
    const removed = outcomeOf(stage.bot.remove('Team', ['Zoë']))
    stage.advance(60_000)
    expect(removed.error()).toMatchObject({ kind: 'refused', detail: { code: 1, operation: 'remove' } })
    expect(updates(stage)).toEqual(['delmember'])
    expect(capabilitiesOf(stage).remove).toBe('mayBeRefused')
  })
})

describe('a room', () => {
  test('is renamed, and left', () => {
    const stage = stageOf()
    const renamed = outcomeOf(stage.bot.renameRoom('Team', '新名字 😄'))
    stage.advance(5_000)
    expect(renamed.end()).toBe('done')
    const { id } = roomOf(stage, '新名字 😄')
    const left = outcomeOf(stage.bot.leaveRoom({ id }))
    stage.advance(5_000)
    expect([left.end(), stage.world.rooms.get('team')?.members.has('bot')]).toEqual(['done', false])
    expect(bookOf(stage).find('新名字 😄')).toEqual([])
  })

  test('is meant by its name where a friend is called the same, and a friend is no room', () => {
    const persons = [...cast.persons, { id: 'namesake', nickName: 'Team' }]
    const stage = stageOf({ world: { ...cast, persons } })
    const renamed = outcomeOf(stage.bot.renameRoom('Team', 'Team 2'))
    const remarked = outcomeOf(stage.bot.remark('Team', 'A friend'))
    stage.advance(5_000)
    expect([renamed.end(), remarked.end()]).toEqual(['done', 'done'])
    const [friend] = bookOf(stage).find('A friend')
    const wrong = [
      outcomeOf(stage.bot.renameRoom('A friend', 'x')),
      outcomeOf(stage.bot.renameRoom({ id: friend?.id ?? '' }, 'x')),
      outcomeOf(stage.bot.createRoom(['Friend 0', roomOf(stage, 'Team 2')])),
    ]
    stage.advance(5_000)
    expect(wrong.map(({ end }) => end())).toEqual(['target', 'argument', 'argument'])
    expect(updates(stage)).toEqual(['modtopic'])
  })

  test('is not renamed to nothing', () => {
    const stage = stageOf()
    const renamed = outcomeOf(stage.bot.renameRoom('Team', ''))
    stage.advance(5_000)
    expect([renamed.end(), updates(stage)]).toEqual(['argument', []])
  })

  test('may have many changes, one after the other and not too fast', () => {
    const stage = stageOf({ bot: { pace: { burst: 10, interval: 1_000 } } })
    const all = ['a', 'b', 'c', 'd', 'e'].map((topic) => outcomeOf(stage.bot.renameRoom('Team', topic)))
    stage.advance(5_000)
    expect(all.map(({ end }) => end())).toEqual(['done', 'done', 'done', 'pending', 'pending'])
    stage.advance(40_000)
    expect(all.map(({ end }) => end())).toEqual(['done', 'done', 'done', 'done', 'done'])
    expect(stage.world.rooms.get('team')?.topic).toBe('e')
  })
})

test.each([
  ['refused', 1, 'mayBeRefused'],
  ['empty', 200, 'impossible'],
  ['created', 201, 'impossible'],
  [-1000, -1000, 'impossible'],
] as const)('rooms that are %s to this account: told, asked once, remembered', (service, code, capability) => {
  const stage = stageOf()
  for (const name of ['createRoom', 'removeMember', 'renameRoom'] as const) stage.world.capability(name, service)
  const refused = [
    outcomeOf(stage.bot.createRoom(['Friend 0', 'Friend 1'])),
    outcomeOf(stage.bot.remove('Team', ['Zoë'])),
    outcomeOf(stage.bot.renameRoom('Team', 'x')),
  ]
  stage.advance(300_000)
  expect(refused.map(({ error }) => error())).toMatchObject([
    { kind: 'refused', detail: { code, operation: 'createRoom' } },
    { kind: 'refused', detail: { code, operation: 'remove' } },
    { kind: 'refused', detail: { code, operation: 'renameRoom' } },
  ])
  expect(stage.world.exchanges.list('webwxcreatechatroom')).toHaveLength(1)
  expect(updates(stage)).toHaveLength(2)
  const { createRoom, remove, renameRoom } = capabilitiesOf(stage)
  expect([createRoom, remove, renameRoom]).toEqual([capability, capability, capability])
  stage.world.capability('renameRoom', 'served')
  outcomeOf(stage.bot.renameRoom('Team', 'x'))
  stage.advance(60_000)
  expect(capabilitiesOf(stage).renameRoom).toBe('served')
})

test('too often holds all changes of rooms, for longer each time, and nothing is lost', () => {
  const world = { ...cast, roomLimit: { count: 1, within: 3_600_000, recovery: 100_000 } }
  const stage = stageOf({ world })
  outcomeOf(stage.bot.createRoom(['Friend 0', 'Friend 1'], 'first'))
  const second = outcomeOf(stage.bot.createRoom(['Friend 0', 'Friend 1'], 'second'))
  stage.advance(60_000)
  expect(second.end()).toBe('pending')
  stage.advance(200_000)
  expect(second.end()).toBe('done')
  expect(stage.events.filter(({ type }) => type === 'rateLimited')).toEqual([
    { type: 'rateLimited', pause: 30_000, lane: 'rooms' },
    { type: 'rateLimited', pause: 120_000, lane: 'rooms' },
  ])
})
