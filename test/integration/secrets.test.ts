import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { faultNames } from '../../src/emulator/index.js'
import { isFailure } from '../../src/index.js'
import { type TestBot, testBot } from '../../src/testing/index.js'

/** Everything that a thief would like to read in a log: what the server handed out to this account. */
const secretsOf = ({ world }: TestBot): readonly string[] => {
  const sessions = [...world.sessions.values()].flatMap(({ sid, skey, freshSkey, passTicket, dataTicket }) => [
    sid,
    skey,
    freshSkey,
    passTicket,
    decodeURIComponent(passTicket),
    encodeURIComponent(sid),
    dataTicket,
  ])
  return [...sessions, ...world.tickets.keys()]
}

/** All that a bot shows of itself: events, states, logs and the failures in them, in every way they can be printed. */
function shown(bot: TestBot): string {
  const things: unknown[] = [...bot.events, ...bot.states, ...bot.logged]
  const failures = things.flatMap((thing) =>
    typeof thing === 'object' && thing !== null ? Object.values(thing).filter(isFailure) : [],
  )
  const causes = failures.map(({ cause }) => cause)
  return [...things, ...failures, ...causes]
    .flatMap((thing) => [inspect(thing, { depth: 12, showHidden: true }), JSON.stringify(thing), String(thing)])
    .concat(failures.map(({ stack }) => stack ?? ''))
    .join('\n')
}

/** At its loudest, and without the last guard that the lines on stderr have. */
function isALogWithoutTexts({ logged }: TestBot): void {
  const log = JSON.stringify(logged)
  expect(new Set(logged.map(([level]) => level))).toEqual(new Set(['warn', 'info', 'debug', 'trace']))
  for (const text of ['what the bot writes', 'what Alice writes', '?', 'https://', '@crypt', 'cookie'])
    expect(log).not.toContain(text)
}

const faults = Object.keys(faultNames)
  .filter((name) => name !== 'oversize-body' && name !== 'gzip-bomb')
  .map((name) => name.replace('<n>', '1102'))

test.each(faults)('no secret is shown while %s strikes every endpoint', (name) => {
  const bot = testBot([], { world: { phone: 'auto' } })
  for (const endpoint of [
    'webwxinit',
    'webwxsync',
    'synccheck',
    'webwxsendmsg',
    'webwxgetcontact',
    'webwxbatchgetcontact',
  ])
    bot.world.fault({ name, endpoint, times: 2 })
  bot.bot.send('filehelper', 'what the bot writes').subscribe({ error: () => {} })
  bot.says('Alice', 'what Alice writes')
  bot.advance(120_000)
  bot.world.kick()
  bot.advance(120_000)
  const text = shown(bot)
  const secrets = secretsOf(bot)
  expect(secrets.length).toBeGreaterThan(5)
  expect(bot.events.length).toBeGreaterThan(1)
  for (const secret of secrets) expect(text).not.toContain(secret)
  isALogWithoutTexts(bot)
})

test('what goes wrong before there is a session shows no ticket, either', () => {
  for (const name of ['retcode-1203', 'html', 'truncated', 'foreign-redirect-uri', 'http-502', 'reset']) {
    const bot = testBot([], { world: { phone: 'manual' } })
    for (const endpoint of ['jslogin', 'login', 'webwxnewloginpage'])
      bot.world.fault({ name, endpoint, times: 1, after: endpoint === 'login' ? 1 : 0 })
    bot.advance(5_000)
    for (const act of ['scan', 'confirm'] as const) {
      try {
        bot.world.phone()[act]()
      } catch {}
      bot.advance(60_000)
    }
    const text = shown(bot)
    for (const secret of secretsOf(bot)) expect(text).not.toContain(secret)
  }
})
