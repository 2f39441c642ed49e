import { of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type Bot, reply } from '../../src/index.js'
import { saysThingsOnce } from '../support/bot/promises.js'
import { createStage, first, type Run, type Stage, savedIn } from '../support/bot/stage.js'

const sentTexts = (stage: Stage): readonly string[] => stage.world.sent().map(({ text }) => text)

describe('killed', () => {
  const says = (stage: Stage): void => {
    for (let n = 0; n < 150; n += 1) {
      stage.say('alice', `alice ${n}`)
      stage.sayIn('team', 'bob', `team ${n}`)
    }
  }

  test.each(['before', 'after'] as const)(
    '%s a batch is kept: nothing is lost, and what was not handed out is repeated by nobody',
    (when) => {
      const stage = createStage()
      const handled: string[] = []
      const run = stage.run({
        prepare: (bot, { store }) => {
          bot.handle('all', (message) => void handled.push(message.id))
          store.dieAt(when, ({ entries }) => (entries?.length ?? 0) > 50)
        },
      })
      stage.advance(10_000)
      says(stage)
      stage.advance(10_000)
      expect(run.store.isAlive()).toBe(false)
      run.kill()
      stage.run({ prepare: (bot) => bot.handle('all', (message) => void handled.push(message.id)) })
      stage.advance(30_000)
      expect(handled).toEqual(stage.said.map(({ id }) => id))
      expect(savedIn(stage).entries).toEqual([])
    },
  )

  test.each(['before', 'after'] as const)(
    '%s a settlement: each message at least once, the repeated ones at most one group',
    (when) => {
      const stage = createStage()
      const handled: string[] = []
      let deaths = 0
      while (deaths < 5) {
        const run = stage.run({
          prepare: (bot, { store }) => {
            bot.handle('all', (message) => {
              if (store.isAlive()) handled.push(message.id)
            })
            store.dieAt(when, ({ dispatched = 0 }) => dispatched > 20 + 50 * deaths)
          },
        })
        stage.advance(10_000)
        if (deaths === 0) says(stage)
        stage.advance(20_000)
        expect(run.store.isAlive()).toBe(false)
        run.kill()
        deaths += 1
      }
      stage.run({ prepare: (bot) => bot.handle('all', (message) => void handled.push(message.id)) })
      stage.advance(30_000)
      expect(first(handled)).toEqual(stage.said.map(({ id }) => id))
      expect(handled.length - stage.said.length).toBeLessThanOrEqual(
        when === 'after' ? 16 * deaths : 64 * deaths + 16 * deaths,
      )
      expect(savedIn(stage).entries).toEqual([])
    },
  )

  test('a replying handler: every reply once, and never two ClientMsgIds for one message', () => {
    const stage = createStage()
    const prepare = (bot: Bot, { store }: Run): void => {
      bot.handle('reply', (message) => of(reply(message, `re: ${message.id}`)))
      const life = stage.runs.length
      let commits = 0
      // Each life ends at another commit that carries Commands or settles some.
      store.dieAt(life % 2 === 0 ? 'before' : 'after', (changes) => {
        if (changes.outbox === undefined && changes.dispatched === undefined) return false
        commits += 1
        return commits === 3 + ((life * 7) % 40)
      })
    }
    for (let life = 0; life < 30; life += 1) {
      const run = stage.run({ prepare })
      stage.advance(10_000)
      for (let n = 0; n < 10; n += 1) stage.say(n % 2 === 0 ? 'alice' : 'bob', `life ${life} text ${n}`)
      stage.advance(30_000)
      run.kill()
    }
    stage.run({ prepare: (bot) => bot.handle('reply', (message) => of(reply(message, `re: ${message.id}`))) })
    stage.advance(60_000)
    expect([...sentTexts(stage)].sort()).toEqual(stage.said.map(({ id }) => `re: ${id}`).sort())
    saysThingsOnce(stage)
    expect(savedIn(stage)).toMatchObject({ entries: [], outbox: [] })
  })

  test('a dialogue goes on where the last acknowledgement left it', () => {
    const stage = createStage()
    const prepare = (bot: Bot): void =>
      bot.converse<number>('count', {
        start: () => 0,
        reduce: (n, message) => ({ state: n + 1, commands: [reply(message, `number ${n + 1}`)] }),
      })
    for (let life = 0; life < 5; life += 1) {
      const run = stage.run({ prepare })
      stage.advance(10_000)
      stage.say('alice', 'count')
      stage.say('bob', 'count')
      stage.advance(5_000)
      run.kill()
    }
    const to = (whom: string): readonly string[] =>
      stage.world.sent().flatMap(({ to: one, text }) => (one === whom ? [text] : []))
    expect(to('alice')).toEqual(['number 1', 'number 2', 'number 3', 'number 4', 'number 5'])
    expect(to('bob')).toEqual(to('alice'))
  })
})
