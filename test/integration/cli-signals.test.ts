import { spawn, spawnSync } from 'node:child_process'
import { closeSync, constants, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { useStage } from '../support/cli/stage.js'
import { needs } from '../support/needs.js'

const stage = useStage()
const running: { readonly kill: (signal: 'SIGKILL') => unknown }[] = []

afterEach(() => {
  for (const one of running.splice(0)) one.kill('SIGKILL')
})

/** The command with a stdout of one's own. */
function rxwx(args: readonly string[], stdout: 'pipe' | number = 'pipe') {
  const child = spawn(process.execPath, ['dist/cli/main.js', ...args], {
    stdio: ['pipe', stdout, 'pipe'],
  })
  running.push(child)
  let err = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString('utf8')
  })
  child.stdin?.on('error', () => undefined)
  const ended = new Promise<number | string | null>((resolve) => {
    child.on('exit', (code, signal) => resolve(code ?? signal))
  })
  return { child, err: () => err, ended }
}

/** How it ended, and whether that took less than two seconds. */
async function stopped(one: ReturnType<typeof rxwx>, signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP') {
  const asked = performance.now()
  one.child.kill(signal)
  const code = await one.ended
  return { code, soon: performance.now() - asked < 2_000 }
}

const atOnce = { code: 0, soon: true }
const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const
const signals = Object.keys(codes) as (keyof typeof codes)[]
const until = (condition: () => boolean) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 20_000, interval: 20 })
const isAsked = (endpoint: string) => () => stage.world().exchanges.list(endpoint).length > 0

const message = JSON.stringify({ id: '1', type: 'image' })

const unsent = 'nothing was sent'
const unsure = 'nobody knows whether it arrived'
const undone = 'nobody knows whether it was done'

/** What hangs, the command, and what it says of what was asked for; nothing where a signal is how it is done. */
const hung: readonly (readonly [string, readonly string[], string])[] = [
  ['webwxinit', ['listen', '--json'], ''],
  ['webwxinit', ['listen'], ''],
  ['webwxgetcontact', ['contacts'], 'nothing was printed'],
  ['webwxgetcontact', ['rooms'], 'nothing was printed'],
  ['webwxgetcontact', ['friends', 'list', 'a'], 'nothing was printed'],
  ['webwxinit', ['send', '--to', 'filehelper', 'hi'], unsent],
  ['webwxsendmsg', ['send', '--to', '爱丽丝', 'hi'], unsure],
  ['webwxuploadmedia', ['send', '--to', 'filehelper', '--file', 'package.json'], unsent],
  ['webwxcreatechatroom', ['rooms', 'create', '爱丽丝', 'Bob & Söhne'], undone],
  ['webwxoplog', ['friends', 'remark', '爱丽丝', 'Alice'], undone],
  ['webwxverifyuser', ['friends', 'request', '爱丽丝'], undone],
  ['webwxinit', ['friends', 'request', '爱丽丝'], 'it was not done'],
  ['webwxgetmsgimg', ['download', message, '--dir', '/tmp'], 'no file was saved'],
  ['webwxgeticon', ['avatar', '爱丽丝', '--dir', '/tmp'], 'no file was saved'],
]

test.each(hung)(
  'while %s hangs, %j is ended by a signal, and says what becomes of what was asked for',
  async (endpoint, args, says) => {
    const signal = signals[(endpoint.length + args.length) % signals.length] ?? 'SIGHUP'
    stage.world().fault({ name: 'hang', endpoint, times: 99 })
    const one = rxwx([...args, '--server', stage.server().origin, '--pace', 'off'])
    await until(isAsked(endpoint))
    expect(await stopped(one, signal)).toEqual({ code: says === '' ? 0 : codes[signal], soon: true })
    if (says === '') expect(one.err()).not.toContain('ended by')
    else expect(one.err()).toContain(`rxwx: ended by ${signal}: ${says}`)
  },
  60_000,
)

test('while webwxinit hangs, a login is ended by a signal, and says that it was not finished', async () => {
  stage.world().fault({ name: 'hang', endpoint: 'webwxinit', times: 99 })
  const one = rxwx(['login', ...stage.at()])
  await until(isAsked('webwxinit'))
  expect(await stopped(one, 'SIGINT')).toEqual({ code: 130, soon: true })
  expect(one.err()).toContain('rxwx: ended by SIGINT: the login was not finished')
}, 60_000)

const inStore: readonly (readonly [string, string])[] = [
  ['webwxsendmsg', 'nobody knows whether it arrived; it may be tried again at the next start'],
  ['webwxinit', 'nothing was sent'],
  ['webwxgetcontact', 'nothing was sent'],
]

test.each(inStore)(
  'while %s hangs, a send with a store says what becomes of it there',
  async (endpoint, says) => {
    stage.world().fault({ name: 'hang', endpoint, times: 99 })
    const one = rxwx(['send', '--to', '爱丽丝', 'hi', ...stage.at()])
    await until(isAsked(endpoint))
    expect(await stopped(one, 'SIGTERM')).toEqual({ code: 143, soon: true })
    expect(one.err()).toContain(`rxwx: ended by SIGTERM: ${says}\n`)
  },
  60_000,
)

test.runIf(needs(existsSync('/proc/self'), 'a /proc'))(
  'a command that has not begun is ended by a signal with its code, and listen with 0',
  async () => {
    for (const [args, code] of [
      [['send', '--to', 'filehelper', '-'], 129],
      [['listen'], 0],
    ] as const) {
      const one = rxwx([...args, '--server', stage.server().origin])
      // The first bit: it catches SIGHUP.
      await until(() => /SigCgt:.*[13579bdf]$/m.test(readFileSync(`/proc/${one.child.pid}/status`, 'utf8')))
      expect(await stopped(one, 'SIGHUP')).toEqual({ code, soon: true })
    }
  },
  60_000,
)

test('a closed terminal ends a listener with 0, and nothing of it is left', async () => {
  const one = rxwx(['listen', ...stage.at()])
  await until(() => one.err().includes('online as'))
  expect(existsSync(`${stage.store()}/listener.sock`)).toBe(true)
  expect(await stopped(one, 'SIGHUP')).toEqual(atOnce)
  expect(existsSync(`${stage.store()}/listener.sock`)).toBe(false)
}, 60_000)

test('a logout of a server that does not answer is ended by a signal', async () => {
  expect(await rxwx(['login', ...stage.at()]).ended).toBe(0)
  stage.world().fault({ name: 'hang', endpoint: 'webwxlogout', times: 99 })
  const one = rxwx(['logout', ...stage.at()])
  await until(isAsked('webwxlogout'))
  expect(await stopped(one, 'SIGINT')).toEqual({ code: 130, soon: true })
  expect(one.err()).toContain('rxwx: ended by SIGINT: the session may still be there')
}, 60_000)

test.each([[['send', '--to', 'filehelper', '-']], [['download', '-']], [['friends', 'accept', '-']]])(
  'while stdin has not ended, %j is ended by a signal',
  async (args) => {
    const one = rxwx([...args, '--server', stage.server().origin])
    one.child.stdin?.write('not all of it')
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(await stopped(one, 'SIGTERM')).toEqual({ code: 143, soon: true })
    expect(one.err()).toContain('rxwx: ended by SIGTERM: ')
  },
  60_000,
)

test('a bot with a handler that never ends is ended by a signal, with and without --watch', async () => {
  const module = stage.path('bot.mjs')
  writeFileSync(module, 'export default { handle: { slow: () => new Promise(() => setInterval(() => {}, 1_000)) } }')
  for (const more of [[], ['--watch']]) {
    const one = rxwx(['run', module, ...stage.at(), ...more])
    await until(() => one.err().includes('online as'))
    const id = stage.world().person('alice').say('bot', 'hi')
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect([more, id !== '', await stopped(one, 'SIGINT')]).toEqual([more, true, atOnce])
  }
}, 60_000)

/** A named pipe, and somebody who has opened it and does not read. */
function fifo() {
  const path = stage.path('fifo')
  rmSync(path, { force: true })
  expect(spawnSync('mkfifo', [path]).status).toBe(0)
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  return { path, reader, writer: openSync(path, 'w') }
}

test('a reader who does not read: a signal ends it, and what was not taken comes again', async () => {
  const { path, reader, writer } = fifo()
  const one = rxwx(['listen', '--json', ...stage.at()], writer)
  closeSync(writer)
  await until(() => one.err().includes('online as'))
  stage.world().addMessages(600, { from: 'alice', text: (at) => `${at} ${'x'.repeat(300)}` })
  await until(isAsked('webwxsync'))
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(await stopped(one, 'SIGTERM')).toEqual(atOnce)
  const taken = readFileSync(reader, 'utf8').split('\n').slice(0, -1)
  expect(taken.length).toBeGreaterThan(10)
  expect(taken.length).toBeLessThan(600)
  const again = stage.listen('--store', stage.store())
  await again.line((line) => line.includes('"600 x'))
  const all = new Set([...taken, ...again.out].map((line) => JSON.parse(line).id))
  expect(all.size).toBe(600)
  closeSync(reader)
  rmSync(path)
}, 60_000)

test('a second signal ends it at once', async () => {
  const { reader, writer } = fifo()
  const one = rxwx(['listen', '--json', ...stage.at()], writer)
  closeSync(writer)
  await until(() => one.err().includes('online as'))
  stage.world().addMessages(600, { from: 'alice', text: (at) => `${at} ${'x'.repeat(300)}` })
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  one.child.kill('SIGTERM')
  await new Promise((resolve) => setTimeout(resolve, 200))
  const asked = performance.now()
  one.child.kill('SIGTERM')
  expect(await one.ended).toBe(0)
  expect(performance.now() - asked).toBeLessThan(500)
  closeSync(reader)
}, 60_000)

test.runIf(needs(existsSync('/proc/self'), 'a /proc'))(
  'a named pipe that nobody reads any more ends it, also while nothing is said',
  async () => {
    const { reader, writer } = fifo()
    const one = rxwx(['listen', '--json', '--server', stage.server().origin], writer)
    closeSync(writer)
    await until(() => one.err().includes('online as'))
    closeSync(reader)
    expect(await one.ended).toBe(0)
  },
  60_000,
)

test('a pipe that nobody reads any more ends it at the next message', async () => {
  const one = rxwx(['listen', '--json', '--server', stage.server().origin])
  await until(() => one.err().includes('online as'))
  one.child.stdout?.destroy()
  stage.world().person('alice').say('bot', 'hi')
  expect(await one.ended).toBe(0)
}, 60_000)
