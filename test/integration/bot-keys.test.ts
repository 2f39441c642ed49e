import { from } from 'rxjs'
import { expect, test } from 'vitest'
import { awaitReceipt, type Bot, type Command, type Receipt, reply, type Store, text } from '../../src/index.js'
import { outcomeOf } from '../support/bot/outcome.js'
import { saysThingsOnce } from '../support/bot/promises.js'
import { createStage, type Run, type RunOptions, type Stage, savedIn } from '../support/bot/stage.js'
import { close, freshPath, load, open } from '../support/store/disk.js'

const day = 86_400_000

const keyed = (to: string, content: string, key: string): Command => ({ type: 'send', to, text: content, key })

function online(options: RunOptions = {}, stage = createStage()): readonly [Stage, Run] {
  const run = stage.run(options)
  stage.advance(10_000)
  return [stage, run]
}

const textsOf = (stage: Stage): readonly string[] => stage.world.sent().map((one) => `${one.to}: ${one.text}`)

const sendingIn = (stage: Stage, run: Run, content: string, key = 'k', to = 'filehelper') => {
  const outcome = outcomeOf(run.bot.send(to, content, { key }))
  stage.advance(2_000)
  return outcome
}

test('other content under a living key fails, and so does the same content for somebody else', () => {
  const [stage, run] = online()
  expect(sendingIn(stage, run, 'a').end()).toBe('done')
  expect(sendingIn(stage, run, 'b').error()).toMatchObject({ kind: 'argument', detail: { name: 'key' } })
  expect(sendingIn(stage, run, 'a', 'k', '爱丽丝').end()).toBe('argument')
  expect(sendingIn(stage, run, 'a', 'another', '爱丽丝').end()).toBe('done')
  expect(textsOf(stage)).toEqual(['filehelper: a', 'alice: a'])
})

test('a key is kept over a restart while its message waits: both askers get one receipt', () => {
  const [stage, first] = online()
  stage.world.fault({ name: 'hang', endpoint: 'webwxsendmsg', times: 1 })
  sendingIn(stage, first, 'a')
  first.kill()
  const second = stage.run()
  stage.advance(1)
  const outcomes = [sendingIn(stage, second, 'a'), sendingIn(stage, second, 'a')]
  expect(sendingIn(stage, second, 'b').end()).toBe('argument')
  stage.advance(60_000)
  expect(outcomes.map(({ values }) => values.length)).toEqual([1, 1])
  expect(new Set(outcomes.flatMap(({ values }) => values.map(({ clientMsgId }) => clientMsgId))).size).toBe(1)
  expect(textsOf(stage)).toEqual(['filehelper: a'])
  saysThingsOnce(stage)
})

test('after its receipt a key means its message for 30 days, over a restart, and then it is free', () => {
  const [stage, first] = online()
  const [receipt] = sendingIn(stage, first, 'a').values
  first.bot.stop()
  const [, second] = online({}, stage)
  expect(sendingIn(stage, second, 'a').values).toEqual([receipt])
  expect(sendingIn(stage, second, 'b').end()).toBe('argument')
  second.bot.stop()
  stage.advance(30 * day)
  const [, third] = online({}, stage)
  expect(sendingIn(stage, third, 'b').end()).toBe('done')
  expect(textsOf(stage)).toEqual(['filehelper: a', 'filehelper: b'])
})

test('the newest ten thousand keys are kept', () => {
  const stage = createStage()
  const sendKeys = Array.from({ length: 10_000 }, (_, n) => ({
    key: `key ${n}`,
    to: 'filehelper',
    content: `${n}`,
    time: stage.clock.now(),
    clientMsgId: `${n + 1}`,
    outcome: 'accepted' as const,
    msgId: `${n}`,
  }))
  stage.store.commit({ sendKeys }).subscribe()
  const [, run] = online({}, stage)
  expect(sendingIn(stage, run, 'x', 'key 0').end()).toBe('argument')
  expect(sendingIn(stage, run, 'x', 'new').end()).toBe('done')
  expect(sendingIn(stage, run, 'x', 'key 0').end()).toBe('done')
  expect(savedIn(stage).sendKeys).toHaveLength(10_000)
})

test('the key of a refused send is free, that of an unknown one is not', () => {
  const [stage, run] = online()
  stage.world.fault({ name: 'retcode-1', endpoint: 'webwxsendmsg', times: 1 })
  const refused = sendingIn(stage, run, 'a')
  expect(refused.values.map(({ outcome }) => outcome)).toEqual(['refused'])
  expect(sendingIn(stage, run, 'b').values.map(({ outcome }) => outcome)).toEqual(['accepted'])
  stage.world.fault({ name: 'answer-lost', endpoint: 'webwxsendmsg', times: 100 })
  const lost = outcomeOf(run.bot.send('filehelper', 'c', { key: 'lost' }))
  stage.advance(600_000)
  stage.world.clearFaults()
  expect(lost.values.map(({ outcome }) => outcome)).toEqual(['unknown'])
  expect(sendingIn(stage, run, 'd', 'lost').end()).toBe('argument')
  expect(sendingIn(stage, run, 'c', 'lost').values).toEqual(lost.values)
})

test('the Commands of a handler keep keys: one that is taken is left out, with an event, and its message is settled', () => {
  const prepare = (bot: Bot): void =>
    bot.handle('news', () => [
      keyed('filehelper', 'news', 'n'),
      keyed('filehelper', 'news', 'n'),
      keyed('爱丽丝', 'news', 'n'),
      text('filehelper', 'end'),
    ])
  const [stage, run] = online({ prepare })
  stage.say('alice', 'go')
  stage.advance(5_000)
  expect(textsOf(stage)).toEqual(['filehelper: news', 'filehelper: end'])
  const refused = run.events.filter((event) => event.type === 'commandRefused')
  expect(refused).toMatchObject([{ consumer: 'news', key: 'n', failure: { kind: 'argument' } }])
  expect(savedIn(stage)).toMatchObject({ dead: [], entries: [] })
  run.bot.stop()
  const [, second] = online({ prepare }, stage)
  stage.say('alice', 'again')
  stage.advance(5_000)
  expect(textsOf(stage).slice(2)).toEqual(['filehelper: end'])
  expect(sendingIn(stage, second, 'news', 'n').end()).toBe('done')
  expect(sendingIn(stage, second, 'other', 'n').end()).toBe('argument')
})

test('one key for three people in a behaviour: one is sent, and two failures are told', () => {
  const [stage, run] = online()
  run.bot.use(() => from(['爱丽丝', 'Bob & Söhne', 'filehelper'].map((to) => keyed(to, 'hi', 'same'))))
  stage.advance(5_000)
  expect(textsOf(stage)).toHaveLength(1)
  expect(run.events.filter(({ type }) => type === 'behaviourFailed')).toMatchObject([
    { isCommand: true, key: 'same', error: { kind: 'argument' } },
    { isCommand: true, key: 'same', error: { kind: 'argument' } },
  ])
})

test('a dialogue and a part of an answer keep keys, too', () => {
  const [stage, run] = online({
    prepare: (bot) => {
      bot.converse('talk', {
        start: () => 0,
        reduce: (n) => ({ state: n + 1, commands: [keyed('filehelper', 'talk', 'once')] }),
      })
      bot.handle('parts', (message, { settle }) => {
        settle.part(keyed('filehelper', 'part', 'part'))
        return [reply(message, 'whole')]
      })
    },
  })
  for (const said of ['a', 'b']) {
    stage.say('alice', said)
    stage.advance(5_000)
  }
  expect([...textsOf(stage)].sort()).toEqual(['alice: whole', 'alice: whole', 'filehelper: part', 'filehelper: talk'])
  expect(run.events.filter(({ type }) => type === 'crashed' || type === 'deadLetter')).toEqual([])
})

test('an answer that cannot be sent as a whole leaves its keys free', () => {
  const [stage, run] = online({
    prepare: (bot) => bot.handle('half', () => [keyed('filehelper', 'a', 'k'), text('nobody at all', 'b')]),
  })
  stage.say('alice', 'go')
  stage.advance(5_000)
  expect(sendingIn(stage, run, 'other').end()).toBe('done')
  expect(textsOf(stage)).toEqual(['filehelper: other'])
})

test('awaitReceipt hears of the receipt that a key has already', () => {
  const [stage, run] = online()
  sendingIn(stage, run, 'a')
  const received: Receipt[] = []
  run.bot.use((_, bot) =>
    awaitReceipt(
      bot,
      { type: 'send', to: 'filehelper', text: 'a', key: 'k' },
      {
        received: (receipt) => void received.push(receipt),
      },
    ),
  )
  stage.advance(1_000)
  expect(received).toMatchObject([{ outcome: 'accepted', key: 'k' }])
  expect(textsOf(stage)).toEqual(['filehelper: a'])
})

test('a time is no part of the content: the first one stays', () => {
  const [stage, run] = online()
  const at = stage.clock.now() + 60_000
  run.bot.send('filehelper', 'later', { key: 'k', at }).subscribe()
  stage.advance(1_000)
  run.bot.send('filehelper', 'later', { key: 'k' }).subscribe()
  stage.advance(10_000)
  expect(textsOf(stage)).toEqual([])
  stage.advance(60_000)
  expect(textsOf(stage)).toEqual(['filehelper: later'])
})

test('a key is on the disk with the end of its send', async () => {
  const path = freshPath()
  const store: Store = await open(path)
  const stage = createStage()
  const kept: unknown[] = []
  const commit: Store['commit'] = (changes) => {
    if (changes.sendKeys !== undefined) kept.push([changes.sent, changes.sendKeys])
    return stage.store.commit(changes)
  }
  const [, run] = online({ store: { ...stage.store, commit } }, stage)
  const [receipt] = sendingIn(stage, run, 'a').values
  const [key] = savedIn(stage).sendKeys ?? []
  if (key === undefined || receipt === undefined) throw new Error('no key was kept')
  expect(kept).toEqual([[[receipt.clientMsgId], [key]]])
  await new Promise<void>((done) => store.commit({ sendKeys: [key] }).subscribe({ complete: done }))
  await close(store)
  const again = await open(path)
  expect((await load(again)).sendKeys).toEqual([key])
  await close(again)
})
