import { expect, test } from 'vitest'
import { createWorld, faultNames, mostAtOnce } from '../../src/emulator/index.js'
import { createVirtualClock, testBot } from '../../src/testing/index.js'

const endpoints = [
  'webwxinit',
  'webwxgetcontact',
  'webwxbatchgetcontact',
  'synccheck',
  'webwxsync',
  'webwxsendmsg',
] as const

/** Faults that only mean something to one endpoint, and those that end a login for good. */
const skipped = ['retcode-<n>', 'selector-<n>', 'foreign-redirect-uri', 'old-skey-rejected']

const rows = Object.keys(faultNames)
  .filter((name) => !skipped.includes(name))
  .flatMap((name) => endpoints.map((endpoint) => ({ name, endpoint })))
  // An init whose answer does not arrive in time has begun the session: what is said before the next one is before its key.
  .filter(({ name, endpoint }) => name !== 'slow-drip' || endpoint !== 'webwxinit')

const start = (fault: { readonly name: string; readonly endpoint: string; readonly times: number }) => {
  const clock = createVirtualClock()
  const world = createWorld({ scheduler: clock.scheduler, phone: 'auto', backlog: 'kept' })
  world.fault({ bytes: 9 * 1024 * 1024, ...fault })
  return testBot([], { in: { world, clock, advance: clock.advance } })
}

test.each(rows)('$name three times at $endpoint: back online, nothing lost, nothing repeated', ({ name, endpoint }) => {
  const bot = start({ name, endpoint, times: 3 })
  const outcomes: string[] = []
  bot.bot.send('filehelper', 'hello').subscribe(({ outcome }) => outcomes.push(outcome))
  bot.advance(10_000)
  const said: string[] = []
  for (let n = 1; n <= 10; n += 1) {
    said.push(bot.world.person('alice').say('bot', `message ${n}`))
    bot.advance(n % 2 === 0 ? 30_000 : 0)
  }
  bot.advance(1_200_000)
  const got = bot.messages.map(({ id }) => id)
  expect(name === 'reordered-batch' ? [...got].sort() : got).toEqual(
    name === 'reordered-batch' ? [...said].sort() : said,
  )
  expect(bot.states.at(-1)?.type).toBe('online')
  expect([outcomes, bot.sentTo('filehelper').length]).toEqual([['accepted'], 1])
  expect(bot.events.filter(({ type }) => type === 'crashed')).toEqual([])
  expect(mostAtOnce(bot.world.exchanges.list('synccheck'))).toBe(1)
  expect(mostAtOnce(bot.world.exchanges.list('webwxsync'))).toBe(1)
})

test.each(['2', '3', '4', '5', '6', '7'])(
  'a selector stuck at %s for an hour pulls once a second at the most, and loses nothing',
  (selector) => {
    const bot = start({ name: `selector-${selector}`, endpoint: 'synccheck', times: 100_000 })
    const said: string[] = []
    for (let n = 1; n <= 60; n += 1) {
      if (n % 10 === 0) said.push(bot.world.person('alice').say('bot', `message ${n}`))
      bot.advance(60_000)
    }
    expect(bot.messages.map(({ id }) => id)).toEqual(said)
    const pulls = bot.world.exchanges.list('webwxsync').map(({ startedAt }) => startedAt)
    expect(pulls.length).toBeLessThan(3_600)
    const gaps = pulls.slice(2).map((at, index) => at - (pulls[index + 1] ?? 0))
    // A pull that brought something may be followed by another at once: what was said, and the notice after the login.
    expect(gaps.filter((gap) => gap < 900).length).toBeLessThanOrEqual(said.length + 1)
    expect(bot.events.map(({ type }) => type)).toEqual(['loggedIn'])
    expect(bot.states.at(-1)?.type).toBe('online')
    expect(bot.world.sessions.size).toBe(1)
  },
)

test('a day with a loss of the session every night: everything arrives once, and friends keep their ids', () => {
  const bot = start({ name: 'delay', endpoint: 'webwxstatusnotify', times: 1 })
  const said: string[] = []
  for (let hour = 1; hour <= 72; hour += 1) {
    said.push(bot.world.person('alice').say('bot', `hour ${hour}`))
    if (hour % 24 === 0) bot.world.kick(undefined, 1100)
    bot.advance(3_600_000)
  }
  expect(bot.messages.map(({ id }) => id)).toEqual(said)
  expect(new Set(bot.messages.map(({ conversation }) => conversation.id)).size).toBe(1)
  expect(new Set(bot.messages.map(({ conversation }) => conversation.userName)).size).toBe(4)
  expect(bot.states.at(-1)?.type).toBe('online')
})
