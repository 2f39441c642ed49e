import { describe, expect, test } from 'vitest'
import { createWorld, mostAtOnce } from '../../src/emulator/index.js'
import { isFailure, type Receipt } from '../../src/index.js'
import { createVirtualClock, type TestBot, testBot } from '../../src/testing/index.js'
import { keepsItsPromises } from '../support/bot/promises.js'
import { createStage } from '../support/bot/stage.js'

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

/** What comes of a refusal that never ends: how the bot stands an hour later, and how much it asked for in that time. */
interface Persistent {
  /** The last state, or the kind of the failure that ended the bot. */
  readonly end: string
  /** Sessions opened with webwxinit at the most, and the pages of the address book that come with them. */
  readonly inits: number
  readonly pulls: number
  readonly polls: number
  /** Asked of the phone, and codes shown. */
  readonly pushes: number
  readonly codes: number
}

/** Resumed once; then asked again with pauses that grow to 15 s, every 10 s on the whole. */
const waited = { end: 'online', inits: 1, polls: 360, pulls: 360, pushes: 0, codes: 0 }

/** Resumed, then a push login, then five codes: each of these sessions is resumed once before the next. */
const climbed = { inits: 13, polls: 14, pulls: 14, pushes: 1, codes: 5 }

function persistently(endpoint: string, code: number): Persistent {
  const ofPulls = endpoint === 'webwxsync'
  switch (code) {
    case 1100:
    case 1102:
    case 1103:
      return { end: 'loggedOut', ...climbed }
    case 1101:
      if (endpoint === 'webwxinit') return { end: 'loggedOut', ...climbed }
      return { end: 'kicked', inits: 1, polls: 2, pulls: 2, pushes: 1, codes: 0 }
    case 1203:
      return { end: 'refused', inits: 3, polls: 20, pulls: 4, pushes: 0, codes: 1 }
    case -14:
      return { end: 'retcode', ...climbed }
    case 1205:
      if (ofPulls) return { end: 'online', inits: 0, polls: 1, pulls: 6, pushes: 0, codes: 0 }
      return endpoint === 'webwxinit' ? { end: 'retcode', ...climbed } : waited
    case 1:
      if (endpoint === 'synccheck') return waited
      return { end: 'retcode', ...climbed, ...(ofPulls ? { pulls: 5 * 14 } : {}) }
    default:
      if (endpoint === 'webwxinit') return { end: 'retcode', ...climbed, inits: 7 * 11 }
      return waited
  }
}

const persistent = ['webwxsync', 'synccheck', 'webwxinit'].flatMap((endpoint) =>
  [...codes, -2, 3, 1103, 9999].map((code) => ({ endpoint, code })),
)

const counted = ['webwxinit', 'webwxgetcontact', 'webwxsync', 'synccheck', 'webwxpushloginurl', 'jslogin'] as const

describe.each(persistent)('$code from $endpoint for ever', ({ endpoint, code }) => {
  /** Online for two minutes, and then refused for so many, in each of which something is said. */
  const refusedFor = (minutes: number) => {
    const stage = createStage({ backlog: 'kept' })
    const run = stage.run()
    stage.advance(120_000)
    const count = (name: string): number => stage.world.exchanges.list(name).length
    const before = counted.map(count)
    stage.world.fault({ name: `retcode-${code}`, endpoint, times: Number.POSITIVE_INFINITY })
    if (endpoint === 'webwxinit') stage.world.kick(undefined, 1100)
    for (let n = 0; n < minutes; n += 1) {
      stage.say('alice', `minute ${n}`)
      stage.advance(60_000)
    }
    const [inits = 0, pages = 0, pulls = 0, polls = 0, pushes = 0, codes = 0] = counted.map(
      (name, at) => count(name) - (before[at] ?? 0),
    )
    return { stage, run, asked: { inits, pages, pulls, polls, pushes, codes } }
  }

  test('ends where it should, and asks for no more than it should on the way', () => {
    const { run, asked } = refusedFor(60)
    const { end, inits, pulls, polls, pushes, codes } = persistently(endpoint, code)
    const { error } = run.end() ?? {}
    const state = isFailure(error) ? error.kind : run.states.at(-1)?.type
    expect(state).toBe(end)
    if (isFailure(error)) expect(error.detail).toMatchObject({ code })
    expect(asked.inits).toBeLessThanOrEqual(inits)
    expect(asked.pages).toBeLessThanOrEqual(inits)
    expect(asked.pulls).toBeLessThanOrEqual(pulls)
    expect(asked.polls).toBeLessThanOrEqual(polls)
    expect([asked.pushes, asked.codes]).toEqual([pushes, codes])
    expect(run.events.filter(({ type }) => type === 'crashed')).toEqual([])
  })

  test('which is over after two minutes: nothing is lost, and nothing is repeated', () => {
    const { stage, run } = refusedFor(2)
    stage.world.clearFaults()
    stage.say('alice', 'is it over?')
    stage.advance(35 * 60_000)
    // The person at the phone is asked; a bot that gave up is started again.
    if (run.end() === undefined) run.bot.login()
    else stage.run()
    stage.advance(60_000)
    expect(stage.runs.at(-1)?.states.at(-1)?.type).toBe('online')
    keepsItsPromises(stage)
  })
})
