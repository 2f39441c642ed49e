import { NEVER } from 'rxjs'
import { expect, test } from 'vitest'
import { createListenerCommands } from '../../../src/cli/listener-commands.js'
import { memoryStore } from '../../../src/index.js'
import { type TestBot, testBot } from '../../../src/testing/index.js'

/** A bot whose sends are never answered, and what its listener says. */
function listener(keeps: boolean) {
  const store = memoryStore()
  const asked: string[] = []
  const bot = testBot([], {
    store,
    wire: (http) => (request) => {
      if (!['webwxsendmsg', 'webwxoplog'].includes(request.endpoint)) return http(request)
      asked.push(request.endpoint)
      return NEVER
    },
  })
  const { handle } = createListenerCommands(bot.bot, keeps)
  const lines: unknown[] = []
  const tell = (command: object): void => {
    handle(JSON.stringify(command)).subscribe((line) => lines.push(JSON.parse(line)))
  }
  return { bot, store, asked, lines, tell }
}

const twice = ({ tell, bot }: ReturnType<typeof listener>): void => {
  tell({ send: { to: 'filehelper', text: 'first', key: 'a' } })
  tell({ send: { to: 'filehelper', text: 'second', key: 'b' } })
  bot.advance(1_000)
  bot.bot.stop()
}

const sentAfter = (before: TestBot, store: ReturnType<typeof memoryStore>): readonly string[] =>
  testBot([], { in: before, store }).sentTo('filehelper')

test('a stop: what was on its way is unknown, what waits in a store is kept and sent at the next start', () => {
  const one = listener(true)
  twice(one)
  expect(one.lines).toEqual([
    expect.objectContaining({ key: 'a', outcome: 'unknown', reason: expect.stringContaining('it may have arrived') }),
    expect.objectContaining({
      key: 'b',
      outcome: 'unknown',
      kept: true,
      reason: expect.stringContaining('next start'),
    }),
  ])
  expect(one.lines[0]).not.toHaveProperty('kept')
  expect(sentAfter(one.bot, one.store)).toContain('second')
})

test('a stop without a store: what was on its way is unknown, what was not tried is refused', () => {
  const one = listener(false)
  twice(one)
  expect(one.lines).toEqual([
    expect.objectContaining({ key: 'a', outcome: 'unknown', reason: expect.not.stringContaining('next start') }),
    expect.objectContaining({ key: 'b', outcome: 'refused', reason: expect.stringContaining('it is not sent') }),
  ])
})

test('a stop: what never came as far as the store is refused, and so is what is said afterwards', () => {
  const one = listener(true)
  one.tell({ send: { to: 'nobody whom I know yet', text: 'x', key: 'a' } })
  one.bot.bot.stop()
  one.tell({ send: { to: 'filehelper', text: 'x', key: 'b' } })
  expect(one.lines).toEqual([
    expect.objectContaining({ key: 'a', outcome: 'refused' }),
    expect.objectContaining({ key: 'b', outcome: 'refused' }),
  ])
  expect(sentAfter(one.bot, one.store)).toEqual([])
})

test('a stop: an operation on its way may have been carried out', () => {
  const one = listener(true)
  one.tell({ operate: { type: 'remark', contact: '爱丽丝', name: 'A' } })
  one.bot.advance(1_000)
  expect(one.asked).toEqual(['webwxoplog'])
  one.bot.bot.stop()
  expect(one.lines).toEqual([expect.objectContaining({ operation: 'remark', outcome: 'unknown', kind: 'stopped' })])
})
