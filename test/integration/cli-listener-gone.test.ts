import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { useStage } from '../support/cli/stage.js'
import { needs } from '../support/needs.js'

const stage = useStage()
const closing: { close: () => unknown }[] = []

afterEach(() => {
  for (const one of closing.splice(0)) one.close()
})

/** Something on the socket of a listener that answers with these lines, and then closes or just hangs. */
function listener(lines: readonly string[], then: 'closes' | 'hangs'): Promise<Server> {
  mkdirSync(stage.store(), { mode: 0o700 })
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('data', () => {
      for (const line of lines) socket.write(`${line}\n`)
      if (then === 'closes') socket.end()
    })
  })
  closing.push(server)
  return new Promise((resolve) => server.listen(join(stage.store(), 'listener.sock'), () => resolve(server)))
}

const friend = JSON.stringify({ id: '1', name: 'Alice', userName: '@a', kind: 'person', isFriend: true })
const progress = JSON.stringify({ type: 'progress', bytes: 1, total: 2 })
const cases: readonly (readonly [string, readonly string[], readonly string[], string])[] = [
  ['send', ['send', '--to', 'filehelper', 'once'], [], 'rxwx: nobody knows whether it arrived: the listener ended'],
  ['a file', ['send', '--to', 'filehelper', '--file', 'package.json'], [progress], 'rxwx: nobody knows whether'],
  [
    'an operation',
    ['friends', 'remark', '爱丽丝', 'Alice'],
    [],
    'rxwx: nobody knows whether it was done: the listener ended',
  ],
  ['contacts', ['contacts'], [friend], 'rxwx: the listener ended before it had told all; ask again'],
  ['download', ['download', '7', '--dir', '.'], [progress], 'rxwx: the listener ended before the file was there'],
]

test.each(cases)(
  'a listener that ends in the middle: %s says so and does not do it once more by an own login',
  async (_, args, lines, says) => {
    await listener(lines, 'closes')
    const one = stage.start([...args, ...stage.at()])
    expect([await one.ended, one.out, one.err()]).toEqual([1, [], expect.stringContaining(says)])
    expect(one.err()).not.toContain('online as')
    expect(stage.world().sent()).toEqual([])
  },
  60_000,
)

test('an interrupt while a listener is asked ends the command with 130, and says what the listener may do', async () => {
  const server = await listener([], 'hangs')
  const asked = new Promise((resolve) => server.once('connection', resolve))
  const one = stage.start(['send', '--to', 'filehelper', 'never answered', ...stage.at()])
  await asked
  one.child.kill('SIGINT')
  expect([await one.ended, one.out, one.err()]).toEqual([
    130,
    [],
    'rxwx: ended by SIGINT: the listener may still send it\n',
  ])
}, 60_000)

const hasTerminal = needs(spawnSync('script', ['--version']).status === 0, 'the program script (Debian: bsdutils)')

/** All that a terminal shows of a command that is interrupted by a key once it shows `when`. */
function interrupted(args: readonly string[], when: string): Promise<string> {
  const command = [process.execPath, 'dist/cli/main.js', ...args].join(' ')
  const child: ChildProcess = spawn('script', ['-qec', command, '/dev/null'])
  closing.push({ close: () => child.kill('SIGKILL') })
  let shown = ''
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const before = shown.includes(when)
      shown += chunk.toString('utf8')
      if (!before && shown.includes(when)) child.stdin?.write('\u0003')
    })
    child.on('close', () => resolve(shown))
  })
}

test.skipIf(!hasTerminal)(
  'an interrupt in the middle of a file gives the terminal its cursor back',
  async () => {
    await listener([progress], 'hangs')
    const shown = await interrupted(['download', '7', '--dir', '.', ...stage.at()], '50%')
    expect(shown).toContain('\u001b[?25l')
    expect(shown.lastIndexOf('\u001b[?25h')).toBeGreaterThan(shown.lastIndexOf('\u001b[?25l'))
  },
  60_000,
)
