import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { undiciHttp } from '../../src/edge/undici-http.js'
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
  stage.start(['login', '--server', origin, '--store', stage.store()])
  expect(await emulator.ended).toBe(0)
  expect(emulator.err()).toBe('')
})

test('--faults lists what can be made to go wrong, and ends', async () => {
  const emulator = stage.start(['emulate', '--faults'])
  expect(await emulator.ended).toBe(0)
  expect(emulator.out.length).toBeGreaterThanOrEqual(40)
  expect(emulator.out).toContainEqual(expect.stringMatching(/^http-502\s+HTTP status 502/))
})

const jslogin = {
  endpoint: 'jslogin',
  method: 'GET' as const,
  url: 'https://login.weixin.qq.com/jslogin?appid=wx782c26e4c19acffb&fun=new',
  headers: {},
  limit: 100_000,
}

async function codeThrough(proxy: string, ca: string): Promise<string> {
  const client = undiciHttp({ proxy, ca: readFileSync(ca, 'utf8') })
  const { body } = await firstValueFrom(client.http(jslogin))
  await firstValueFrom(client.close())
  return body
}

test('--tls writes a CA and runs a proxy that leads to it under the real names; the file goes with the emulator', async () => {
  const emulator = stage.start(['emulate', '--json', '--tls'])
  const { tls } = parsed(await emulator.line(typed('listening')))
  expect(await codeThrough(tls.proxy, tls.ca)).toContain('window.QRLogin.code = 200')
  emulator.child.kill('SIGTERM')
  expect(await emulator.ended).toBe(0)
  expect(existsSync(tls.ca)).toBe(false)
})

test('a CA stays in the file that one names, and so do the ports; a file that is something else is left alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rxwx-'))
  const [ca, notes] = [join(folder, 'ca.pem'), join(folder, 'notes.txt')]
  writeFileSync(notes, 'mine')
  const refused = stage.start(['emulate', '--ca', notes])
  expect(await refused.ended).toBe(2)
  expect(refused.err()).toContain('is not overwritten')
  expect(readFileSync(notes, 'utf8')).toBe('mine')
  const emulator = stage.start(['emulate', '--ca', ca, '--host', 'wx.qq.com'])
  const line = await emulator.line((one) => one.includes('HTTPS_PROXY='))
  const proxy = /HTTPS_PROXY=(\S+)/.exec(line)?.[1] ?? ''
  expect(line).toContain(`REQUESTS_CA_BUNDLE=${ca}`)
  expect(await codeThrough(proxy, ca)).toContain('window.QRLogin.code = 200')
  emulator.child.kill('SIGTERM')
  expect(await emulator.ended).toBe(0)
  expect(readFileSync(ca, 'utf8')).toContain('BEGIN CERTIFICATE')
})

test('a port of the proxy that is in use is named', async () => {
  const { port } = stage.server()
  const emulator = stage.start(['emulate', '--tls', '--proxy-port', `${port}`])
  expect(await emulator.ended).toBe(2)
  expect(emulator.err()).toContain(`port ${port} is in use`)
})

test('with --phone manual a login waits for scan and confirm over HTTP', async () => {
  const emulator = stage.start(['emulate', '--json', '--phone', 'manual'])
  const { origin } = parsed(await emulator.line(typed('listening')))
  const bot = stage.start(['listen', '--json', '--server', origin])
  expect(parsed(await emulator.line(typed('code')))).toMatchObject({ state: 'waiting', kind: 'qr' })
  for (const verb of ['scan', 'confirm'])
    expect((await fetch(`${origin}/_control/${verb}`, { method: 'POST' })).status).toBe(200)
  await bot.says('online as')
  expect(parsed(await emulator.line(typed('login')))).toMatchObject({ account: 'bot', online: true })
})

test.each([
  ['--phone', 'auto-ish'],
  ['--host', 'example.com'],
  ['--tls-port', 'x'],
  ['--proxy-port', '65536'],
])('%s %s is refused with 2', async (option, value) => {
  expect(await stage.start(['emulate', option, value]).ended).toBe(2)
})

test('--controls lists what can be asked over HTTP, and ends', async () => {
  const emulator = stage.start(['emulate', '--controls'])
  expect(await emulator.ended).toBe(0)
  expect(emulator.out).toContain('POST addAccount')
  expect(emulator.out).toContainEqual(expect.stringMatching(/^ {2}kind: location/))
})
