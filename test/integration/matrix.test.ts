import { expect, test } from 'vitest'
import { createWorld, mostAtOnce } from '../../src/emulator/index.js'
import type { Receipt } from '../../src/index.js'
import { createVirtualClock, type TestBot, testBot } from '../../src/testing/index.js'

/** Where a fault strikes: the endpoint, and how many of its exchanges pass before. */
const phases = {
  'QR shown': { endpoint: 'login', after: 0 },
  scanned: { endpoint: 'login', after: 1 },
  'login page': { endpoint: 'webwxnewloginpage', after: 0 },
  init: { endpoint: 'webwxinit', after: 0 },
  'first poll': { endpoint: 'synccheck', after: 0 },
  polling: { endpoint: 'synccheck', after: 3 },
  pulling: { endpoint: 'webwxsync', after: 1 },
  sending: { endpoint: 'webwxsendmsg', after: 0 },
} as const

type Phase = keyof typeof phases

const damaged = ['hang', 'reset', 'http-500', 'http-502', 'html', 'truncated', 'empty-body'] as const
const codes = [1100, 1101, 1102, 1203, 1205, -14, -1, 1] as const

interface Expected {
  /** Sessions that were opened, the first included. */
  readonly logins: number
  readonly outcome: Receipt['outcome']
  /** Events that have to occur, and to occur nowhere else. */
  readonly events: readonly string[]
}

const fine: Expected = { logins: 1, outcome: 'accepted', events: [] }

/** What has to come of a readable refusal, by the phase it is given in. */
function prescribed(code: number, phase: Phase): Expected {
  const kicked: Expected = { ...fine, logins: 2, events: ['kicked', 'gap'] }
  switch (phase) {
    case 'QR shown':
    case 'scanned':
      return fine
    case 'login page':
      return { ...fine, events: code === 1203 ? ['refusedOnce'] : [] }
    case 'init':
      if (code === -1) return fine
      return { ...fine, logins: 2, events: code === 1203 ? ['refusedOnce'] : [] }
    case 'first poll':
    case 'polling':
    case 'pulling':
      if (code === 1101) return kicked
      if (code === 1203 && phase === 'pulling') return { ...fine, events: ['sessionLost'] }
      return { ...fine, events: code === 1100 || code === 1102 || code === -14 ? ['sessionLost'] : [] }
    case 'sending':
      if (code === 1101) return kicked
      if (code === 1203 || code === 1) return { ...fine, outcome: 'refused' }
      if (code === 1205) return { ...fine, events: ['rateLimited'] }
      return { ...fine, events: code === 1100 || code === 1102 || code === -14 ? ['sessionLost'] : [] }
  }
}

/** A damaged answer is asked for again. The login page's ticket was spent by the first request: there a new code is needed. */
const damage = (name: string, phase: Phase): Expected =>
  name === 'truncated' && phase === 'login page' ? { ...fine, logins: 2 } : fine

const rows = (Object.keys(phases) as Phase[]).flatMap((phase) => [
  ...damaged.map((name) => ({ phase, name: name as string, expected: damage(name, phase) })),
  ...codes.map((code) => ({ phase, name: `retcode-${code}`, expected: prescribed(code, phase) })),
])

/** Plays a session with the fault in it: something is said to the bot all the time, and it says something itself. */
function play(
  phase: Phase,
  name: string,
): { readonly bot: TestBot; readonly said: readonly string[]; readonly receipts: readonly Receipt[] } {
  const receipts: Receipt[] = []
  const said: string[] = []
  const clock = createVirtualClock()
  const phone = { scanAfter: 6_000, confirmAfter: 2_000 }
  const world = createWorld({ scheduler: clock.scheduler, phone, backlog: 'kept' })
  world.fault({ name, ...phases[phase], times: 1 })
  const bot = testBot([], { in: { world, clock, advance: clock.advance } })
  bot.advance(60_000)
  bot.bot.send('filehelper', 'hello').subscribe((receipt) => receipts.push(receipt))
  for (let n = 1; n <= 12; n += 1) {
    said.push(bot.world.person('alice').say('bot', `message ${n}`))
    bot.advance(20_000)
  }
  bot.advance(300_000)
  return { bot, said, receipts }
}

const notable = ['kicked', 'gap', 'refusedOnce', 'sessionLost', 'rateLimited', 'crashed']

test('the matrix has at least sixty rows', () => {
  expect(rows.length).toBeGreaterThanOrEqual(60)
})

test.each(rows)('$name while $phase: back online, nothing lost, nothing repeated', ({ phase, name, expected }) => {
  const { bot, said, receipts } = play(phase, name)
  expect(bot.world.faults.list()).toEqual([])
  expect(bot.states.at(-1)?.type).toBe('online')
  expect(bot.messages.map(({ id }) => id)).toEqual(said)
  expect(receipts.map(({ outcome }) => outcome)).toEqual([expected.outcome])
  expect(bot.sentTo('filehelper').length).toBe(expected.outcome === 'accepted' ? 1 : 0)
  expect(bot.world.sessions.size).toBe(expected.logins)
  const happened = bot.events.map(({ type }) => type).filter((type) => notable.includes(type))
  const wanted = expected.events.includes('kicked') ? ['sessionLost', ...expected.events] : expected.events
  expect([...new Set(happened)].sort()).toEqual([...wanted].sort())
  expect(mostAtOnce(bot.world.exchanges.list('synccheck'))).toBe(1)
  expect(mostAtOnce(bot.world.exchanges.list('webwxsync'))).toBe(1)
})
