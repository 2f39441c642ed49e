import { of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type Bot, type Command, reply } from '../../src/index.js'
import { createStage, savedIn } from '../support/bot/stage.js'

const friends = (names: readonly string[]) => names.map((nickName, n) => ({ id: `friend-${n}`, nickName }))

const toAlice: Command = { type: 'send', to: 'Twin', text: 'to whom?' }

const asHandler = (bot: Bot): void => bot.handle('names', () => [toAlice])
const asDialogue = (bot: Bot): void =>
  bot.converse<number>('names', { start: () => 0, reduce: (n) => ({ state: n + 1, commands: [toAlice] }) })

describe.each([
  ['handle', asHandler],
  ['converse', asDialogue],
])('a name out of %s', (_, prepare) => {
  /** A message that an earlier process left is handled before the first page is read. */
  function leftOver(names: readonly string[]) {
    const stage = createStage({ accounts: [{ id: 'bot' }], persons: friends(names), pageSize: 1 })
    const first = stage.run({ prepare: (bot) => bot.handle('names', () => new Promise<undefined>(() => {})) })
    stage.advance(30_000)
    stage.say('friend-1', 'hello')
    stage.advance(5_000)
    first.bot.stop()
    stage.advance(1_000)
    expect(savedIn(stage).entries).toHaveLength(1)
    return { stage, run: stage.run({ prepare }) }
  }

  test('waits until the address book was read', () => {
    const { stage } = leftOver(['Twin', 'Other'])
    stage.advance(30_000)
    expect(savedIn(stage)).toMatchObject({ entries: [], dead: [] })
    expect(stage.world.sent().map(({ text }) => text)).toEqual(['to whom?'])
  })

  test('a namesake on a later page is noticed', () => {
    const { stage } = leftOver(['Twin', 'Other', 'Another', 'Twin'])
    stage.advance(30_000)
    expect(stage.world.sent()).toEqual([])
    expect(savedIn(stage).dead).toHaveLength(1)
  })

  test('a stop ends the wait, and nothing is lost', () => {
    const { stage, run } = leftOver(['Twin', 'Other'])
    run.bot.stop()
    stage.advance(1_000)
    expect(savedIn(stage)).toMatchObject({ entries: [{}], dead: [] })
  })
})

test('at a full outbox a handler waits with its Commands; one without goes on, and nothing is lost', () => {
  const stage = createStage()
  const { bot, events } = stage.run({
    prepare: (bot) =>
      bot.handle('many', (message) =>
        message.type !== 'text' || message.text === 'nothing'
          ? []
          : message.text === 'many'
            ? Array.from({ length: 10_000 }, (_, n) => ({
                ...reply(message, `${n}`),
                at: bot.scheduler.now() + (n === 0 ? 60_000 : 1_000_000_000),
              }))
            : [reply(message, 'one more')],
      ),
  })
  stage.advance(10_000)
  stage.say('alice', 'many')
  stage.advance(5_000)
  expect(savedIn(stage).outbox).toHaveLength(10_000)
  stage.say('alice', 'more')
  stage.say('bob', 'nothing')
  stage.advance(5_000)
  expect(savedIn(stage).outbox).toHaveLength(10_000)
  expect(savedIn(stage).entries).toHaveLength(1)
  let refused: unknown
  bot.send('filehelper', 'no room').subscribe({ error: (error) => (refused = error) })
  bot.use(() => of({ type: 'send', to: 'filehelper', text: 'no room' } as const))
  stage.advance(1_000)
  expect(refused).toMatchObject({ kind: 'overflow' })
  expect(events).toContainEqual(expect.objectContaining({ type: 'behaviourFailed', isCommand: true }))
  stage.advance(60_000)
  expect(savedIn(stage).entries).toEqual([])
  expect(stage.world.sent().map(({ text }) => text)).toEqual(['0', 'one more'])
})
