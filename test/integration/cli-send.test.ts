import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Rxwx } from '../support/cli/rxwx.js'
import { useStage } from '../support/cli/stage.js'

const stage = useStage()
const send = (to: string, text: string, ...more: readonly string[]): Rxwx =>
  stage.start(['send', '--to', to, text, ...more])
const sent = () =>
  stage
    .world()
    .sent()
    .map(({ to, text }) => [to, text])

/** One command with an end: its exit code, stdout and stderr. */
const outcome = async (one: Rxwx) => ({ code: await one.ended, out: one.out, err: one.err() })

test('without a listener it logs in itself, and stdout is the id of the message', async () => {
  const { code, out } = await outcome(send('alice-alias', 'x', '--server', stage.server().origin))
  expect([code, out]).toEqual([2, []])
  const other = await outcome(send('每日新闻', '1 < 2 & 3', '--server', stage.server().origin))
  expect([other.code, other.out]).toEqual([0, [stage.world().sent()[0]?.msgId]])
  expect(sent()).toEqual([['daily', '1 < 2 & 3']])
})

test('people are found by own id, UserName, remark, alias and name, rooms by their topic', async () => {
  const listed = await outcome(stage.start(['contacts', '--json', ...stage.at()]))
  const contacts = listed.out.map((line) => JSON.parse(line))
  const bot = stage.listen('--store', stage.store(), '--pace', 'off')
  await bot.says('online as')
  const alice = contacts.find(({ remark }) => remark === '爱丽丝')
  const names = [alice.id, '爱丽丝', 'Alice', 'daily-news', 'Bob & Söhne', '项目组', 'filehelper']
  for (const name of names) expect(await send(name, name, '--store', stage.store()).ended).toBe(0)
  stage.world().person('alice').say('bot', 'who am I now?')
  const { from } = JSON.parse(await bot.line((line) => line.includes('who am I now?')))
  expect(await send(from.userName, 'by UserName', '--store', stage.store()).ended).toBe(0)
  expect(sent().map(([to]) => to)).toEqual(['alice', 'alice', 'alice', 'daily', 'bob', 'team', 'filehelper', 'alice'])
}, 60_000)

test('- reads the text from stdin and drops one newline at its end, and only one', async () => {
  const at = ['--store', stage.store()]
  const bot = stage.listen(...at, '--pace', 'off')
  await bot.says('online as')
  for (const text of ['one\n\n', 'two\r\n', 'three\nfour', '\n']) {
    const one = send('filehelper', '-', ...at)
    one.child.stdin.end(text)
    expect(await one.ended).toBe(text === '\n' ? 2 : 0)
  }
  expect(sent().map(([, text]) => text)).toEqual(['one\n', 'two', 'three\nfour'])
}, 60_000)

test('through a listener an ambiguous name lists who could be meant, and nobody is written to', async () => {
  stage.world().addPerson({ id: 'x1', nickName: 'Twin' })
  stage.world().addPerson({ id: 'x2', nickName: 'Twin' })
  const bot = stage.listen('--store', stage.store())
  await bot.says('online as')
  const twins = await outcome(send('Twin', 'hi', '--store', stage.store()))
  expect([twins.code, twins.out]).toEqual([2, []])
  expect(twins.err).toMatch(/Twin \(p_\w+\), Twin \(p_\w+\)/)
  const nobody = await outcome(send('Nobody', 'hi', '--store', stage.store()))
  expect([nobody.code, nobody.err.includes('"Nobody"')]).toEqual([2, true])
  expect(stage.world().exchanges.list('webwxsendmsg')).toEqual([])
})

test.each([
  { through: 'a listener', listens: true },
  { through: 'its own login', listens: false },
])('through $through a refused message ends it with 1, its code and what that means', async ({ listens }) => {
  if (listens) await stage.listen('--store', stage.store(), '--pace', 'off').says('online as')
  stage.world().fault({ name: 'retcode-1204', endpoint: 'webwxsendmsg' })
  const refused = await outcome(send('filehelper', 'hi', ...stage.at()))
  expect([refused.code, refused.out]).toEqual([1, []])
  expect(refused.err).toMatch(/refused \(1204\): \w+/)
  expect(sent()).toEqual([])
})

test.each([
  { through: 'a listener', listens: true },
  { through: 'its own login', listens: false },
])(
  'through $through "too often" ends it with 1, and the message is not sent later',
  async ({ listens }) => {
    const listener = listens ? stage.listen('--store', stage.store(), '--pace', 'off') : undefined
    await listener?.says('online as')
    stage.world().fault({ name: 'retcode-1205', endpoint: 'webwxsendmsg' })
    const often = await outcome(send('filehelper', 'too often', ...stage.at()))
    expect([often.code, often.out]).toEqual([1, []])
    expect(often.err).toContain('1205')
    listener?.child.kill('SIGTERM')
    await listener?.ended
    const after = stage.listen('--store', stage.store(), '--pace', 'off')
    await after.says('online as')
    after.write({ send: { to: 'filehelper', text: 'later', key: 'k' } })
    await after.line((line) => line.includes('"k"'))
    expect(sent()).toEqual([['filehelper', 'later']])
  },
  60_000,
)

test('a message whose answer was lost is said once', async () => {
  stage.world().fault({ name: 'answer-lost', endpoint: 'webwxsendmsg' })
  expect(await send('filehelper', 'once', ...stage.at()).ended).toBe(0)
  expect(sent()).toEqual([['filehelper', 'once']])
})

test('the socket of a listener is private, and gone when it ends', async () => {
  const bot = stage.listen('--store', stage.store())
  await bot.says('online as')
  expect(statSync(stage.store()).mode & 0o777).toBe(0o700)
  expect(statSync(join(stage.store(), 'listener.sock')).mode & 0o777).toBe(0o600)
  bot.child.kill('SIGINT')
  expect(await bot.ended).toBe(0)
  expect(() => statSync(join(stage.store(), 'listener.sock'))).toThrow('ENOENT')
})

test('a store with a path too long for a socket has its listener reached, too', async () => {
  const long = stage.path('x'.repeat(100))
  await stage.listen('--store', long).says('online as')
  expect(await send('filehelper', 'far', '--store', long).ended).toBe(0)
  expect(sent()).toEqual([['filehelper', 'far']])
})

test('a socket that a killed listener left behind is no listener: it logs in itself', async () => {
  const bot = stage.listen('--store', stage.store())
  await bot.says('online as')
  bot.child.kill('SIGKILL')
  await bot.ended
  expect(statSync(join(stage.store(), 'listener.sock')).isSocket()).toBe(true)
  expect(await send('filehelper', 'alone', ...stage.at()).ended).toBe(0)
  expect(sent()).toEqual([['filehelper', 'alone']])
})
