import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { LogLevel } from '../../../src/actors/env.js'
import { createLog } from '../../../src/edge/log.js'

const logged = (
  level: LogLevel,
  at: LogLevel,
  event: string,
  fields?: Readonly<Record<string, string | number | boolean>>,
) => {
  const lines: string[] = []
  createLog(level, (line) => lines.push(line))(at, event, fields)
  return lines.map((line) => JSON.parse(line))
}

test('a line is JSON with level, time, event and fields', () => {
  expect(logged('info', 'warn', 'polled', { endpoint: 'synccheck', attempt: 2, held: true })).toEqual([
    {
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      event: 'polled',
      endpoint: 'synccheck',
      attempt: 2,
      held: true,
    },
  ])
})

test('what is below the level is not written', () => {
  expect(logged('info', 'debug', 'polled')).toEqual([])
  expect(logged('trace', 'trace', 'polled')).toHaveLength(1)
})

test.each([
  'skey',
  'Skey',
  'sid',
  'wxsid',
  'pass_ticket',
  'passTicket',
  'cookie',
  'set-cookie',
  'DeviceID',
  'uuid',
  'url',
  'uri',
  'body',
  'text',
  'Content',
  'proxyPassword',
  'raw',
])('a field called %s is dropped', (name) => {
  expect(Object.keys(logged('info', 'info', 'e', { [name]: 'x', code: 1 })[0])).toEqual([
    'level',
    'time',
    'code',
    'event',
  ])
})

test.each([
  ['a skey', 'got @crypt_1a2b_3c4d, gave up', 'got [skey], gave up'],
  ['a URL', 'at https://wx.qq.com/x?skey=1 twice', 'at [url] twice'],
  ['a pair in a query', 'sid=a+b/c&uin=5', 'sid=[removed]&uin=5'],
  ['a user name', 'to @0123456789abcdef0123456789abcdef', 'to @[removed]'],
  ['a ticket', 'with AbCdEfGh1JkLmNoPqRsTuVwXyZ=', 'with [removed]'],
])('%s within a value is blotted out', (_, value, expected) => {
  expect(logged('info', 'info', 'e', { problem: value })[0]).toMatchObject({ problem: expected })
})

test.each([
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'synccheck: the connection failed (ECONNRESET)',
  '7634567890123456789',
  'webwxbatchgetcontact',
])('%s is no secret', (value) => {
  expect(logged('info', 'info', 'e', { problem: value })[0]).toMatchObject({ problem: value })
})

test('silent loads no logging library, and the default writes to stderr', () => {
  const script = `
    import { createLog } from ${JSON.stringify(new URL('../../../src/edge/log.ts', import.meta.url).href)}
    import { createRequire } from 'node:module'
    const { cache } = createRequire(import.meta.url)
    createLog('silent')('error', 'nothing')
    console.log(Object.keys(cache).some((path) => path.includes('/pino/')))
    createLog('info')('info', 'something')
    console.log(Object.keys(cache).some((path) => path.includes('/pino/')))`
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  })
  expect(stdout).toBe('false\ntrue\n')
  expect(JSON.parse(stderr)).toMatchObject({ event: 'something' })
})
