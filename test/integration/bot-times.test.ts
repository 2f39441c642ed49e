import { map, NEVER, of } from 'rxjs'
import { expect, test } from 'vitest'
import type { OutboxItem } from '../../src/index.js'
import { memoryStore, reply } from '../../src/index.js'
import { outcomeOf } from '../support/bot/outcome.js'
import { createStage, savedIn } from '../support/bot/stage.js'

const day = 86_400_000
const hour = 3_600_000
const none = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, '5' as never]

test('a send for a time that is none fails at once, also before the start, and leaves nothing in the store', () => {
  const stage = createStage()
  const { bot } = stage.run({ startNow: false })
  const early = none.map((at) => outcomeOf(bot.send('filehelper', 'x', { at })))
  expect(early.map(({ end }) => end())).toEqual(none.map(() => 'argument'))
  bot.start()
  stage.advance(10_000)
  const late = none.map((at) => outcomeOf(bot.send('filehelper', 'x', { at })))
  expect(late.map(({ error }) => error())).toEqual(
    none.map(() => expect.objectContaining({ kind: 'argument', detail: expect.objectContaining({ name: 'at' }) })),
  )
  expect(savedIn(stage).outbox).toEqual([])
})

test('a Command for a time that is none is a dead letter of its handler, and a failure of its behaviour', () => {
  const stage = createStage()
  const run = stage.run({
    prepare: (bot) => {
      bot.handle('h', (message) => of({ ...reply(message, 'never'), at: Number.NaN }))
      bot.use((messages$) => messages$.pipe(map((message) => ({ ...reply(message, 'never'), at: Number.NaN }))))
    },
  })
  stage.advance(10_000)
  stage.say('alice', 'hi')
  stage.advance(hour)
  expect(savedIn(stage)).toMatchObject({
    outbox: [],
    dead: [{ consumer: 'h', reason: expect.stringMatching(/^at: /) }],
  })
  expect(run.events.filter(({ type }) => type === 'behaviourFailed')).toHaveLength(1)
  expect(stage.world.sent()).toEqual([])
})

const item = (clientMsgId: string, at: number): OutboxItem => ({
  clientMsgId,
  key: clientMsgId,
  to: 'filehelper',
  content: { type: 'text', text: `at ${at}` },
  at,
})

test('what lies in a store for a time that is none is sent once, and what is for a far day waits for it', () => {
  const stage = createStage()
  const now = stage.clock.now()
  const store = memoryStore()
  const ats = [Number.NaN, now + 3 * hour, 1e300, Number.POSITIVE_INFINITY]
  store.commit({ outbox: ats.map((at, n) => item(`1577836800000000${n}`, at)) }).subscribe()
  stage.run({ store })
  stage.advance(10_000)
  const texts = () => stage.world.sent().map(({ text }) => text)
  expect(texts()).toEqual(['at NaN'])
  stage.advance(3 * hour - 20_000)
  expect(texts()).toHaveLength(1)
  stage.advance(hour)
  expect(texts()).toEqual(['at NaN', `at ${now + 3 * hour}`])
})

test('a stop waits as long as it was told to: for ever, or, where that is no time, not at all', () => {
  for (const [drain, ended] of [
    [Number.NaN, true],
    [Number.POSITIVE_INFINITY, false],
  ] as const) {
    const stage = createStage()
    const run = stage.run({ prepare: (bot) => bot.handle('h', () => NEVER, { deadline: Number.POSITIVE_INFINITY }) })
    stage.advance(10_000)
    stage.say('alice', 'hi')
    stage.advance(5_000)
    run.bot.stop({ drain })
    stage.advance(day)
    expect(run.end() !== undefined).toBe(ended)
    run.bot.stop()
    expect(run.end()).toEqual({})
  }
})
