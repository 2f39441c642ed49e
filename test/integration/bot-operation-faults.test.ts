import { describe, expect, test } from 'vitest'
import { faultNames } from '../../src/emulator/index.js'
import { testBot } from '../../src/testing/index.js'
import { outcomeOf } from '../support/bot/outcome.js'

const cast = {
  accounts: [{ id: 'bot' }],
  persons: ['alice', 'bob', 'carol'].map((id) => ({ id })),
  rooms: [{ id: 'team', topic: 'Team', members: ['bot', 'alice'] }],
}

const names = Object.keys(faultNames).map((name) => name.replace('<n>', name.startsWith('selector') ? '7' : '-1'))

/** How an operation may end: done, or with a failure that says what happened. */
const ends = ['done', 'refused', 'network', 'timeout', 'status', 'decode', 'tooLarge', 'foreignHost']

describe.each(names)('%s once for each', (name) => {
  test('every operation ends, a room is made once at most, and the bot goes on', () => {
    const stage = testBot([], { world: cast })
    for (const endpoint of ['createchatroom', 'updatechatroom', 'verifyuser', 'oplog', 'statusnotify', 'searchcontact'])
      stage.fault(name, { endpoint: `webwx${endpoint}`, times: 1 })
    const asked = [
      outcomeOf(stage.bot.createRoom(['alice', 'bob'], 'New')),
      outcomeOf(stage.bot.invite('Team', ['carol'])),
      outcomeOf(stage.bot.renameRoom('Team', 'Other')),
      outcomeOf(stage.bot.befriend('alice', 'hi')),
      outcomeOf(stage.bot.remark('bob', 'B')),
      outcomeOf(stage.bot.markRead('alice')),
      outcomeOf(stage.bot.search('car')),
    ]
    stage.advance(300_000)
    for (const { end } of asked) expect(ends).toContain(end())
    expect([...stage.world.rooms.values()].filter(({ topic }) => topic === 'New').length).toBeLessThanOrEqual(1)
    expect(asked[2]?.end()).toBe('done')
    expect(stage.world.rooms.get('team')?.topic).toBe('Other')
    expect(stage.events.filter(({ type }) => type === 'crashed')).toEqual([])
    stage.says('alice', 'still there?')
    expect(stage.messages.at(-1)).toMatchObject({ type: 'text', text: 'still there?' })
  })
})

test('1100 in the middle of everything: a new session is found, and what waited is done there', () => {
  const stage = testBot([], { world: cast })
  stage.fault('retcode-1100', { endpoint: 'webwxcreatechatroom', times: 1 })
  const asked = [
    outcomeOf(stage.bot.createRoom(['alice', 'bob'], 'New')),
    outcomeOf(stage.bot.invite('Team', ['carol'])),
    outcomeOf(stage.bot.remark('bob', 'B')),
  ]
  stage.advance(120_000)
  expect(asked.map(({ end }) => end())).toEqual(['done', 'done', 'done'])
  expect([...stage.world.rooms.values()].filter(({ topic }) => topic === 'New')).toHaveLength(1)
  expect(stage.states.at(-1)?.type).toBe('online')
})
