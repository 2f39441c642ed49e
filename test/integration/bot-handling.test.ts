import { ignoreElements, map, NEVER, of, tap, throwError, timer } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type Bot, type Delivery, type Message, reply } from '../../src/index.js'
import { isQuietOnTheWire, keepsItsPromises } from '../support/bot/promises.js'
import { createStage, type Run, type Stage, savedIn, typesOf } from '../support/bot/stage.js'

const textOf = (message: Message): string => (message.type === 'text' ? message.text : message.type)

/** A stage with a bot that was prepared and has logged in. */
function online(
  prepare: (bot: Bot, stage: Stage) => void,
  options: Parameters<typeof createStage>[0] = {},
): [Stage, Run] {
  const stage = createStage(options)
  const run = stage.run({ prepare: (bot) => prepare(bot, stage) })
  stage.advance(10_000)
  return [stage, run]
}

const sentTexts = (stage: Stage): readonly string[] => stage.world.sent().map(({ text }) => text)

describe('handle', () => {
  test('an acknowledgement and its Commands are one commit, and the answers arrive in order', () => {
    const commits: { readonly outbox: number; readonly done: boolean }[] = []
    const stage = createStage()
    stage.run({
      store: {
        ...stage.store,
        commit: (changes) => {
          if (changes.dispatched !== undefined)
            commits.push({
              outbox: changes.outbox?.length ?? 0,
              done: changes.dispatched > 0 || changes.settled !== undefined,
            })
          return stage.store.commit(changes)
        },
      },
      prepare: (bot) => bot.handle('echo', (message) => of(reply(message, `re: ${textOf(message)}`))),
    })
    stage.advance(10_000)
    for (let n = 0; n < 20; n += 1) stage.say('alice', `text ${n}`)
    stage.advance(10_000)
    expect(sentTexts(stage)).toEqual(Array.from({ length: 20 }, (_, n) => `re: text ${n}`))
    expect(commits.filter(({ outbox }) => outbox > 0).every(({ done }) => done)).toBe(true)
    expect(savedIn(stage)).toMatchObject({ entries: [], outbox: [] })
    keepsItsPromises(stage)
  })

  test('one message of a conversation after the other, conversations side by side, never more than the permits', () => {
    const running: string[] = []
    const log: string[] = []
    let most = 0
    const [stage] = online((bot) =>
      bot.handle(
        'slow',
        (message) => {
          const chat = message.conversation.id
          expect(running).not.toContain(chat)
          running.push(chat)
          most = Math.max(most, running.length)
          return timer(1_000, bot.scheduler).pipe(
            map(() => {
              running.splice(running.indexOf(chat), 1)
              log.push(textOf(message))
              return undefined
            }),
          )
        },
        { permits: 2 },
      ),
    )
    for (let n = 0; n < 5; n += 1) {
      stage.say('alice', `alice ${n}`)
      stage.say('bob', `bob ${n}`)
      stage.sayIn('team', 'bob', `team ${n}`)
    }
    stage.advance(60_000)
    expect(most).toBe(2)
    for (const who of ['alice', 'bob', 'team'])
      expect(log.filter((text) => text.startsWith(who))).toEqual([0, 1, 2, 3, 4].map((n) => `${who} ${n}`))
    expect(savedIn(stage).entries).toEqual([])
  })

  test('a handler that fails is tried three times with pauses; then the message is a dead letter, and the next one is handled', () => {
    const tries: [string, number, number][] = []
    const [stage, run] = online((bot, { clock }) =>
      bot.handle('moody', (message, { attempt }) => {
        tries.push([textOf(message), attempt, clock.now()])
        return textOf(message) === 'poison' ? throwError(() => new Error('cannot')) : of(undefined)
      }),
    )
    stage.say('alice', 'poison')
    stage.say('alice', 'after it')
    stage.advance(60_000)
    expect(tries.map(([text, attempt]) => [text, attempt])).toEqual([
      ['poison', 1],
      ['poison', 2],
      ['poison', 3],
      ['after it', 1],
    ])
    expect((tries[1]?.[2] ?? 0) - (tries[0]?.[2] ?? 0)).toBeGreaterThanOrEqual(700)
    expect(typesOf(run.events).filter((type) => type === 'deadLetter')).toHaveLength(1)
    expect(savedIn(stage)).toMatchObject({ entries: [], dead: [{ consumer: 'moody', reason: 'cannot', attempts: 3 }] })
  })

  test('a handler that throws at once is no worse than one whose stream fails', () => {
    const [stage] = online((bot) =>
      bot.handle('thrower', () => {
        throw new Error('at once')
      }),
    )
    stage.say('alice', 'one')
    stage.advance(60_000)
    expect(savedIn(stage).dead.map(({ reason }) => reason)).toEqual(['at once'])
    keepsItsPromises(stage)
  })

  test('a Command for nobody makes a dead letter that says so, and nothing is sent', () => {
    const [stage] = online((bot) =>
      bot.handle('lost', () => of({ type: 'send' as const, to: 'Nobody At All', text: 'hello' })),
    )
    stage.say('alice', 'one')
    stage.advance(60_000)
    expect(savedIn(stage).dead[0]?.reason).toContain('Nobody At All')
    expect(stage.world.sent()).toEqual([])
  })

  test('a deadline aborts the signal and counts as a failed try; extend moves it', () => {
    const aborted: boolean[] = []
    let finished = 0
    const [stage] = online((bot) => {
      bot.handle('hanging', (_, { signal }) => {
        signal.addEventListener('abort', () => aborted.push(true))
        return NEVER
      })
      bot.handle('long', (_, { extend }) => {
        extend(10 * 60_000)
        return timer(5 * 60_000, bot.scheduler).pipe(
          tap(() => {
            finished += 1
          }),
          ignoreElements(),
        )
      })
    })
    stage.say('alice', 'one')
    stage.advance(10 * 60_000)
    expect(aborted).toHaveLength(3)
    expect(finished).toBe(1)
    expect(savedIn(stage).dead.map(({ consumer, reason }) => [consumer, reason])).toEqual([
      ['hanging', 'the handler missed its deadline'],
    ])
    expect(savedIn(stage).entries).toEqual([])
  })

  test('busy: switch lets a newer message of the conversation take over, and settles both', () => {
    const done: string[] = []
    const [stage] = online((bot) =>
      bot.handle('typing', (message) => timer(5_000, bot.scheduler).pipe(map(() => void done.push(textOf(message)))), {
        busy: 'switch',
      }),
    )
    for (const text of ['a', 'ab', 'abc']) {
      stage.say('alice', text)
      stage.advance(1_000)
    }
    stage.say('bob', 'undisturbed')
    stage.advance(20_000)
    expect(done).toEqual(['abc', 'undisturbed'])
    expect(savedIn(stage).entries).toEqual([])
  })

  test('10,000 conversations, 16 permits, one that never settles: all others are handled, and the restart repeats that one only', () => {
    const friends = Array.from({ length: 9_999 }, (_, n) => ({ id: `friend-${n}` }))
    const stage = createStage({ accounts: [{ id: 'bot' }], persons: [{ id: 'never' }, ...friends] })
    const handled: string[] = []
    const prepare = (bot: Bot): void =>
      bot.handle(
        'all',
        (message) => {
          if (textOf(message) === 'never') return NEVER
          handled.push(textOf(message))
          return of(undefined)
        },
        { deadline: 24 * 3_600_000 },
      )
    const run = stage.run({ prepare })
    stage.advance(30_000)
    stage.say('never', 'never')
    for (const { id } of friends) stage.say(id, id)
    stage.advance(60_000)
    expect(handled).toEqual(friends.map(({ id }) => id))
    expect(savedIn(stage).entries).toHaveLength(1)
    run.kill()
    handled.length = 0
    const next = stage.run({ prepare })
    stage.advance(60_000)
    expect(handled).toEqual([])
    expect(next.events.filter(({ type }) => type === 'crashed')).toEqual([])
    isQuietOnTheWire(stage)
  })
})

describe('deliveries', () => {
  test('at most `prefetch` are out, in the server’s order, and each acknowledgement lets one follow', () => {
    const out: Delivery[] = []
    const [stage] = online((bot) => {
      bot.deliveries('lines', { prefetch: 10 }).subscribe((delivery) => out.push(delivery))
    })
    for (let n = 0; n < 300; n += 1) stage.say(n % 2 === 0 ? 'alice' : 'bob', `line ${n}`)
    stage.advance(10_000)
    expect(out).toHaveLength(10)
    out[3]?.ack()
    stage.advance(100)
    expect(out).toHaveLength(11)
    for (let n = 0; n < 300; n += 1) {
      out[n]?.ack()
      stage.advance(10)
    }
    expect(out.map(({ message }) => textOf(message))).toEqual(Array.from({ length: 300 }, (_, n) => `line ${n}`))
    expect(savedIn(stage).entries).toEqual([])
  })

  test('above 5,000 waiting nothing is pulled, the session is kept alive for a day, and then everything arrives', () => {
    const out: Delivery[] = []
    const [stage, run] = online((bot) => {
      bot.deliveries('slow').subscribe((delivery) => out.push(delivery))
    })
    for (let n = 0; n < 12_000; n += 1) stage.say('alice', `line ${n}`)
    stage.advance(60_000)
    const { entries } = savedIn(stage)
    expect(entries.length).toBeGreaterThanOrEqual(5_000)
    expect(entries.length).toBeLessThanOrEqual(5_100)
    const pulls = stage.world.exchanges.list('webwxsync').length
    stage.advance(3_600_000)
    expect(stage.world.exchanges.list('webwxsync').length - pulls).toBeLessThanOrEqual(3)
    const polls = stage.world.exchanges.list('synccheck').length
    stage.advance(3_600_000)
    expect(stage.world.exchanges.list('synccheck').length - polls).toBeGreaterThan(100)
    stage.advance(22 * 3_600_000)
    expect(typesOf(run.events)).not.toContain('sessionLost')
    for (let n = 0; n < 12_000; n += 1) {
      if (n === out.length) stage.advance(2_000)
      out[n]?.ack()
      if (n % 32 === 0) stage.advance(20)
    }
    stage.advance(60_000)
    expect(out.map(({ message }) => message.id)).toEqual(stage.said.map(({ id }) => id))
    expect(savedIn(stage).entries).toEqual([])
    keepsItsPromises(stage)
  })
})
