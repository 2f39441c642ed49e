import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = resolve('.')
let directory = ''
/** The command as it is in the package that npm would publish. */
let command = ''

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'rxwx-init-'))
  const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', directory], {
    cwd: root,
    encoding: 'utf8',
  })
  mkdirSync(join(directory, 'node_modules'))
  execFileSync('tar', ['-xzf', packed.trim().split('\n').at(-1) ?? ''], { cwd: directory })
  execFileSync('mv', ['package', 'node_modules/rxwx'], { cwd: directory })
  // What the package depends on comes from this project, so that no network is needed.
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== 'rxwx' && !name.startsWith('.'))
      symlinkSync(join(root, 'node_modules', name), join(directory, 'node_modules', name))
  command = join(directory, 'node_modules/rxwx/dist/cli/main.js')
}, 120_000)

afterAll(() => rmSync(directory, { recursive: true, force: true }))

const init = (folder: string) =>
  spawnSync(process.execPath, [command, 'init', folder], { cwd: directory, encoding: 'utf8' })

const run = (cwd: string, tool: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })

test('a new project compiles, passes its own tests and runs, with the packed package as its dependency', () => {
  const { status, stdout } = init('my-bot')
  expect([status, stdout]).toEqual([0, expect.stringContaining('npm test')])
  const project = join(directory, 'my-bot')
  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
  expect(manifest).toMatchObject({ name: 'my-bot', type: 'module', private: true })
  const types = run(project, 'typescript/bin/tsc')
  expect([types.stdout, types.status]).toEqual(['', 0])
  const tests = run(project, 'vitest/vitest.mjs', 'run', '--dir', 'test')
  expect([tests.status, tests.stdout]).toEqual([0, expect.stringMatching(/Tests\s+2 passed/)])
  const bot = spawnSync(
    process.execPath,
    [command, 'run', 'dist/src/bot.js', '--server', 'http://127.0.0.1:9', '--give-up', '1'],
    {
      cwd: project,
      encoding: 'utf8',
    },
  )
  // It is loaded and looks for its server.
  expect([bot.status, bot.stderr]).toEqual([5, expect.stringContaining('gave up')])
}, 120_000)

test('its test is one: a bot that answers something else does not pass', () => {
  expect(init('wrong-bot').status).toBe(0)
  const source = join(directory, 'wrong-bot/src/bot.ts')
  writeFileSync(source, readFileSync(source, 'utf8').replace("'dong'", "'dang'"))
  const tests = run(join(directory, 'wrong-bot'), 'vitest/vitest.mjs', 'run', '--dir', 'test')
  expect([tests.status, tests.stdout]).toEqual([1, expect.stringContaining('2 failed')])
}, 60_000)

test('nothing that is there is touched, and names that npm does not take are refused', () => {
  mkdirSync(join(directory, 'full'))
  writeFileSync(join(directory, 'full/mine.txt'), 'mine')
  expect(init('full')).toMatchObject({ status: 2, stderr: expect.stringContaining('is not empty') })
  expect(readdirSync(join(directory, 'full'))).toEqual(['mine.txt'])
  writeFileSync(join(directory, 'a-file'), '')
  expect(init('a-file').status).toBe(2)
  for (const name of ['My Bot', '.hidden', 'a"b', '你好'])
    expect(init(name)).toMatchObject({ status: 2, stderr: expect.stringContaining('no name for a package') })
  expect(existsSync(join(directory, 'My Bot'))).toBe(false)
  mkdirSync(join(directory, 'empty'))
  expect(init('empty').status).toBe(0)
}, 60_000)
