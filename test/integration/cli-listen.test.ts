import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncScheduler, firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorld, mostAtOnce, type Server, startServer, type World } from '../../src/emulator/index.js'
import { type Rxwx, rxwx } from '../support/cli/rxwx.js'

let world: World
let server: Server
let directory = ''
const started: Rxwx[] = []

const start = (...args: readonly string[]): Rxwx => {
  const one = rxwx(args)
  started.push(one)
  return one
}
const store = (): string => join(directory, 'store')
const listen = (...more: readonly string[]): Rxwx => start('listen', '--json', '--server', server.origin, ...more)

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rxwx-cli-'))
  world = createWorld({ scheduler: asyncScheduler, phone: 'auto' })
  server = await firstValueFrom(startServer(world, { tls: true }))
})

afterEach(async () => {
  for (const { child, ended } of started.splice(0)) {
    child.kill('SIGKILL')
    await ended
  }
  server.close()
  rmSync(directory, { recursive: true, force: true })
})

const parsed = (line: string) => JSON.parse(line)

test('listen prints each message as one JSON object, and nothing else on stdout', async () => {
  const bot = listen()
  await bot.says('online as')
  const id = world.person('alice').say('bot', 'a < b\nsecond line')
  const room = world.person('carol').sayIn('team', 'hello')
  const first = parsed(await bot.line((line) => line.includes(id)))
  const second = parsed(await bot.line((line) => line.includes(room)))
  expect(first).toMatchObject({
    id,
    type: 'text',
    origin: 'peer',
    text: 'a < b\nsecond line',
    conversation: {
      id: expect.stringMatching(/^p_/),
      kind: 'person',
      name: 'Alice',
      remark: '爱丽丝',
      userName: expect.stringMatching(/^@[0-9a-f]/),
    },
    to: { id: expect.stringMatching(/^p_[0-9a-f]{16}$/) },
  })
  expect(first.from).toEqual(first.conversation)
  expect(first.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/)
  expect(second).toMatchObject({ room: { name: '项目组', id: expect.stringMatching(/^r_/) }, from: { name: '卡罗尔' } })
  expect(bot.out.every((line) => parsed(line).type !== undefined)).toBe(true)
  expect(bot.err()).toContain('Scan with WeChat')
})

test('commands on stdin are answered by receipts, bad ones too, and the end of stdin is not the end', async () => {
  const bot = listen('--pace', 'off')
  await bot.says('online as')
  const id = world.person('alice').say('bot', 'question')
  await bot.line((line) => line.includes(id))
  bot.write({ reply: { id, text: 'answer', key: 'k1' } })
  bot.write({ send: { to: 'filehelper', text: 'note', key: 'k2' } })
  bot.write('{"send":')
  bot.write({ send: { to: 'nobody at all', text: 'x', key: 'k3' } })
  bot.write({ reply: { id: '1', text: 'x', key: 'k4' } })
  expect(parsed(await bot.line((line) => line.includes('"k1"')))).toMatchObject({
    type: 'receipt',
    outcome: 'accepted',
  })
  expect(parsed(await bot.line((line) => line.includes('"k2"')))).toMatchObject({
    type: 'receipt',
    outcome: 'accepted',
  })
  expect(parsed(await bot.line((line) => line.includes('"k3"')))).toMatchObject({ outcome: 'refused', kind: 'target' })
  expect(parsed(await bot.line((line) => line.includes('"k4"')))).toMatchObject({ outcome: 'refused' })
  expect(parsed(await bot.line((line) => line.includes('not JSON')))).toMatchObject({ type: 'receipt', key: null })
  bot.write({ revoke: { key: 'k2' } })
  await bot.line((line) => line.includes('"k2"') && line !== bot.out.find((one) => one.includes('"k2"')))
  expect(world.sent().map(({ to, text, recalled }) => [to, text, recalled])).toEqual([
    ['alice', 'answer', false],
    ['filehelper', 'note', true],
  ])
  bot.child.stdin.end()
  const later = world.person('bob').say('bot', 'still there?')
  await bot.line((line) => line.includes(later))
})

test('1,000 messages come in and 1,000 replies go out, in order, each once, with one poll at a time', async () => {
  const bot = listen('--pace', 'off')
  await bot.says('online as')
  world.addMessages(1_000, { from: 'alice', text: (at) => `m${at}` })
  const last = await bot.line((line) => line.includes('"m1000"'))
  expect(last).toBeDefined()
  for (const line of bot.out.filter((one) => one.includes('"text"')))
    bot.write({ reply: { id: parsed(line).id, text: `re ${parsed(line).text}` } })
  await bot.line(() => bot.out.length === 2_000)
  const expected = Array.from({ length: 1_000 }, (_, at) => `re m${at + 1}`)
  expect(world.sent().map(({ text }) => text)).toEqual(expected)
  expect(mostAtOnce(world.exchanges.list('synccheck'))).toBe(1)
}, 60_000)

test('send goes through a running listener of the same store, whose socket is private', async () => {
  const bot = listen('--store', store())
  await bot.says('online as')
  const sent = start('send', '--to', '爱丽丝', 'through you', '--store', store())
  expect(await sent.ended).toBe(0)
  expect(world.sent().map(({ to, text }) => [to, text])).toEqual([['alice', 'through you']])
  expect(statSync(join(store(), 'listener.sock')).mode & 0o777).toBe(0o600)
  expect(statSync(store()).mode & 0o777).toBe(0o700)
  const second = listen('--store', store())
  expect(await second.ended).toBe(6)
  expect(second.err()).toContain(`${bot.child.pid}`)
})

test('unknown and ambiguous names send nothing; refusals say their code', async () => {
  world.addPerson({ id: 'x1', nickName: 'Twin' })
  world.addPerson({ id: 'x2', nickName: 'Twin' })
  const at = ['--server', server.origin, '--store', store()]
  const nobody = start('send', '--to', 'Nobody', 'hi', ...at)
  expect(await nobody.ended).toBe(2)
  const twins = start('send', '--to', 'Twin', 'hi', ...at)
  expect(await twins.ended).toBe(2)
  expect(twins.err()).toMatch(/Twin \(p_\w+\), Twin \(p_\w+\)/)
  world.fault({ name: 'retcode-1204', endpoint: 'webwxsendmsg' })
  const refused = start('send', '--to', 'filehelper', 'hi', ...at)
  expect([await refused.ended, refused.err().includes('1204')]).toEqual([1, true])
  world.fault({ name: 'retcode-1205', endpoint: 'webwxsendmsg' })
  const often = start('send', '--to', 'filehelper', 'hi', ...at)
  expect([await often.ended, often.err().includes('1205')]).toEqual([1, true])
  expect(world.sent()).toEqual([])
}, 60_000)

test('a stored session needs no QR code, and a logout forgets it', async () => {
  const at = ['--server', server.origin, '--store', store()]
  expect(await start('login', ...at).ended).toBe(0)
  const again = start('login', ...at)
  expect([await again.ended, again.err().includes('Scan')]).toEqual([0, false])
  expect(await start('logout', ...at).ended).toBe(0)
  expect(world.isOnline()).toBe(false)
  const anew = start('login', ...at)
  expect([await anew.ended, anew.err().includes('Scan')]).toEqual([0, true])
}, 60_000)

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends it with 0, also at the QR code and in a request that hangs',
  async (signal) => {
    world.fault({ name: 'hang', endpoint: 'webwxinit', times: 9 })
    const hanging = listen()
    await hanging.says('confirmed')
    hanging.child.kill(signal)
    expect(await hanging.ended).toBe(0)
  },
)

test('a kick ends it with 4 when the phone does not let it in again', async () => {
  const bot = listen()
  await bot.says('online as')
  world.fault({ name: 'retcode-1', endpoint: 'webwxpushloginurl', times: 9 })
  world.kick()
  expect(await bot.ended).toBe(4)
})

test('a login that is refused ends with 3 and the words of the service, after one try with the other profile', async () => {
  world.fault({ name: 'retcode-1203', endpoint: 'webwxnewloginpage', times: 9 })
  const bot = listen()
  expect(await bot.ended).toBe(3)
  expect(world.exchanges.list('webwxnewloginpage').length).toBe(2)
}, 60_000)

test('nobody at the phone ends with 3, a server that is gone with 5', async () => {
  world.change({ uuidLife: 300 })
  world.fault({ name: 'retcode-400', endpoint: 'login', times: 99 })
  expect(await listen('--qr-attempts', '1').ended).toBe(3)
  const gone = start('listen', '--server', 'http://127.0.0.1:9', '--give-up', '1s')
  expect(await gone.ended).toBe(5)
})

test.each([
  [['listen', '--server', 'http://example.com']],
  [['listen', '--server', 'ftp://127.0.0.1']],
  [['listen', '--pace', 'fast']],
  [['listen', '--give-up', 'soon']],
  [['listen', '--ack']],
  [['send', 'text']],
  [['nonsense']],
])('%j is wrong usage', async (args) => {
  expect(await start(...args).ended).toBe(2)
})

test('over HTTPS under the real host names, behind a proxy, with cookies and shard as they are', async () => {
  const ca = join(directory, 'ca.pem')
  writeFileSync(ca, server.tls?.caPem ?? '')
  world.change({ loginLocation: true })
  const proxy = server.tls?.proxy ?? ''
  const bot = rxwx(['listen', '--json'], { RXWX_PROXY: proxy, NODE_EXTRA_CA_CERTS: ca, RXWX_PACE: 'off' })
  started.push(bot)
  await bot.says('online as')
  const id = world.person('alice').say('bot', 'over TLS')
  await bot.line((line) => line.includes(id))
  bot.write({ reply: { id, text: 'yes' } })
  await bot.line((line) => line.includes('"accepted"'))
  const hosts = new Set(world.exchanges.list().map(({ host }) => host))
  expect([...hosts].sort()).toEqual(['login.wx.qq.com', 'webpush.wx2.qq.com', 'wx2.qq.com'])
  const untrusting = rxwx(['listen', '--json', '--give-up', '1s'], { RXWX_PROXY: proxy })
  started.push(untrusting)
  expect([await untrusting.ended, /certificate/.test(untrusting.err())]).toEqual([5, true])
}, 60_000)

test('a login page on a foreign host ends with 1, and nothing was sent there', async () => {
  world.fault({ name: 'foreign-redirect-uri', endpoint: 'login', times: 9 })
  const bot = listen()
  expect(await bot.ended).toBe(1)
  expect(bot.err()).toContain('not trusted')
  expect(world.exchanges.list('webwxnewloginpage')).toEqual([])
})

test('with --ack the reader acknowledges; what it did not comes again', async () => {
  const bot = listen('--ack', '--store', store())
  await bot.says('online as')
  const [one, two] = ['one', 'two'].map((text) => world.person('alice').say('bot', text))
  await bot.line((line) => line.includes(two ?? ''))
  bot.write({ ack: one })
  bot.write({ ack: 'no such id' })
  await bot.line((line) => line.includes('waits to be acknowledged'))
  bot.child.kill('SIGTERM')
  expect(await bot.ended).toBe(0)
  const again = listen('--ack', '--store', store())
  await again.line((line) => line.includes(two ?? ''))
  expect(again.out.some((line) => line.includes(one ?? ''))).toBe(false)
}, 60_000)
