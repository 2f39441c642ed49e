import { of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type Bot, type Command, type Message, reply } from '../../src/index.js'
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

const textIn = (message: Message): string => (message.type === 'text' ? message.text : '')

test('ten thousand sends for later leave the queue of now free; they have a bound of their own', () => {
  const stage = createStage()
  const { bot, events } = stage.run({
    prepare: (one) =>
      one.handle('many', (message) => {
        const at = one.scheduler.now() + 1_000_000_000
        if (textIn(message) === 'later') return [{ ...reply(message, 'too much'), at }]
        if (textIn(message) !== 'many') return [reply(message, 'now')]
        return Array.from({ length: 10_000 }, (_, n) => ({
          ...reply(message, `${n}`),
          at: n === 0 ? one.scheduler.now() + 60_000 : at,
        }))
      }),
  })
  stage.advance(10_000)
  stage.say('alice', 'many')
  stage.advance(5_000)
  expect(savedIn(stage).outbox).toHaveLength(10_000)
  stage.say('alice', 'more')
  bot.send('filehelper', 'room').subscribe()
  bot.use(() => of({ type: 'send', to: 'filehelper', text: 'room, too', at: 1 } as const))
  stage.advance(5_000)
  expect(
    stage.world
      .sent()
      .map(({ text }) => text)
      .toSorted(),
  ).toEqual(['now', 'room', 'room, too'])
  expect(bot.health()).toMatchObject({ outbox: { now: 0, later: 10_000 }, waiting: [] })

  let refused: unknown
  const later = { at: bot.scheduler.now() + 1_000_000 }
  bot.send('filehelper', 'no room', later).subscribe({ error: (error) => (refused = error) })
  stage.say('alice', 'later')
  stage.advance(5_000)
  expect(String(refused)).toContain('the queue of sends for later is full (10000)')
  expect(savedIn(stage).dead.map(({ reason }) => reason)).toEqual(['the queue of sends for later is full (10000)'])
  expect(events.filter(({ type }) => type === 'waitingForRoom')).toEqual([])

  stage.advance(60_000)
  expect(stage.world.sent().at(-1)?.text).toBe('0')
  bot.send('filehelper', 'room again', later).subscribe({ error: (error) => (refused = error) })
  stage.advance(1_000_000)
  expect(stage.world.sent().at(-1)?.text).toBe('room again')
})

test('at a full outbox a handler waits with its Commands, which is an event and in health(); nothing is lost', () => {
  const stage = createStage()
  const { bot, events } = stage.run({
    bot: { pace: { burst: 1, interval: 60_000 }, loop: 'off' },
    prepare: (one) =>
      one.handle('many', (message) => {
        if (textIn(message) === 'nothing') return []
        if (textIn(message) === 'more') return [reply(message, 'one more')]
        return Array.from({ length: 10_001 }, (_, n) => reply(message, `${n}`))
      }),
  })
  stage.advance(10_000)
  stage.say('alice', 'many')
  stage.advance(1_000)
  stage.say('alice', 'more')
  stage.say('carol', 'more')
  stage.say('bob', 'nothing')
  stage.advance(1_000)
  expect(savedIn(stage).entries).toHaveLength(2)
  const told = events.filter(({ type }) => type === 'waitingForRoom')
  expect(told).toEqual([{ type: 'waitingForRoom', consumer: 'many' }])
  expect(bot.health()).toMatchObject({ ok: false, waiting: [{ consumer: 'many', answers: 2 }] })
  let refused: unknown
  bot.send('filehelper', 'no room').subscribe({ error: (error) => (refused = error) })
  bot.use(() => of({ type: 'send', to: 'filehelper', text: 'no room' } as const))
  stage.advance(1_000)
  expect(String(refused)).toContain('the outbox is full (10000)')
  expect(events).toContainEqual(expect.objectContaining({ type: 'behaviourFailed', isCommand: true }))
  stage.advance(240_000)
  expect(savedIn(stage).entries).toEqual([])
  expect(bot.health()).toMatchObject({ waiting: [] })
})
