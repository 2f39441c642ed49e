import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { useStage } from '../support/cli/stage.js'
import { needs } from '../support/needs.js'

const stage = useStage()

const invalid = Buffer.from([0x61, 0xff, 0x62])
const sent = () =>
  stage
    .world()
    .sent()
    .map(({ text }) => text)

test.each([
  ['is not UTF-8', invalid, 'stdin is not UTF-8'],
  ['ends within a character', Buffer.from([0x61, 0xe4, 0xbd]), 'stdin is not UTF-8'],
  ['holds a NUL', Buffer.from('a\u0000b'), 'the text holds a NUL character'],
])('a text on stdin that %s is refused, and nothing is sent', async (_, bytes, says) => {
  const one = stage.start(['send', '--to', 'filehelper', '-', '--server', stage.server().origin])
  one.child.stdin.end(bytes)
  expect([await one.ended, one.err()]).toEqual([2, expect.stringContaining(says)])
  expect(stage.world().exchanges.list('jslogin')).toEqual([])
})

test('a U+FFFD that was written so is sent', async () => {
  const one = stage.start(['send', '--to', 'filehelper', '-', '--server', stage.server().origin])
  one.child.stdin.end('a\ufffdb')
  expect(await one.ended).toBe(0)
  expect(sent()).toEqual(['a\ufffdb'])
})

test.runIf(needs(existsSync('/proc/self') && spawnSync('sh', ['-c', 'true']).status === 0, 'a /proc and a shell'))(
  'an argument that is not UTF-8 is refused',
  async () => {
    const script = `exec "${process.execPath}" dist/cli/main.js send --to filehelper "$(printf 'a\\377b')" --server ${stage.server().origin}`
    const child = spawn('sh', ['-c', script])
    let err = ''
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString()
    })
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect([code, err]).toEqual([2, 'rxwx: an argument is not UTF-8: nothing was done\n'])
  },
)

test('lines of a listener that are not UTF-8, or hold what does not arrive, are refused', async () => {
  const bot = stage.listen('--pace', 'off')
  await bot.says('online as')
  bot.child.stdin.write(
    Buffer.concat([Buffer.from('{"send":{"to":"filehelper","text":"'), invalid, Buffer.from('"}}\n')]),
  )
  bot.write({ send: { to: 'filehelper', text: 'a\u0000b', key: 'nul' } })
  bot.write('{"send":{"to":"filehelper","text":"a\\ud800b","key":"half"}}')
  bot.write({ send: { to: 'filehelper', text: 'a\ufffdb', key: 'good' } })
  const answer = async (part: string) => JSON.parse(await bot.line((line) => line.includes(part)))
  expect(await answer('not UTF-8')).toMatchObject({ outcome: 'refused', key: null })
  expect(await answer('"nul"')).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('without NUL') })
  expect(await answer('"half"')).toMatchObject({ outcome: 'refused' })
  expect(await answer('"good"')).toMatchObject({ outcome: 'accepted' })
  expect(sent()).toEqual(['a\ufffdb'])
}, 60_000)

test('--qr-invert draws the code with its colours the other way round', async () => {
  const args = ['login', ...stage.at(), '--qr-attempts', '1']
  stage.world().change({ uuidLife: 300 })
  stage.world().fault({ name: 'retcode-400', endpoint: 'login', times: 99 })
  const code = (err: string) => err.split('\n').filter((line) => /^[█▀▄ ]{20,}$/.test(line))
  const dark = stage.start(args, { COLORFGBG: '15;0' })
  expect(await dark.ended).toBe(3)
  const light = stage.start([...args, '--qr-invert'])
  expect(await light.ended).toBe(3)
  expect(code(dark.err()).length).toBeGreaterThan(10)
  expect(code(light.err())[1]?.startsWith(' ')).toBe(true)
  expect(code(dark.err())[1]?.startsWith('█')).toBe(true)
}, 60_000)
