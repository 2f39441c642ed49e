import { NEVER } from 'rxjs'
import { expect, test } from 'vitest'
import { type Bot, type Dialogue, type Handler, memoryStore, reply, text } from '../../src/index.js'
import { type TestBot, testBot } from '../../src/testing/index.js'

const echo: Handler = (message) => (message.type === 'text' ? [reply(message, `re ${message.text}`)] : [])

/** A later process over the same store, in the same world. */
const restart = (before: TestBot, store: ReturnType<typeof memoryStore>, prepare: (bot: Bot) => void): TestBot => {
  before.bot.stop()
  return testBot([], { store, prepare, in: before })
}

test('a handler answers each message once, with its Commands committed together with the acknowledgement', () => {
  const store = memoryStore()
  const first = testBot([], { store, prepare: (bot) => bot.handle('echo', echo) })
  first.says('Alice', 'one')
  first.says('Alice', 'two')
  const second = restart(first, store, (bot) => bot.handle('echo', echo))
  second.says('Alice', 'three')
  expect(second.sentTo('Alice')).toEqual(['re one', 're two', 're three'])
  expect(new Set(second.sent().map(({ clientMsgId }) => clientMsgId)).size).toBe(3)
})

test('what was not acknowledged comes again at the next start, and what was does not', () => {
  const store = memoryStore()
  const seen: string[] = []
  const first = testBot([], {
    store,
    prepare: (bot) =>
      bot.deliveries('reader').subscribe(({ message, ack }) => {
        if (message.type === 'text' && message.text !== 'two') ack()
      }),
  })
  for (const said of ['one', 'two', 'three']) first.says('Alice', said)
  restart(first, store, (bot) =>
    bot.deliveries('reader').subscribe(({ message }) => {
      if (message.type === 'text') seen.push(message.text)
    }),
  )
  expect(seen).toEqual(['two'])
})

test('no more deliveries are out than may be repeated', () => {
  const acks: (() => void)[] = []
  const test = testBot([], {
    prepare: (bot) => bot.deliveries('reader', { prefetch: 3 }).subscribe(({ ack }) => acks.push(ack)),
  })
  test.world.addMessages(10, { from: 'alice' })
  test.advance(5_000)
  expect(acks.length).toBe(3)
  acks[0]?.()
  test.advance(100)
  expect(acks.length).toBe(4)
})

test('a handler that fails is tried three times and then leaves a dead letter; other conversations do not wait', () => {
  let tries = 0
  const picky: Handler = (message) => {
    if (message.type === 'text' && message.text === 'poison') {
      tries += 1
      throw new Error('cannot stand this')
    }
    return echo(message, {
      attempt: 1,
      signal: new AbortController().signal,
      extend: () => {},
      settle: { part: () => {} },
    })
  }
  const test = testBot([], { prepare: (bot) => bot.handle('picky', picky) })
  test.world.person('alice').say('bot', 'poison')
  test.says('Bob', 'hello')
  expect(test.sentTo('Bob')).toEqual(['re hello'])
  test.advance(60_000)
  expect(tries).toBe(3)
  const letters = test.events.flatMap((event) => (event.type === 'deadLetter' ? event.letter : []))
  expect(letters.map(({ consumer, reason, attempts }) => ({ consumer, reason, attempts }))).toEqual([
    { consumer: 'picky', reason: 'cannot stand this', attempts: 3 },
  ])
})

test('a dialogue goes on after a restart where it was, in each conversation for itself', () => {
  const store = memoryStore()
  const count: Dialogue<number> = {
    start: () => 0,
    reduce: (n, message) => ({ state: n + 1, commands: [reply(message, `number ${n + 1}`)] }),
  }
  const first = testBot([], { store, prepare: (bot) => bot.converse('count', count) })
  first.says('Alice', 'a')
  first.says('Bob', 'b')
  first.says('Alice', 'c')
  const second = restart(first, store, (bot) => bot.converse('count', count))
  second.says('Alice', 'd')
  expect(second.sentTo('Alice')).toEqual(['number 1', 'number 2', 'number 3'])
  expect(second.sentTo('Bob')).toEqual(['number 1'])
})

test('a text for later waits in the store, across a restart, and is sent once its time has come', () => {
  const store = memoryStore()
  const first = testBot([], { store })
  first.bot.send('filehelper', 'tea', { at: first.clock.now() + 3_600_000 }).subscribe({ error: () => {} })
  first.advance(1_800_000)
  const second = restart(first, store, () => {})
  expect(second.sentTo('filehelper')).toEqual([])
  second.advance(1_800_000)
  expect(second.sentTo('filehelper')).toEqual(['tea'])
})

test('the same key is the same message, and another text under it is refused', () => {
  const test = testBot([])
  const ends: string[] = []
  for (const content of ['try 1', 'try 1', 'try 2']) {
    test.bot.send('filehelper', content, { key: 'order 7' }).subscribe({
      next: ({ outcome }) => ends.push(outcome),
      error: (error: Error) => ends.push(error.message),
    })
    test.advance(1_000)
  }
  expect([test.sentTo('filehelper'), ends]).toEqual([
    ['try 1'],
    ['accepted', 'accepted', expect.stringMatching(/^key: "order 7" stands for another message/)],
  ])
})

test('what was still to be sent is sent by the next process, under the ClientMsgId it had', () => {
  const store = memoryStore()
  const first = testBot([], { store })
  first.world.fault({ name: 'hang', endpoint: 'webwxsendmsg', times: 1 })
  first.bot.send('filehelper', 'late').subscribe({ error: () => {} })
  first.advance(1_000)
  const second = restart(first, store, () => {})
  second.advance(10_000)
  expect(second.sent().map(({ text: content, requests }) => [content, requests])).toEqual([['late', 1]])
})

test('names of consumers are unique, and nobody joins after the start', () => {
  const test = testBot([])
  expect(() => test.bot.handle('late', echo)).toThrow(/before start/)
  expect(() =>
    testBot([], {
      prepare: (bot) => {
        bot.handle('twice', echo)
        bot.converse('twice', { start: () => 0, reduce: (n) => ({ state: n }) })
      },
    }),
  ).toThrow(/name of its own/)
})

test('a Command to somebody who is two people becomes a dead letter that lists them', () => {
  const test = testBot([], { prepare: (bot) => bot.handle('wrong', () => [text('Bob Twin', 'who?')]) })
  for (const id of ['twin1', 'twin2']) test.world.addPerson({ id, nickName: 'Bob Twin' })
  test.says('Alice', 'go')
  const [letter] = test.events.flatMap((event) => (event.type === 'deadLetter' ? event.letter : []))
  expect(letter?.reason).toMatch(/could be Bob Twin \(p_.*\), Bob Twin \(p_/)
})

test('a stop right after a receipt leaves nothing to be sent again', () => {
  const store = memoryStore()
  const first = testBot([], { store })
  first.bot.send('filehelper', 'once').subscribe(() => first.bot.stop())
  first.advance(1_000)
  const second = restart(first, store, () => {})
  second.advance(10_000)
  expect(second.sent().map(({ requests }) => requests)).toEqual([1])
})

test('a stop inside a receipt does not turn that receipt into a failure', () => {
  const test = testBot([])
  const ended: string[] = []
  test.bot.send('filehelper', 'last').subscribe({
    next: () => test.bot.stop(),
    error: () => ended.push('error'),
    complete: () => ended.push('complete'),
  })
  test.advance(1_000)
  expect(ended).toEqual(['complete'])
})

test('what a handler had not finished when its process died is handled by the next one', () => {
  const store = memoryStore()
  const first = testBot([], { store, prepare: (bot) => bot.handle('echo', () => NEVER) })
  first.says('Alice', 'one')
  first.says('Bob', 'two')
  const second = restart(first, store, (bot) => bot.handle('echo', echo))
  second.advance(1_000)
  expect([second.sentTo('Alice'), second.sentTo('Bob')]).toEqual([['re one'], ['re two']])
})
