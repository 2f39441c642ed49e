import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { useStage } from '../support/cli/stage.js'
import { needs } from '../support/needs.js'

const stage = useStage()

const image = JSON.stringify({ id: '5', type: 'image' })
const text = JSON.stringify({ id: '5', type: 'text' })

const wrong: readonly (readonly [readonly string[], string | RegExp])[] = [
  [['send', '--to', '', 'hi'], 'say with --to who is to have it'],
  [['send', '--to', 'x'], /a text, or one path, with --file, --image/],
  [['send', '--to', 'x', 'hi', '--file', 'package.json'], /a text, or one path/],
  [['send', '--to', 'x', '--file', '/no/such/file'], '"/no/such/file": there is no such file'],
  [['send', '--to', 'x', '--file', '/'], '"/": it is not a file'],
  [['rooms', 'create', 'one'], 'a room begins with two others or more'],
  [['rooms', 'create', 'one', 'one'], 'a room begins with two others or more'],
  [['avatar', ''], 'whose it is'],
  [['download', text], 'a message of type "text" has nothing to download'],
  [['nonsense'], /unknown command 'nonsense'\n.*rxwx --help/],
]

test('a variable of the environment that is set to nothing is not set, and an option with nothing in it is a slip', async () => {
  const nothing = ['STORE', 'PROXY', 'PACE', 'GIVE_UP', 'QR_ATTEMPTS', 'LOG', 'PROFILE', 'PASSPHRASE_FILE', 'HOLES']
  const one = stage.start(
    ['contacts', '--server', stage.server().origin],
    Object.fromEntries(nothing.map((name) => [`RXWX_${name}`, ''])),
  )
  expect(await one.ended).toBe(0)
  const slip = stage.start(['login', '--server', ''])
  expect([await slip.ended, slip.err()]).toEqual([2, expect.stringContaining("'--server <url>' has nothing in it")])
}, 60_000)

test.runIf(needs(existsSync('/dev/full'), 'a /dev/full'))(
  'what could not be written to stdout is told, and a stderr that nobody reads ends nothing',
  () => {
    const run = (line: string): number | null =>
      spawnSync('bash', ['-c', `${process.execPath} dist/cli/main.js ${line}`]).status
    expect([run('emulate --faults > /dev/full'), run('listen --ack 2> /dev/full')]).toEqual([1, 2])
  },
  60_000,
)

test.each(wrong)('%j is wrong usage, and is told before anybody logs in', async (args, says) => {
  const one = stage.start([...args, ...(args[0] === 'nonsense' ? [] : ['--server', stage.server().origin])])
  expect(await one.ended).toBe(2)
  expect(one.err()).toMatch(says)
  expect(stage.world().exchanges.list()).toEqual([])
})

test('what was done is done, and nothing else is said of it', async () => {
  for (const args of [
    ['rooms', 'create', '爱丽丝', 'Bob & Söhne', '--topic', 'New'],
    ['rooms', 'rename', 'New', 'Newer'],
    ['friends', 'remark', '爱丽丝', 'A'],
  ]) {
    const one = stage.start([...args, ...stage.at()])
    expect([await one.ended, one.err().includes('refused')]).toEqual([0, false])
  }
}, 60_000)

test('what the service does not have is no wrong usage, by an own login and through a listener', async () => {
  const own = stage.start(['download', image, '--dir', stage.path('.'), '--server', stage.server().origin])
  expect([await own.ended, own.err().includes('does not have it')]).toEqual([1, true])
  const bot = stage.listen('--store', stage.store())
  await bot.says('online as')
  const through = stage.start(['download', image, '--dir', stage.path('.'), ...stage.at()])
  expect([await through.ended, through.err().includes('does not have it')]).toEqual([1, true])
}, 60_000)

test('a path with a slip in it is not made into an empty store', async () => {
  for (const args of [['store', 'info'], ['dead', 'list'], ['identities']]) {
    const one = stage.start([...args, '--store', stage.path('slip')])
    expect([await one.ended, one.err().includes('there is no store in')]).toEqual([2, true])
  }
  expect(existsSync(stage.path('slip'))).toBe(false)
})

test('a syntax error in a module is shown with its line', async () => {
  writeFileSync(stage.path('bot.mjs'), 'export default () => {}\nthis is wrong\n')
  const one = stage.start(['run', stage.path('bot.mjs'), '--offline'])
  expect(await one.ended).toBe(2)
  expect(one.err()).toMatch(/bot\.mjs:2\nthis is wrong\n/)
})

test('a logout that the server does not hear of says so, and forgets the session here', async () => {
  expect(await stage.start(['login', ...stage.at()]).ended).toBe(0)
  stage.server().close()
  const one = stage.start(['logout', ...stage.at()])
  expect([await one.ended, one.err()]).toEqual([
    5,
    expect.stringMatching(/^rxwx: WeChat could not be told: webwxlogout: .*ECONNREFUSED.*\n.*is forgotten here/),
  ])
  const info = stage.start(['store', 'info', '--store', stage.store()])
  expect([await info.ended, info.out.some((line) => /^session +none$/.test(line))]).toEqual([0, true])
}, 60_000)
