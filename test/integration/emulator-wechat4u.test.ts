import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asyncScheduler, firstValueFrom } from 'rxjs'
import { afterEach, expect, test } from 'vitest'
import { createWorld, type Server, startServer, type World } from '../../src/emulator/index.js'

const here = (name: string): string => new URL(name, import.meta.url).pathname

const cleaning: (() => void)[] = []

afterEach(() => {
  for (const clean of cleaning.splice(0)) clean()
})

/** The client believes that it talks to WeChat: real names, TLS, its own code. Answers what it says, line by line. */
function startClient(server: Server): readonly string[] {
  const directory = mkdtempSync(join(tmpdir(), 'emulator-wechat4u-'))
  const ca = join(directory, 'ca.pem')
  writeFileSync(ca, server.tls?.caPem ?? '')
  const env = { ...process.env, EMULATOR_PORT: String(server.tls?.port), NODE_EXTRA_CA_CERTS: ca }
  const child: ChildProcess = spawn(
    process.execPath,
    ['--require', here('emulator-wechat4u-names.cjs'), here('emulator-wechat4u-child.cjs')],
    { env },
  )
  cleaning.push(
    () => child.kill('SIGKILL'),
    () => rmSync(directory, { recursive: true }),
  )
  const lines: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => lines.push(...text.trimEnd().split('\n')))
  }
  return lines
}

async function start(): Promise<{ readonly world: World; readonly lines: readonly string[] }> {
  const world = createWorld({ scheduler: asyncScheduler, phone: { scanAfter: 10, confirmAfter: 10 } })
  const server = await firstValueFrom(startServer(world, { tls: true }))
  cleaning.push(server.close)
  return { world, lines: startClient(server) }
}

const patient = { timeout: 20_000, interval: 20 }

test('wechat4u takes the emulator for WeChat: it logs in, hears, answers and logs out', async () => {
  const { world, lines } = await start()
  await expect.poll(() => lines, patient).toContain('login')
  // It knows its contacts a little after that.
  await expect.poll(() => lines, patient).toContainEqual(expect.stringMatching(/^contacts [5-9]/))
  world.person('alice').say('bot', 'ding <b> 😄')
  await expect
    .poll(() => world.sent().map(({ text, to }) => [to, text]), patient)
    .toContainEqual(['alice', 'heard: ding <b> 😄'])
  world.person('bob').sayIn('team', 'hello')
  await expect.poll(() => lines, patient).toContainEqual(expect.stringMatching(/^message .*项目组.*hello$/))
  world.person('alice').say('bot', 'stop')
  await expect.poll(() => lines, patient).toContain('logout')
  await expect.poll(() => world.isOnline(), patient).toBe(false)
  expect(lines.filter((line) => line.startsWith('error'))).toEqual([])
}, 60_000)
