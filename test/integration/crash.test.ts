import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { asyncScheduler, firstValueFrom } from 'rxjs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createWorld, type Server, startServer, type World } from '../../src/emulator/index.js'

/** `npm run test:crash` kills a thousand times: here a hundred times in each test, over ten thousand messages. */
const kills = Math.ceil(Number(process.env.RXWX_KILLS ?? 24) / 8)
const count = Number(process.env.RXWX_MESSAGES ?? 1_200)
const limit = 60_000 + kills * 6_000

let world: World
let server: Server
let directory = ''
let running: ChildProcess | undefined

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rxwx-crash-'))
  world = createWorld({ scheduler: asyncScheduler, phone: { scanAfter: 50, confirmAfter: 50 }, backlog: 'kept' })
  for (let n = 0; n < 20; n += 1) world.addPerson({ id: `friend${n}` })
  server = await firstValueFrom(startServer(world))
})

afterEach(() => {
  running?.kill('SIGKILL')
  server.close()
  rmSync(directory, { recursive: true, force: true })
})

/** Runs a program until it ends; `watch` sees each line of its stdout. */
const run = (args: readonly string[], watch: (line: string, child: ChildProcess) => void): Promise<string> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
    running = child
    let err = ''
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString('utf8')
    })
    createInterface({ input: child.stdout }).on('line', (line) => watch(line, child))
    child.on('close', () => resolve(err))
  })

const say = (): readonly string[] =>
  Array.from({ length: count }, (_, n) => world.person(`friend${n % 20}`).say('bot', `message ${n}`))

/** When the next life is to end: so many messages into the whole. */
const endOf = (life: number): number => (life === kills ? count : Math.floor(((life + 1) * count) / (kills + 2)))

test(
  'a listener that is killed again and again prints every message, in order, and repeats 64 at the most each time',
  async () => {
    const at = ['--server', server.origin, '--store', join(directory, 'store'), '--log', 'silent']
    await run(['src/cli/main.ts', 'login', ...at], () => {})
    const said = say()
    const order: string[] = []
    const seen = new Set<string>()
    let most = 0
    for (let life = 0; life <= kills; life += 1) {
      let repeated = 0
      await run(['src/cli/main.ts', 'listen', '--json', ...at], (line, child) => {
        const id = idOf(line)
        if (id === undefined) return
        if (seen.has(id)) repeated += 1
        else order.push(id)
        seen.add(id)
        if (seen.size >= endOf(life)) child.kill(life === kills ? 'SIGTERM' : 'SIGKILL')
      })
      most = Math.max(most, repeated)
    }
    expect(order).toEqual(said)
    expect(most).toBeLessThanOrEqual(64)
  },
  limit,
)

/** The last line of a process that was killed may be half a line. */
function idOf(line: string): string | undefined {
  try {
    return JSON.parse(line).id
  } catch {
    return undefined
  }
}

test(
  'a bot that is killed while it answers answers every message once',
  async () => {
    const program = ['test/support/crash/replying-bot.ts', server.origin, join(directory, 'store')]
    for (let life = 0; life <= kills; life += 1) {
      const ended = run(program, () => {})
      if (life === 0) {
        await reached(() => world.exchanges.list('synccheck').length > 0)
        say()
      }
      await reached(() => world.sent().length >= endOf(life))
      running?.kill(life === kills ? 'SIGTERM' : 'SIGKILL')
      await ended
    }
    const sent = world.sent()
    expect(new Set(sent.map(({ text }) => text)).size).toBe(count)
    expect(sent.length).toBe(count)
    expect(new Set(sent.map(({ clientMsgId }) => clientMsgId)).size).toBe(count)
  },
  limit,
)

/** The emulator counts; a look now and then leaves it time to serve. */
const reached = (holds: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (holds()) resolve()
      else setTimeout(look, 5)
    }
    look()
  })
