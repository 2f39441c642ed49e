import { map, merge, mergeMap, of, scan, switchMap, throwError, timer } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type Behaviour, type BotEvent, combine, hears, named, onError, reply, text } from '../../src/index.js'
import { testBot } from '../../src/testing/index.js'

/** Answers with the value of the JSON that it is sent, and how many there were. */
const json: Behaviour = (messages$) =>
  messages$.pipe(
    hears(/./),
    scan((state, message) => ({ n: state.n + 1, value: JSON.parse(message.text), message }), {
      n: 0,
      value: undefined as unknown,
      message: undefined as unknown,
    }),
    map(({ n, value }) => text('filehelper', `${n}: ${String(value)}`)),
  )

const failures = (events: readonly BotEvent[]) => events.filter((event) => event.type === 'behaviourFailed')

const stops = (events: readonly BotEvent[]) => events.filter((event) => event.type === 'behaviourStopped')

const sent = (bot: ReturnType<typeof testBot>): readonly string[] => bot.sentTo('filehelper')

describe.each<readonly [string, Behaviour]>([
  ['alone', json],
  [
    'in combine',
    combine(
      json,
      named('other', () => of()),
    ),
  ],
  ['named', named('json', json)],
])('a behaviour that fails at a message (%s)', (_, behaviour) => {
  test('runs again in the same tick; only that message and what it remembered are lost', () => {
    const bot = testBot(behaviour)
    const [account = ''] = bot.world.accounts.keys()
    // All in one pull: there is no time in between.
    for (const word of ['1', '2', '{', '3']) bot.world.person('alice').say(account, word)
    bot.advance(5_000)
    bot.says('alice', '4')
    expect(sent(bot)).toEqual(['1: 1', '2: 2', '1: 3', '2: 4'])
    const [failed, ...more] = failures(bot.events)
    expect(more).toEqual([])
    expect(failed).toMatchObject({ name: 'json', message: { type: 'text', text: '{' } })
    expect(stops(bot.events)).toEqual([])
    expect(bot.bot.health()).toMatchObject({ ok: true, stopped: [] })
  })

  test('ten times in a minute is stopped, which is in the event and in health()', () => {
    const bot = testBot(behaviour)
    for (let n = 0; n < 10; n += 1) bot.says('alice', '{')
    bot.says('alice', '1')
    expect(sent(bot)).toEqual([])
    expect(failures(bot.events)).toHaveLength(10)
    expect(stops(bot.events)).toMatchObject([{ name: 'json', reason: 'tooOften', error: expect.any(SyntaxError) }])
    expect(bot.bot.health()).toMatchObject({ ok: false, stopped: [{ name: 'json', since: expect.any(Number) }] })
  })

  test('less often goes on for ever', () => {
    const bot = testBot(behaviour)
    for (let n = 0; n < 30; n += 1) {
      bot.says('alice', '{')
      bot.advance(5_000)
    }
    bot.says('alice', '1')
    expect(sent(bot)).toEqual(['1: 1'])
  })
})

test('one that fails before a message is stopped at once, also when it was started again', () => {
  let starts = 0
  const late: Behaviour = (messages$) => {
    starts += 1
    if (starts === 2) throw new Error('at its second start')
    return messages$.pipe(mergeMap(() => throwError(() => new Error('at a message'))))
  }
  const atOnce: Behaviour = () => throwError(() => new Error('at once'))
  const tired: Behaviour = (_, { scheduler }) => timer(1_000, scheduler).pipe(mergeMap(() => throwError(() => 'tired')))
  const bot = testBot([atOnce, tired, late])
  bot.advance(1_000)
  expect(bot.bot.health().stopped.map(({ name }) => name)).toEqual(['atOnce', 'tired'])
  bot.says('alice', 'hi')
  const ofLate = bot.events.filter((event) => 'name' in event && event.name === 'late')
  expect(ofLate).toMatchObject([
    { type: 'behaviourFailed', message: { text: 'hi' }, error: new Error('at a message') },
    { type: 'behaviourFailed', message: { text: 'hi' }, error: new Error('at its second start') },
    { type: 'behaviourStopped', reason: 'atOnce' },
  ])
  expect(starts).toBe(2)
})

test('what it emits at its start is sent again, and what fails in a timer has no message', () => {
  const greeting: Behaviour = (messages$, { scheduler }) =>
    merge(
      of(text('filehelper', 'hello')),
      messages$.pipe(
        switchMap(() => timer(1_000, scheduler)),
        mergeMap(() => throwError(() => new Error('later'))),
      ),
    )
  const bot = testBot(greeting)
  bot.says('alice', 'hi')
  expect(sent(bot)).toEqual(['hello', 'hello'])
  expect(failures(bot.events)).toEqual([{ type: 'behaviourFailed', name: 'greeting', error: new Error('later') }])
})

test('a policy of onError decides instead, and what it gives up is stopped for good', () => {
  const fragile: Behaviour = (messages$) => messages$.pipe(mergeMap(() => throwError(() => 'boom')))
  const twice = onError((error, attempt) => (attempt < 3 ? of(0) : throwError(() => error)), fragile)
  const bot = testBot([combine(twice), onError(() => of(), named('quiet', fragile))])
  for (let n = 0; n < 5; n += 1) bot.says('alice', 'hi')
  expect(bot.bot.health().stopped.map(({ name }) => name)).toEqual(['quiet', 'fragile'])
  expect(stops(bot.events).map((event) => 'reason' in event && event.reason)).toEqual(['policy', 'policy'])
  const attempts = failures(bot.events).map((event) => 'attempt' in event && event.attempt)
  expect(attempts).toEqual([1, 1, 2, 3, false])
})

test('a message is handed to the other behaviours, whatever one does with it', () => {
  const echo: Behaviour = (messages$) =>
    messages$.pipe(
      hears(/./),
      map((message) => reply(message, message.text)),
    )
  const bot = testBot([json, echo])
  bot.says('alice', '{')
  expect(bot.sentTo('alice')).toEqual(['{'])
})
