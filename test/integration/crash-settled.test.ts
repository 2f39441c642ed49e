import { expect, test } from 'vitest'
import { type Handler, reply } from '../../src/index.js'
import { createStage, savedIn } from '../support/bot/stage.js'

const echo: Handler = (message) => (message.type === 'text' ? [reply(message, `re ${message.text}`)] : [])

test('a backlog whose first message is settled at once is not settled as a whole', () => {
  const stage = createStage()
  const first = stage.run({ prepare: (bot) => bot.handle('echo', () => new Promise(() => {})) })
  stage.advance(10_000)
  const said = ['one', 'two', 'three'].map((text, at) => stage.say(at === 1 ? 'bob' : 'alice', text))
  stage.advance(10_000)
  first.kill()
  expect(savedIn(stage).entries.map(({ id }) => id)).toEqual(said)

  const second = stage.run({
    prepare: (bot, run) => {
      bot.handle('echo', echo)
      run.store.dieAt('after', ({ outbox = [] }) => outbox.length > 0)
    },
  })
  stage.advance(10_000)
  expect(second.store.isAlive()).toBe(false)
  expect(savedIn(stage).entries.map(({ id }) => id)).toEqual(said.slice(1))

  stage.run({ prepare: (bot) => bot.handle('echo', echo) })
  stage.advance(10_000)
  expect(stage.world.sent().map(({ text }) => text)).toEqual(['re one', 're two', 're three'])
})

test('handlers are ahead of the store by 64 messages at the most', () => {
  const stage = createStage()
  const handled: string[] = []
  const count: Handler = ({ id }) => {
    handled.push(id)
    return []
  }
  const first = stage.run({
    prepare: (bot, run) => {
      bot.handle('count', count)
      run.store.dieAt('before', ({ dispatched }) => dispatched !== undefined && handled.length > 0)
    },
  })
  stage.advance(10_000)
  for (let n = 0; n < 300; n += 1) stage.say(n % 2 === 0 ? 'alice' : 'bob', `message ${n}`)
  stage.advance(10_000)
  expect([first.store.isAlive(), handled.length]).toEqual([false, 64])

  stage.run({ prepare: (bot) => bot.handle('count', count) })
  stage.advance(10_000)
  expect(new Set(handled).size).toBe(300)
  expect(handled.length).toBe(364)
})
