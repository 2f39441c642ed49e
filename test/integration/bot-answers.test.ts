import { concat, concatMap, EMPTY, from, ignoreElements, map, NEVER, of, tap, throwError, timer } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { type Bot, type BotEvent, type Message, reply } from '../../src/index.js'
import { createStage, type Run, type Stage, savedIn } from '../support/bot/stage.js'

const textOf = (message: Message): string => (message.type === 'text' ? message.text : message.type)

function online(
  prepare: (bot: Bot, stage: Stage) => void,
  bot: NonNullable<Parameters<Stage['run']>[0]>['bot'] = {},
): [Stage, Run] {
  const stage = createStage()
  const run = stage.run({ bot, prepare: (one) => prepare(one, stage) })
  stage.advance(10_000)
  return [stage, run]
}

const sentTexts = (stage: Stage): readonly string[] => stage.world.sent().map(({ text }) => text)
const eventsOf = <T extends BotEvent['type']>(run: Run, type: T) =>
  run.events.filter((event): event is Extract<BotEvent, { readonly type: T }> => event.type === type)

/** Says a sentence each second, the last one as its return value. */
const streaming =
  (bot: Bot, sentences: readonly string[]): Parameters<Bot['handle']>[1] =>
  (message, { settle }) =>
    concat(
      from(sentences.slice(0, -1)).pipe(
        concatMap((sentence) => timer(1_000, bot.scheduler).pipe(tap(() => settle.part(reply(message, sentence))))),
        ignoreElements(),
      ),
      timer(1_000, bot.scheduler).pipe(map(() => reply(message, sentences.at(-1) ?? ''))),
    )

describe('settle.part', () => {
  const sentences = ['one.', 'two.', 'three.']

  test('parts of an answer go out before the rest is there, in order', () => {
    const [stage] = online((bot) => bot.handle('teller', streaming(bot, sentences)))
    stage.say('alice', 'tell me')
    stage.advance(2_500)
    expect(sentTexts(stage)).toEqual(['one.', 'two.'])
    expect(savedIn(stage).entries).toHaveLength(1)
    stage.advance(10_000)
    expect(sentTexts(stage)).toEqual(sentences)
    expect(savedIn(stage)).toMatchObject({ entries: [], outbox: [], states: [] })
  })

  test('a retry does not say again what was said', () => {
    const [stage] = online((bot) =>
      bot.handle('moody', (message, context) =>
        context.attempt === 1
          ? concat(
              of(undefined).pipe(tap(() => context.settle.part(reply(message, 'one.')))),
              throwError(() => new Error('x')),
            )
          : streaming(bot, sentences)(message, context),
      ),
    )
    stage.say('alice', 'tell me')
    stage.advance(60_000)
    expect(sentTexts(stage)).toEqual(sentences)
  })

  test('nor does the next process', () => {
    const [stage, run] = online((bot) => bot.handle('teller', streaming(bot, sentences)))
    stage.say('alice', 'tell me')
    stage.advance(2_500)
    run.kill()
    stage.run({ prepare: (bot) => bot.handle('teller', streaming(bot, sentences)) })
    stage.advance(60_000)
    expect(sentTexts(stage)).toEqual(sentences)
    expect(savedIn(stage)).toMatchObject({ entries: [], states: [] })
  })

  test('a part for nobody fails the try like any other error', () => {
    const [stage] = online((bot) =>
      bot.handle('lost', (_, { settle }) => {
        settle.part({ type: 'send', to: 'Nobody At All', text: 'x' })
      }),
    )
    stage.say('alice', 'x')
    stage.advance(60_000)
    expect(savedIn(stage).dead[0]?.reason).toContain('Nobody At All')
  })
})

describe('a try that does not end at its deadline', () => {
  test('is waited for, and after its grace the next one begins beside it, which is an event', () => {
    const begun: number[] = []
    const [stage, run] = online((bot, { clock }) =>
      bot.handle(
        'deaf',
        () => {
          begun.push(clock.now())
          return new Promise<undefined>(() => {})
        },
        { deadline: 5_000, grace: 3_000, tries: 2 },
      ),
    )
    const id = stage.say('alice', 'x')
    stage.advance(60_000)
    expect(eventsOf(run, 'overlap')).toEqual([
      { type: 'overlap', consumer: 'deaf', id, attempt: 1 },
      { type: 'overlap', consumer: 'deaf', id, attempt: 2 },
    ])
    expect((begun[1] ?? 0) - (begun[0] ?? 0)).toBeGreaterThanOrEqual(8_000)
    expect(savedIn(stage).dead.map(({ reason }) => reason)).toEqual(['the handler missed its deadline'])
  })

  test('that ends within its grace overlaps with nothing, and what it says late is not said', async () => {
    const ends: (() => void)[] = []
    const [stage, run] = online((bot) =>
      bot.handle(
        'slow',
        (message, { attempt }) =>
          attempt === 1
            ? new Promise((resolve) => ends.push(() => resolve(reply(message, 'late'))))
            : of(reply(message, 'in time')),
        { deadline: 5_000, grace: 3_000 },
      ),
    )
    stage.say('alice', 'x')
    stage.advance(7_000)
    for (const end of ends) end()
    await Promise.resolve()
    await Promise.resolve()
    stage.advance(10_000)
    expect(sentTexts(stage)).toEqual(['in time'])
    expect(eventsOf(run, 'overlap')).toEqual([])
  })

  test('an Observable ends at once, and nothing overlaps', () => {
    const [stage, run] = online((bot) => bot.handle('hanging', () => NEVER, { deadline: 1_000, tries: 2 }))
    stage.say('alice', 'x')
    stage.advance(10_000)
    expect(savedIn(stage).dead).toHaveLength(1)
    expect(eventsOf(run, 'overlap')).toEqual([])
  })
})

describe('a policy of its own', () => {
  test('decides about tries: again, settled without an answer, or a dead letter', () => {
    const begun: string[] = []
    const [stage] = online((bot) =>
      bot.handle(
        'picky',
        (message) => {
          begun.push(textOf(message))
          return throwError(() => new Error(textOf(message)))
        },
        {
          retry: (error, attempt) => {
            const why = error instanceof Error ? error.message : ''
            if (why === 'forget') return EMPTY
            return attempt < 5 && why === 'again' ? timer(100, bot.scheduler) : throwError(() => error)
          },
        },
      ),
    )
    for (const text of ['again', 'forget', 'never']) stage.say('alice', text)
    stage.advance(10_000)
    expect(begun).toEqual(['again', 'again', 'again', 'again', 'again', 'forget', 'never'])
    expect(savedIn(stage).dead.map(({ reason, attempts }) => [reason, attempts])).toEqual([
      ['again', 5],
      ['never', 1],
    ])
    expect(savedIn(stage).entries).toEqual([])
  })
})

describe('a stop that drains', () => {
  const slow =
    (bot: Bot, ms: number): Parameters<Bot['handle']>[1] =>
    (message) =>
      timer(ms, bot.scheduler).pipe(map(() => reply(message, `re: ${textOf(message)}`)))

  test('lets running handlers end, begins nothing more, pulls nothing more; the rest comes after the next start', () => {
    const [stage, run] = online((bot) => bot.handle('slow', slow(bot, 1_000)))
    stage.say('alice', 'one')
    stage.say('alice', 'two')
    stage.advance(500)
    run.bot.stop({ drain: 5_000 })
    stage.say('bob', 'three')
    stage.advance(2_000)
    expect(run.end()).toEqual({})
    expect(savedIn(stage)).toMatchObject({ entries: [{}] })
    stage.run({ prepare: (bot) => bot.handle('slow', slow(bot, 1_000)) })
    stage.advance(60_000)
    expect([...sentTexts(stage)].sort()).toEqual(['re: one', 're: three', 're: two'])
  })

  test('does not wait longer than it was told', () => {
    const [stage, run] = online((bot) => bot.handle('slow', slow(bot, 60_000)))
    stage.say('alice', 'one')
    stage.advance(500)
    run.bot.stop({ drain: 1_500 })
    stage.advance(1_499)
    expect(run.end()).toBeUndefined()
    stage.advance(1)
    expect(run.end()).toEqual({})
    expect(savedIn(stage).entries).toHaveLength(1)
  })

  test('where nothing runs it stops at once', () => {
    const [, run] = online((bot) => bot.handle('slow', slow(bot, 1_000)))
    run.bot.stop({ drain: 5_000 })
    expect(run.end()).toEqual({})
  })
})

describe('a backlog', () => {
  const echo = (bot: Bot): void => bot.handle('echo', (message) => of(reply(message, `re: ${textOf(message)}`)))

  test('is delivered once, in order', () => {
    const [stage, run] = online(echo)
    run.bot.stop()
    for (let n = 0; n < 500; n += 1) stage.say(n % 2 === 0 ? 'alice' : 'bob', `${n}`)
    stage.run({ prepare: echo })
    stage.advance(60_000)
    const texts = stage.world.sent().map(({ to, text }) => [to, text])
    for (const [at, who] of ['alice', 'bob'].entries())
      expect(texts.filter(([to]) => to === who).map(([, text]) => text)).toEqual(
        Array.from({ length: 250 }, (_, n) => `re: ${2 * n + at}`),
      )
  })

  test('is skipped where that is asked for, by its place and not by its time, and one event says so', () => {
    const [stage, run] = online((bot) => bot.handle('echo', () => NEVER))
    stage.say('alice', 'kept and not handled')
    stage.advance(1_000)
    run.kill()
    for (let n = 0; n < 50; n += 1) stage.say('alice', `missed ${n}`)
    const next = stage.run({ prepare: echo, bot: { backlog: 'skip' } })
    stage.advance(10_000)
    stage.say('alice', 'after the start')
    stage.advance(10_000)
    expect(sentTexts(stage)).toEqual(['re: after the start'])
    expect(eventsOf(next, 'gap')).toHaveLength(1)
    expect(savedIn(stage).entries).toEqual([])
  })

  test('of what is skipped no count of the parts that were said stays behind', () => {
    const tell = (bot: Bot): void => bot.handle('teller', streaming(bot, ['one.', 'two.', 'three.']))
    const [stage, run] = online(tell)
    stage.say('alice', 'tell me')
    stage.advance(2_500)
    run.kill()
    expect(savedIn(stage).states).toHaveLength(1)
    stage.run({ prepare: tell, bot: { backlog: 'skip' } })
    stage.advance(10_000)
    expect(savedIn(stage)).toMatchObject({ entries: [], states: [] })
  })

  test('is skipped at the start only: a session that is lost and resumed later loses nothing', () => {
    const [stage] = online(echo, { backlog: 'skip' })
    stage.world.fault({ name: 'retcode-1102', endpoint: 'synccheck' })
    stage.say('alice', 'meanwhile')
    stage.advance(120_000)
    expect(sentTexts(stage)).toEqual(['re: meanwhile'])
  })
})

describe('two bots that talk to each other', () => {
  const chatter = (message: Message) => of(reply(message, 'and you?'))
  const loop = { answers: 10, per: 600_000 }

  /** The other bot answers whatever it is told. */
  const pingPong = (stage: Stage): void => {
    let heard = 0
    for (let n = 0; n < 100; n += 1) {
      const count = stage.world.sent().length
      if (count === heard) break
      heard = count
      stage.say('alice', 'fine, and you?')
      stage.advance(3_000)
    }
  }

  test('are stopped after so many answers, and other conversations do not notice', () => {
    const [stage, run] = online((bot) => bot.handle('chatter', chatter), { loop })
    stage.say('alice', 'hello')
    stage.advance(3_000)
    pingPong(stage)
    expect(stage.world.sent()).toHaveLength(10)
    expect(eventsOf(run, 'loopBroken')).toEqual([
      { type: 'loopBroken', conversation: run.messages[0]?.conversation.id, pause: 600_000 },
    ])
    expect(savedIn(stage).dead[0]?.reason).toContain('answers')
    stage.say('bob', 'hello')
    stage.advance(3_000)
    expect(stage.world.sent().at(-1)?.to).toBe('bob')
  })

  test('may go on after a rest as long as the limit', () => {
    const [stage] = online((bot) => bot.handle('chatter', chatter), { loop })
    stage.say('alice', 'hello')
    stage.advance(3_000)
    pingPong(stage)
    stage.advance(600_000)
    stage.say('alice', 'hello again')
    stage.advance(3_000)
    expect(stage.world.sent()).toHaveLength(11)
  })

  test('are stopped when they are behaviours, too; what the owner sends does not count', () => {
    const [stage, run] = online((bot) => bot.use((messages$) => messages$.pipe(concatMap(chatter))), { loop })
    for (let n = 0; n < 20; n += 1) run.bot.send('爱丽丝', 'from the owner').subscribe()
    stage.advance(3_000)
    stage.say('alice', 'hello')
    stage.advance(3_000)
    pingPong(stage)
    expect(sentTexts(stage).filter((text) => text === 'and you?')).toHaveLength(10)
    expect(eventsOf(run, 'loopBroken')).toHaveLength(1)
    expect(eventsOf(run, 'behaviourFailed')[0]?.error).toMatchObject({ kind: 'overflow' })
  })
})

describe('health', () => {
  test('is the age of the last good answer to a poll or a pull', () => {
    const stage = createStage()
    const run = stage.run()
    const never = { count: 0, last: undefined }
    expect(run.bot.health()).toEqual({
      ok: false,
      state: 'idle',
      age: undefined,
      paused: false,
      stopped: [],
      deadLetters: never,
      refused: never,
      unknown: never,
      outbox: { now: 0, later: 0 },
      waiting: [],
    })
    stage.advance(60_000)
    expect(run.bot.health()).toMatchObject({ ok: true, state: 'online' })
    expect(run.bot.health().age).toBeLessThanOrEqual(27_000)
    stage.world.fault({ name: 'reset', endpoint: '*', times: 1_000 })
    stage.advance(300_000)
    expect(run.bot.health()).toMatchObject({ ok: false, state: 'offline' })
    expect(run.bot.health().age).toBeGreaterThan(200_000)
  })

  test('counts dead letters and sends that were refused, which do not make the bot ill', () => {
    const [stage, run] = online((bot) => bot.handle('picky', () => throwError(() => new Error('no')), { tries: 1 }))
    stage.say('alice', 'x')
    stage.world.fault({ name: 'retcode-1204', endpoint: 'webwxsendmsg' })
    run.bot.send('filehelper', 'x').subscribe()
    stage.advance(5_000)
    const once = { count: 1, last: expect.any(Number) }
    expect(run.bot.health()).toMatchObject({ ok: true, deadLetters: once, refused: once, unknown: { count: 0 } })
  })

  test('says that pulling pauses while handlers are behind', () => {
    const [stage, run] = online((bot) => bot.handle('stuck', () => NEVER, { deadline: 24 * 3_600_000 }))
    stage.world.addMessages(6_000, { from: 'alice' })
    stage.advance(120_000)
    expect(run.bot.health().paused).toBe(true)
    expect(run.bot.health().age).toBeLessThanOrEqual(60_000)
  })
})
