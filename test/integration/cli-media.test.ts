import { execFile, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Rxwx } from '../support/cli/rxwx.js'
import { useStage } from '../support/cli/stage.js'
import { hostileName, mp4, png, sha256 } from '../support/media/samples.js'
import { needs } from '../support/needs.js'

const stage = useStage()
const outcome = async (one: Rxwx) => ({ code: await one.ended, out: one.out, err: one.err() })
const media = () =>
  stage
    .world()
    .sent()
    .map(({ to, type, media: one }) => [to, type, one?.name, one?.sha256])

/** A file in a directory of the test's own. */
function written(name: string, bytes: Uint8Array): string {
  const path = stage.path(name)
  writeFileSync(path, bytes)
  return path
}

test('files, pictures and films go by their own login, under the name that is asked for', async () => {
  const bytes = randomBytes(700_000)
  const path = written('a.bin', bytes)
  const at = ['--server', stage.server().origin]
  const sent = await outcome(stage.start(['send', '--to', 'filehelper', '--file', path, '--name', hostileName, ...at]))
  expect([sent.code, sent.out]).toEqual([0, [stage.world().sent()[0]?.msgId]])
  const cat = written('cat.png', png)
  expect(await stage.start(['send', '--to', 'filehelper', '--image', cat, ...at]).ended).toBe(0)
  expect(media()).toEqual([
    ['filehelper', 6, hostileName, sha256(bytes)],
    ['filehelper', 3, 'cat.png', sha256(png)],
  ])
}, 60_000)

/** On a terminal, which `script` is: all that it shows, with the codes that move its cursor. */
function onTerminal(args: readonly string[]): Promise<string> {
  const command = [process.execPath, 'dist/cli/main.js', ...args].join(' ')
  return new Promise((resolve, reject) => {
    execFile('script', ['-qec', command, '/dev/null'], { timeout: 50_000 }, (error, stdout) =>
      error === null ? resolve(stdout) : reject(new Error(`${error.message}\n${stdout}`)),
    )
  })
}

const hasTerminal = needs(spawnSync('script', ['--version']).status === 0, 'the program script (Debian: bsdutils)')

test.skipIf(!hasTerminal)(
  'on a terminal a bar shows how a file goes, and is gone before the id is printed',
  async () => {
    const path = written('a.bin', randomBytes(3_000_000))
    const shown = await onTerminal(['send', '--to', 'filehelper', '--file', path, '--server', stage.server().origin])
    const id = stage.world().sent()[0]?.msgId
    expect(shown).toMatch(/a\.bin \[=*-*\] \d+% \d\.\d MB/)
    // The cursor is shown again and the line erased; then comes the id, and nothing after it.
    expect(shown.lastIndexOf('\u001b[?25h')).toBeGreaterThan(shown.lastIndexOf('\u001b[?25l'))
    expect(shown.endsWith(`\u001b[2K${id}\r\n`)).toBe(true)
  },
  60_000,
)

test.skipIf(!hasTerminal)(
  'what goes wrong in between is said on a line of its own, and the bar goes on below it',
  async () => {
    const path = written('a.bin', randomBytes(3_000_000))
    stage.world().fault({ name: 'http-502', endpoint: 'webwxuploadmedia', after: 2 })
    const shown = await onTerminal(['send', '--to', 'filehelper', '--file', path, '--server', stage.server().origin])
    expect(shown).toMatch(/MB\u001b\[0K\r\u001b\[Ktrouble \(attempt 1\): [^\r]*\r\n[^\r\n]*a\.bin \[/)
  },
  60_000,
)

test('bad files are refused before a login with 2 and a reason, good ones go through a listener', async () => {
  const store = ['--store', stage.store()]
  await stage.listen(...store, '--pace', 'off').says('online as')
  const send = (...more: readonly string[]) => outcome(stage.start(['send', '--to', 'filehelper', ...store, ...more]))
  const missing = await send('--file', '/nowhere/at all.pdf')
  expect([missing.code, missing.err]).toEqual([2, 'rxwx: "/nowhere/at all.pdf": there is no such file\n'])
  expect((await send('--video', written('cat.png', png))).err).toContain('its content is image/png')
  expect((await send('--file', written('nothing', new Uint8Array()))).err).toContain('an empty file cannot be sent')
  expect((await send('a text', '--file', 'and a file')).code).toBe(2)
  expect((await send()).code).toBe(2)
  const film = mp4(600_000)
  expect((await send('--media', written('film', film))).code).toBe(0)
  expect(media()).toEqual([['filehelper', 43, 'film', sha256(film)]])
}, 90_000)

test('what hangs on a message is fetched by its id through a listener, by its line through an own login', async () => {
  const store = ['--store', stage.store()]
  const bot = stage.listen(...store, '--pace', 'off')
  await bot.says('online as')
  const bytes = randomBytes(60_000)
  stage.world().person('alice').sendFile('bot', bytes, { name: hostileName })
  stage.world().person('alice').sendImage('bot', png)
  const file = await bot.line((line) => line.includes('"type":"file"'))
  const image = await bot.line((line) => line.includes('"type":"image"'))
  const fetched = (what: string, ...more: readonly string[]) =>
    outcome(stage.start(['download', what, '--dir', stage.path('files'), ...store, ...more]))
  const first = await fetched(JSON.parse(file).id)
  expect([first.code, first.err]).toEqual([0, ''])
  expect(sha256(readFileSync(first.out[0] ?? ''))).toBe(sha256(bytes))
  expect((await fetched('7')).err).toContain('no message with this id')
  bot.child.kill('SIGTERM')
  expect(await bot.ended).toBe(0)
  const own = ['--server', stage.server().origin]
  const second = await fetched(image, ...own)
  expect([second.code, second.err]).toEqual([0, expect.stringContaining('online as')])
  expect(readFileSync(second.out[0] ?? '')).toEqual(png)
  expect((await fetched(file, ...own)).code).toBe(0)
  expect((await fetched('{"type":"text"}', ...own)).code).toBe(2)
  expect((await fetched(JSON.parse(image).id, ...own)).err).toContain('a running listener only')
  expect(readdirSync(stage.path('files')).length).toBe(3)
}, 90_000)

test('avatars, of a friend and of a room', async () => {
  const at = ['--dir', stage.path('avatars'), '--server', stage.server().origin]
  const alice = await outcome(stage.start(['avatar', '爱丽丝', ...at]))
  expect([alice.code, alice.err, alice.out[0]?.endsWith('avatar-Alice.jpg')]).toEqual([0, expect.any(String), true])
  const nobody = await outcome(stage.start(['avatar', 'nobody at all', ...at]))
  expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining('nobody is called "nobody at all"')])
}, 60_000)
