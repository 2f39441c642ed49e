import { NEVER, of, throwError, timer } from 'rxjs'
import { map } from 'rxjs/operators'
import { expect, test } from 'vitest'
import { type Bot, type Delivery, type Dialogue, memoryStore, reply, type Saved } from '../../src/index.js'
import { createStage, type Stage, savedIn } from '../support/bot/stage.js'
import { close, commit, freshPath, load, open, pull } from '../support/store/disk.js'

const counting: Dialogue<number> = {
  start: () => 0,
  reduce: (n, message) => ({ state: n + 1, commands: [reply(message, `number ${n + 1}`)] }),
}

const textsOf = (stage: Stage): readonly string[] => stage.world.sent().map(({ text }) => text)

test('a handler that takes 50 s does not hold the reply of a dialogue', () => {
  const stage = createStage()
  stage.run({
    prepare: (bot, { store: _ }) => {
      bot.handle('slow', () => timer(50_000, stage.clock.scheduler).pipe(map(() => [])))
      bot.converse('count', counting)
    },
  })
  stage.advance(10_000)
  stage.say('alice', 'a')
  stage.advance(2_000)
  expect(textsOf(stage)).toEqual(['number 1'])
  expect(savedIn(stage)).toMatchObject({ states: [{ consumer: 'count', state: 1 }], entries: [{}] })
  stage.advance(60_000)
  expect(savedIn(stage).entries).toEqual([])
})

test('a dialogue answers each message once, although another consumer acknowledges out of order and the process dies', () => {
  const stage = createStage()
  const out: Delivery[] = []
  const archive = (acks: (n: number) => boolean) => (bot: Bot) => {
    bot.converse('count', counting)
    let n = 0
    bot.deliveries('archive').subscribe((delivery) => {
      out.push(delivery)
      n += 1
      if (acks(n)) delivery.ack()
    })
  }
  const first = stage.run({ prepare: archive((n) => n !== 1) })
  stage.advance(10_000)
  for (const text of ['one', 'two', 'three']) stage.say('alice', text)
  stage.advance(10_000)
  first.kill()
  expect(textsOf(stage)).toEqual(['number 1', 'number 2', 'number 3'])
  out.length = 0

  const second = stage.run({ prepare: archive(() => true) })
  stage.advance(10_000)
  stage.say('alice', 'four')
  stage.advance(10_000)
  expect(textsOf(stage)).toEqual(['number 1', 'number 2', 'number 3', 'number 4'])
  expect(out.map(({ message }) => (message.type === 'text' ? message.text : ''))).toEqual(['one', 'four'])
  expect(savedIn(stage).entries).toEqual([])
  second.kill()
})

test.each(['before', 'after'] as const)(
  'a process that dies %s the commit of one consumer repeats nothing of another, and loses nothing',
  (when) => {
    const stage = createStage()
    const handled: string[] = []
    const prepare = (bot: Bot): void => {
      bot.handle('noted', (message) => {
        if (message.type === 'text') handled.push(message.text)
        return []
      })
      bot.converse('count', counting)
    }
    const first = stage.run({
      prepare: (bot, run) => {
        prepare(bot)
        run.store.dieAt(when, ({ outbox = [] }) =>
          outbox.some(({ content }) => 'text' in content && content.text === 'number 2'),
        )
      },
    })
    stage.advance(10_000)
    for (const text of ['one', 'two', 'three']) {
      stage.say('alice', text)
      stage.advance(1_000)
    }
    expect(first.store.isAlive()).toBe(false)
    stage.run({ prepare })
    stage.advance(10_000)
    expect(textsOf(stage)).toEqual(['number 1', 'number 2', 'number 3'])
    expect([...new Set(handled)]).toEqual(['one', 'two', 'three'])
    expect(savedIn(stage).entries).toEqual([])
  },
)

test('a consumer that is new gets what waits; one that is gone holds nothing back', () => {
  const stage = createStage()
  const slow = (bot: Bot): void => bot.handle('slow', () => NEVER, { deadline: Number.POSITIVE_INFINITY })
  const first = stage.run({
    prepare: (bot) => {
      slow(bot)
      bot.converse('count', counting)
    },
  })
  stage.advance(10_000)
  stage.say('alice', 'one')
  stage.advance(10_000)
  first.kill()
  const noted: string[] = []
  const second = stage.run({
    prepare: (bot) => {
      bot.converse('count', counting)
      slow(bot)
      bot.handle('new', ({ id }) => {
        noted.push(id)
        return []
      })
    },
  })
  stage.advance(10_000)
  second.kill()
  expect([noted, textsOf(stage)]).toEqual([stage.said.map(({ id }) => id), ['number 1']])
  stage.run({ prepare: (bot) => bot.converse('count', counting) })
  stage.advance(10_000)
  expect([savedIn(stage).entries, textsOf(stage)]).toEqual([[], ['number 1']])
})

test('a message that one consumer is done with in the store is handed to the other one only', () => {
  const stage = createStage()
  let isBroken = true
  const prepare = (bot: Bot): void => {
    bot.handle('mail', () => (isBroken ? throwError(() => new Error('no')) : of([])), { tries: 1 })
    bot.converse('count', counting)
  }
  const first = stage.run({ prepare })
  stage.advance(10_000)
  stage.say('alice', 'one')
  stage.advance(10_000)
  first.kill()
  const { dead, lastSeq, marks } = savedIn(stage)
  expect(marks).toEqual([
    { consumer: 'mail', upTo: lastSeq, above: [] },
    { consumer: 'count', upTo: lastSeq, above: [] },
  ])
  const entries = dead.map(({ epoch, id, raw }) => ({ seq: lastSeq + 1, epoch, id, raw }))
  const done = [{ consumer: 'count', upTo: lastSeq, seqs: [lastSeq + 1] }]
  stage.store.commit({ entries, buried: dead.map(({ seq }) => seq), done }).subscribe()
  isBroken = false
  stage.run({ prepare })
  stage.advance(10_000)
  expect([savedIn(stage).entries, savedIn(stage).dead, textsOf(stage)]).toEqual([[], [], ['number 1']])
})

test('marks are found again on the disk, and a store without any is read', async () => {
  const path = freshPath()
  const store = await open(path)
  await commit(store, pull(1))
  await commit(store, { done: [{ consumer: 'a', upTo: 1 }] })
  await close(store)
  const again = await open(path)
  expect((await load(again)).marks).toEqual([{ consumer: 'a', upTo: 1, above: [] }])
  await close(again)
})

test('a store of somebody else that knows no marks still works: nothing is lost', () => {
  const inner = memoryStore()
  const stage = createStage()
  const load = () => inner.load().pipe(map(({ marks: _, ...saved }): Saved => saved))
  stage.run({ store: { ...inner, load }, prepare: (bot) => bot.converse('count', counting) })
  stage.advance(10_000)
  stage.say('alice', 'one')
  stage.advance(10_000)
  expect(textsOf(stage)).toEqual(['number 1'])
})
