import { expect, test, vi } from 'vitest'
import { useStage } from '../support/cli/stage.js'

const stage = useStage()

const texts = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => JSON.parse(line).text).filter((text) => text !== undefined)

const idOf = (lines: readonly string[], text: string): string =>
  JSON.parse(lines.find((line) => line.includes(`"${text}"`)) ?? '{}').id

test('200 messages come without an acknowledgement', async () => {
  const bot = stage.listen('--ack', '--store', stage.store())
  await bot.says('online as')
  stage.world().addMessages(200, { from: 'alice', text: (at) => `m${at}` })
  await bot.line((line) => line.includes('"m200"'))
  expect(texts(bot.out)).toHaveLength(200)
}, 60_000)

test('--window: it says when the window is full and when it is free again, and each acknowledgement lets one follow', async () => {
  const bot = stage.listen('--ack', '--window', '3', '--store', stage.store())
  await bot.says('online as')
  stage.world().addMessages(5, { from: 'alice', text: (at) => `m${at}` })
  await bot.says('rxwx: the window is full: 3 messages wait to be acknowledged')
  expect(texts(bot.out)).toEqual(['m1', 'm2', 'm3'])
  bot.write({ ack: idOf(bot.out, 'm2') })
  await bot.line((line) => line.includes('"m4"'))
  bot.write({ ack: idOf(bot.out, 'm1') })
  await bot.line((line) => line.includes('"m5"'))
  expect(bot.err()).not.toContain('free again')
  for (const text of ['m3', 'm4', 'm5']) bot.write({ ack: idOf(bot.out, text) })
  await bot.says('rxwx: the window is free again')
}, 60_000)

test('--log silent: a full window is not told', async () => {
  const bot = stage.listen('--ack', '--window', '1', '--log', 'silent')
  const polls = () => stage.world().exchanges.list('synccheck').length
  await vi.waitFor(() => expect(polls()).toBeGreaterThan(0), { timeout: 20_000 })
  stage.world().person('alice').say('bot', 'one')
  await bot.line((line) => line.includes('"one"'))
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  expect(bot.err()).not.toContain('window')
}, 60_000)

test('--ack-timeout: what is never acknowledged becomes a dead letter, and the next one follows', async () => {
  const bot = stage.listen('--ack', '--window', '1', '--ack-timeout', '500ms', '--store', stage.store())
  await bot.says('online as')
  stage.world().addMessages(2, { from: 'alice', text: (at) => `m${at}` })
  await bot.says(/message \d+ was not acknowledged within 0.5 s, and is a dead letter now/)
  await bot.line((line) => line.includes('"m2"'))
  await bot.says(/dead letter \(listen, message \d+\): not acknowledged within 0.5 s/)
  const id = idOf(bot.out, 'm1')
  bot.write({ ack: id, key: 'late' })
  expect(JSON.parse(await bot.line((line) => line.includes('"late"')))).toMatchObject({ outcome: 'refused' })
}, 60_000)

test.each([
  [['--window', '3'], '--window goes with --ack'],
  [['--json', '--ack-timeout', '3s'], '--ack-timeout goes with --ack'],
  [['--json', '--ack', '--window', '0'], 'write a whole number above 0'],
  [['--json', '--ack', '--window', '5001'], 'write a whole number from 1 to 5000'],
])('listen %j is wrong usage', async (args, says) => {
  const bot = stage.start(['listen', ...args])
  expect([await bot.ended, bot.out, bot.err()]).toEqual([2, [], expect.stringContaining(says)])
})
