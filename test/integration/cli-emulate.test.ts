import { expect, test } from 'vitest'
import { useStage } from '../support/cli/stage.js'

const stage = useStage()
const parsed = (line: string) => JSON.parse(line)
const typed = (type: string) => (line: string) => line.includes(`"type":"${type}"`)

test('with --json its origin comes first, then who logs in and what the account sends, a line each', async () => {
  const emulator = stage.start(['emulate', '--json'])
  const { origin } = parsed(await emulator.line(typed('listening')))
  expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const bot = stage.start(['send', '--to', '爱丽丝', 'from outside', '--server', origin])
  expect(await bot.ended).toBe(0)
  expect(parsed(await emulator.line(typed('login')))).toMatchObject({ account: 'bot', online: true })
  expect(parsed(await emulator.line(typed('sent')))).toMatchObject({
    account: 'bot',
    to: 'alice',
    text: 'from outside',
  })
  expect(emulator.out.map((line) => parsed(line).type)[0]).toBe('listening')
})

test('its control API plays the phone and the persons', async () => {
  const emulator = stage.start(['emulate', '--json'])
  const { origin } = parsed(await emulator.line(typed('listening')))
  const bot = stage.start(['listen', '--json', '--server', origin])
  await bot.says('online as')
  const said = await fetch(`${origin}/_control/say`, {
    method: 'POST',
    body: JSON.stringify({ person: 'alice', text: 'ding' }),
  })
  const { msgId } = JSON.parse(await said.text())
  expect(parsed(await bot.line(typed('text')))).toMatchObject({ id: msgId, text: 'ding' })
})

test('without --json it says how to point a bot at it and where its controls are', async () => {
  const emulator = stage.start(['emulate'])
  const first = await emulator.line((line) => line.includes('http://127.0.0.1:'))
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(first)?.[0] ?? ''
  await emulator.line((line) => line.includes(`listen --server ${origin}`))
  await emulator.line((line) => line.includes(`${origin}/_control/say`))
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the emulator with 0', async (signal) => {
  const emulator = stage.start(['emulate', '--json'])
  await emulator.line(typed('listening'))
  emulator.child.kill(signal)
  expect(await emulator.ended).toBe(0)
})

test('a port in use is said in a sentence and ends it with 2', async () => {
  const { port } = stage.server()
  const emulator = stage.start(['emulate', '--port', `${port}`])
  expect(await emulator.ended).toBe(2)
  expect(emulator.err()).toBe(`rxwx: port ${port} is in use; choose another, or 0 for a free one\n`)
  expect(emulator.out).toEqual([])
})

test.each(['65536', '-1', 'http', '1.5'])('%s is no port', async (port) => {
  expect(await stage.start(['emulate', `--port=${port}`]).ended).toBe(2)
})

test('an emulator whose stdout nobody reads any more ends with 0', async () => {
  const emulator = stage.start(['emulate', '--json'])
  const { origin } = parsed(await emulator.line(typed('listening')))
  emulator.child.stdout.destroy()
  stage.start(['login', '--server', origin])
  expect(await emulator.ended).toBe(0)
  expect(emulator.err()).toBe('')
})

test('--faults lists what can be made to go wrong, and ends', async () => {
  const emulator = stage.start(['emulate', '--faults'])
  expect(await emulator.ended).toBe(0)
  expect(emulator.out.length).toBeGreaterThanOrEqual(40)
  expect(emulator.out).toContainEqual(expect.stringMatching(/^http-502\s+HTTP status 502/))
})
