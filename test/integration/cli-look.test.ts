import { concatMap, firstValueFrom } from 'rxjs'
import { beforeEach, expect, test } from 'vitest'
import { type DeadLetter, type Identity, openStore } from '../../src/index.js'
import { useStage } from '../support/cli/stage.js'

const stage = useStage()

const letter: DeadLetter = {
  seq: 1,
  epoch: 1,
  id: '7000000000000000001',
  raw: { MsgId: '7000000000000000001', FromUserName: '@a', Content: 'hello' },
  consumer: 'mail',
  reason: 'no\u001b[31m',
  attempts: 3,
  time: 0,
}
const ann: Identity = {
  id: 'p_000000000001',
  kind: 'person',
  remarkName: '',
  alias: '',
  nickName: 'Ann',
  epoch: 1,
  userName: '@1',
}

beforeEach(async () => {
  const store = await firstValueFrom(openStore(stage.store()).account())
  const changes = { epoch: 1, dead: [letter], identities: [ann] }
  await firstValueFrom(store.commit(changes).pipe(concatMap(() => store.close())))
})

const looks = [
  ['store', 'info', '--json'],
  ['store', 'info'],
  ['store', 'verify'],
  ['dead', 'list'],
  ['dead', 'list', '--json'],
  ['identities', '--json'],
]

const run = async (args: readonly string[]) => {
  const one = stage.start([...args, '--store', stage.store()])
  return { code: await one.ended, out: one.out, err: one.err() }
}

test('a store is looked at while a listener runs on it', async () => {
  const bot = stage.listen('--store', stage.store())
  await bot.says('online as')
  const [info, readable, verified, dead, json, people] = await Promise.all(looks.map(run))
  expect([info, readable, verified, dead, json, people].map((one) => one?.code)).toEqual([0, 0, 0, 0, 0, 0])
  expect(JSON.parse(info?.out[0] ?? '')).toMatchObject({ accounts: 'default', session: 'web', dead: 1 })
  expect(readable?.out).toContain('dead          1')
  expect(verified?.err).toMatch(/^no holes: \d+ messages kept so far/)
  expect(dead?.out).toEqual(['1970-01-01T00:00:00.000Z  7000000000000000001  mail  3 tries  no␛[31m'])
  expect(JSON.parse(json?.out[0] ?? '')).toMatchObject({ id: letter.id, raw: letter.raw })
  expect(people?.out.map((line) => JSON.parse(line))).toContainEqual(expect.objectContaining({ id: ann.id }))
  expect(bot.child.exitCode).toBe(null)
}, 90_000)

test('a program on stdin looks, too, and each line carries its key', async () => {
  const bot = stage.listen('--store', stage.store())
  await bot.says('online as')
  bot.write({ look: 'dead', key: 'k1' })
  const end = await bot.line((line) => line.includes('"end"'))
  expect(JSON.parse(end)).toEqual({ type: 'end', key: 'k1' })
  expect(bot.out.map((line) => JSON.parse(line))).toContainEqual(expect.objectContaining({ id: letter.id, key: 'k1' }))
  bot.write({ look: 'secrets', key: 'k2' })
  const refused = await bot.line((line) => line.includes('"k2"'))
  expect(JSON.parse(refused)).toMatchObject({ outcome: 'refused' })
}, 60_000)

test('a listener binds two ids that are known, and refuses those that are not', async () => {
  const bot = stage.listen('--store', stage.store())
  await bot.says('online as')
  // The account itself comes first, and nobody is bound to it.
  const { out } = await run(['identities', '--json'])
  const people = out.map((line) => JSON.parse(line)).filter(({ kind, present }) => kind === 'person' && present)
  const bound = await run(['identities', 'bind', people.at(-1).id, ann.id])
  expect([bound.code, bound.err]).toEqual([0, ''])
  const wrong = await run(['identities', 'bind', 'p_nobody', ann.id])
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('both ids have to be known')])
  bot.child.kill('SIGTERM')
  await bot.ended
  const after = await run(['identities', '--json'])
  expect(after.out.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ id: people.at(-1).id, boundTo: ann.id }),
  )
}, 90_000)
