import { map, NEVER } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { logExchange } from '../../src/actors/log/log-exchange.js'
import { traced } from '../../src/actors/log/traced.js'
import type { Log, LogLevel } from '../../src/index.js'
import type { Logic } from '../../src/kernel/actor.js'
import { createVirtualClock, testBot } from '../../src/testing/index.js'

const levels: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'trace']

type Line = Readonly<Record<string, unknown>> & { readonly event: string; readonly level: string }

/** What a bot logged at a level, from its login on. */
function linesAt(level: string, { logged }: ReturnType<typeof testBot>, event?: string): readonly Line[] {
  const lines = logged.map(([at, name, fields]): Line => ({ level: `${at}`, event: `${name}`, ...(fields as object) }))
  return lines.filter((line) => line.level === level && (event === undefined || line.event === event))
}

describe('what a bot logs', () => {
  test('error: what ended it', () => {
    const bot = testBot([], { bot: { giveUp: 60_000 } })
    bot.world.fault({ name: 'reset', times: 1_000_000 })
    bot.advance(120_000)
    expect(linesAt('error', bot)).toEqual([
      expect.objectContaining({
        event: 'stopped',
        kind: 'gaveUp',
        problem: expect.stringContaining('gave up after 60 s'),
      }),
    ])
  })

  test('error: what the code of a user threw, by its name only', () => {
    const bot = testBot((messages$) =>
      messages$.pipe(
        map(() => {
          throw new TypeError('with what Alice wrote')
        }),
      ),
    )
    bot.says('alice', 'hi')
    expect(linesAt('error', bot, 'behaviourFailed')).toMatchObject([{ problem: 'TypeError' }])
  })

  test('warn: what went wrong and passed, with the endpoint and the code', () => {
    const bot = testBot([])
    bot.fault('http-502', { endpoint: 'synccheck' })
    bot.fault('retcode-1204', { endpoint: 'webwxsendmsg' })
    bot.bot.send('filehelper', 'x').subscribe()
    bot.advance(60_000)
    bot.world.kick(undefined, 1100)
    bot.advance(10_000)
    expect(linesAt('warn', bot)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ event: 'trouble', kind: 'status', endpoint: 'synccheck', attempt: 1 }),
        expect.objectContaining({ event: 'receipt', outcome: 'refused', code: 1204 }),
        expect.objectContaining({ event: 'sessionLost', kind: 'loggedOut', code: 1100 }),
      ]),
    )
  })

  test('info: where the login and the session stand, and how sends ended, in sum', () => {
    const bot = testBot([])
    for (const n of [1, 2, 3]) bot.bot.send('filehelper', `${n}`).subscribe()
    bot.advance(20_000)
    bot.fault('reset', { endpoint: 'synccheck', times: 3 })
    bot.advance(120_000)
    bot.bot.stop()
    const info = linesAt('info', bot).map(({ event, state, accepted }) => state ?? accepted ?? event)
    expect(info).toEqual(['idle', 'qr', 'scanned', 'entering', 'online', 'loggedIn', 3, 'offline', 'online', 'stopped'])
  })

  test('debug: each exchange, poll, pull and send, in numbers', () => {
    const bot = testBot([])
    bot.says('alice', 'hi')
    bot.bot.send('filehelper', 'x').subscribe()
    bot.fault('retcode-1205', { endpoint: 'webwxsync' })
    bot.fault('http-502', { endpoint: 'webwxsync' })
    bot.says('alice', 'again')
    bot.advance(60_000)
    const debug = linesAt('debug', bot)
    expect(debug).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          event: 'exchange',
          endpoint: 'jslogin',
          host: 'login.wx.qq.com',
          status: 200,
          retcode: 200,
        }),
        expect.objectContaining({ event: 'exchange', endpoint: 'webwxnewloginpage', retcode: 0 }),
        expect.objectContaining({ event: 'exchange', endpoint: 'synccheck', retcode: 0, selector: 2 }),
        expect.objectContaining({ event: 'exchange', endpoint: 'webwxsync', status: 502, kind: 'status' }),
        expect.objectContaining({ event: 'exchange', endpoint: 'webwxsync', retcode: 1205, kind: 'retcode' }),
        expect.objectContaining({ event: 'poll', selector: '2' }),
        expect.objectContaining({ event: 'pull', messages: 1, fresh: 1, more: false }),
        expect.objectContaining({ event: 'receipt', outcome: 'accepted' }),
      ]),
    )
    for (const { bytes, ms } of linesAt('debug', bot, 'exchange'))
      expect([typeof bytes === 'number' && bytes > 0, typeof ms]).toEqual([true, 'number'])
  })

  test('trace: each message of each actor, with what it leads to', () => {
    const bot = testBot([])
    bot.says('alice', 'hi')
    bot.bot.send('filehelper', 'x').subscribe()
    const trace = linesAt('trace', bot, 'actor')
    expect(new Set(trace.map(({ actor }) => actor))).toEqual(
      new Set(['sender', 'operations', 'login', 'contacts', 'sync']),
    )
    expect(trace).toContainEqual(
      expect.objectContaining({ actor: 'sync', message: 'pulled', events: 'healthy', effects: 'keep' }),
    )
  })

  test('an exchange that is given up is a line, too, once', () => {
    const bot = testBot([])
    bot.bot.stop()
    const polls = linesAt('debug', bot, 'exchange').filter(({ endpoint }) => endpoint === 'synccheck')
    expect(polls.at(-1)).toMatchObject({ aborted: true })
    expect(polls.filter(({ aborted }) => aborted === true)).toHaveLength(1)
  })
})

test('what nobody reads is not put together: levels are asked for first', () => {
  const counter: Logic<number, { type: 'a' }, { type: 'b' }, { type: 'c' }> = {
    start: () => ({ state: 0 }),
    reduce: (state) => ({ state }),
    perform: () => NEVER,
  }
  const written: string[] = []
  const upTo = (level: LogLevel): Log =>
    Object.assign((at: LogLevel) => void written.push(at), {
      isOn: (at: LogLevel) => levels.indexOf(at) <= levels.indexOf(level),
    })
  expect(traced(upTo('debug'), 'counter', counter)).toBe(counter)
  expect(traced(upTo('trace'), 'counter', counter)).not.toBe(counter)
  const { scheduler } = createVirtualClock()
  const exchange = (level: LogLevel) => logExchange({ log: upTo(level), scheduler }, 'synccheck', 'https://wx.qq.com/')
  expect([exchange('info'), exchange('debug') === undefined]).toEqual([undefined, false])
  expect(written).toEqual([])
})
