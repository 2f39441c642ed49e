import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useStage } from '../support/cli/stage.js'

const stage = useStage()

/** What the server handed out to this account, as it stands on the wire and as it stands in a URL. */
const secrets = (): readonly string[] => {
  const { sessions, tickets } = stage.world()
  const handedOut = [...sessions.values()].flatMap(({ sid, skey, freshSkey, passTicket, dataTicket }) => [
    sid,
    skey,
    freshSkey,
    passTicket,
    dataTicket,
  ])
  const all = [...handedOut, ...tickets.keys()].filter((secret) => secret !== '')
  return [...all, ...all.map(encodeURIComponent)]
}

const bytesOf = (path: string): string =>
  readdirSync(path)
    .filter((name) => !name.endsWith('.sock'))
    .map((name) => readFileSync(join(path, name)).toString('latin1'))
    .join('\n')

test('at the loudest log level, through faults of every kind, neither stdout nor stderr nor an encrypted store shows a secret', async () => {
  // One each: what is tried again is waited for in real time here.
  for (const [endpoint, name] of [
    ['synccheck', 'html'],
    ['webwxsync', 'trailing-garbage'],
    ['webwxgetcontact', 'truncated'],
    ['webwxsendmsg', 'reset'],
  ] as const)
    stage.world().fault({ name, endpoint, times: 1 })
  const env = { RXWX_PASSPHRASE: 'correct horse' }
  const bot = stage.start(
    [
      'listen',
      '--json',
      '--all',
      '--log',
      'trace',
      '--pace',
      'off',
      '--store',
      stage.store(),
      '--server',
      stage.server().origin,
    ],
    env,
  )
  await bot.says('online as')
  stage.world().person('alice').say('bot', 'hello')
  await bot.line((line) => line.includes('hello'))
  bot.write({ send: { to: 'filehelper', text: 'out', key: 'k' } })
  bot.child.kill('SIGTERM')
  await bot.ended
  const handedOut = secrets()
  expect(handedOut.length).toBeGreaterThan(5)
  const shown = [...bot.out, bot.err()].join('\n')
  expect(shown.length).toBeGreaterThan(500)
  const stored = bytesOf(stage.store())
  for (const secret of handedOut) {
    expect(shown).not.toContain(secret)
    expect(stored).not.toContain(secret)
  }
  expect(stored).not.toContain('correct horse')
}, 60_000)

test('a store without a passphrase holds them, which is why it is private: this search would find them', async () => {
  const one = stage.start(['login', ...stage.at()])
  expect(await one.ended).toBe(0)
  const stored = bytesOf(stage.store())
  expect(secrets().some((secret) => stored.includes(secret))).toBe(true)
})
