import { concatMap, timer } from 'rxjs'
import { expect, test } from 'vitest'
import { nothingSaved } from '../../src/actors/memory-store.js'
import { type Changes, memoryStore, type Receipt } from '../../src/index.js'
import { outcomeOf } from '../support/bot/outcome.js'
import { saysThingsOnce } from '../support/bot/promises.js'
import { createStage, savedIn } from '../support/bot/stage.js'

const endsSend = ({ sent = [] }: Changes): boolean => sent.length > 0

test.each([
  ['before', 1],
  ['after', 0],
] as const)('a process that dies %s the commit of a receipt has told it to nobody', (when, left) => {
  const stage = createStage()
  const told: Receipt[] = []
  const first = stage.run({ prepare: (_, run) => run.store.dieAt(when, endsSend) })
  stage.advance(10_000)
  first.bot.send('filehelper', 'one').subscribe((receipt) => told.push(receipt))
  stage.advance(10_000)
  expect([first.store.isAlive(), stage.world.sent().length]).toEqual([false, 1])
  expect([told, first.events.filter(({ type }) => type === 'receipt')]).toEqual([[], []])
  expect(savedIn(stage).outbox).toHaveLength(left)

  const second = stage.run()
  stage.advance(10_000)
  const receipts = second.events.flatMap((event) => (event.type === 'receipt' ? [event.receipt.outcome] : []))
  expect(receipts).toEqual(left === 1 ? ['accepted'] : [])
  expect(stage.world.sent().map(({ text }) => text)).toEqual(['one'])
  saysThingsOnce(stage)
})

test('a send that finds the queue full hears it once it has left the store', () => {
  const stage = createStage({ phone: { scanAfter: 3_600_000, confirmAfter: 0 } })
  const outbox = Array.from({ length: 10_000 }, (_, n) => {
    const clientMsgId = `${1_000_000_000_000_000 + n}`
    return { clientMsgId, key: clientMsgId, to: 'filehelper', content: { type: 'text', text: `${n}` } } as const
  })
  const { bot, store } = stage.run({ store: memoryStore({ ...nothingSaved, outbox }) })
  stage.advance(1_000)
  store.dieAt('before', endsSend)
  const late = outcomeOf(bot.send('filehelper', 'one too many'))
  stage.advance(1_000)
  expect([store.isAlive(), late.end()]).toEqual([false, 'pending'])
})

test('receipts that come while a commit is under way are committed together', () => {
  const stage = createStage()
  const commits: Changes[] = []
  const commit = (changes: Changes) => {
    commits.push(changes)
    const pause = (changes.sent ?? []).length > 0 ? 5_000 : 0
    return timer(pause, stage.clock.scheduler).pipe(concatMap(() => stage.store.commit(changes)))
  }
  const run = stage.run({ store: { ...stage.store, commit } })
  stage.advance(10_000)
  for (const text of ['a', 'b', 'c', 'd']) run.bot.send('filehelper', text).subscribe()
  stage.advance(4_000)
  expect(run.events.filter(({ type }) => type === 'receipt')).toEqual([])
  stage.advance(10_000)
  expect(commits.flatMap(({ sent = [] }) => (sent.length > 0 ? [sent.length] : []))).toEqual([1, 3])
  expect(run.events.filter(({ type }) => type === 'receipt')).toHaveLength(4)
})
