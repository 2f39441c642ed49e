import { describe, expect, test } from 'vitest'
import type { Bot } from '../../src/index.js'
import { keepsItsPromises } from '../support/bot/promises.js'
import { createStage, idsOf, type Run, savedIn, typesOf } from '../support/bot/stage.js'

const phase = ({ states }: Run): string => states.at(-1)?.type ?? ''

describe('a stored session', () => {
  test('a second process resumes it without a code, and is handed the backlog once', () => {
    const stage = createStage()
    const before = stage.run()
    stage.advance(10_000)
    stage.say('alice', 'before')
    stage.advance(5_000)
    before.bot.stop()
    for (let n = 0; n < 250; n += 1) stage.say(n % 2 === 0 ? 'alice' : 'bob', `while away ${n}`)
    stage.advance(60_000)
    const after = stage.run()
    stage.advance(30_000)
    expect(typesOf(after.states)).toEqual(['idle', 'resuming', 'online'])
    expect(after.events[0]).toEqual({ type: 'loggedIn', fresh: false })
    expect(after.messages).toHaveLength(250)
    expect(after.events.filter(({ type }) => type === 'gap')).toEqual([])
    expect(stage.world.sessions.size).toBe(1)
    keepsItsPromises(stage)
  })

  test('a third process finds nothing to repeat', () => {
    const stage = createStage()
    for (let n = 0; n < 5; n += 1) {
      const run = stage.run()
      stage.advance(10_000)
      stage.say('alice', `number ${n}`)
      stage.advance(5_000)
      expect(run.messages).toHaveLength(1)
      run.bot.stop()
    }
    keepsItsPromises(stage)
  })

  test('one that ended meanwhile is replaced by a dialog on the phone, not by a code', () => {
    const stage = createStage()
    stage.run()
    stage.advance(10_000)
    stage.runs[0]?.bot.stop()
    stage.world.kick(undefined, 1102)
    const run = stage.run()
    stage.advance(10_000)
    expect(typesOf(run.states)).toEqual(['idle', 'resuming', 'confirming', 'entering', 'online'])
    expect(stage.world.sessions.size).toBe(2)
  })

  test('one that webwxinit answers 1205 to is over, too: the phone is asked at once', () => {
    const stage = createStage()
    stage.run()
    stage.advance(10_000)
    stage.runs[0]?.bot.stop()
    stage.world.fault({ name: 'retcode-1205', endpoint: 'webwxinit' })
    const run = stage.run()
    stage.advance(10_000)
    expect(typesOf(run.states)).toEqual(['idle', 'resuming', 'confirming', 'entering', 'online'])
  })

  test('a dialog that is turned down is followed by a code', () => {
    const stage = createStage({ phone: 'manual' })
    const before = stage.run()
    stage.advance(2_000)
    stage.world.phone().scan()
    stage.world.phone().confirm()
    stage.advance(10_000)
    before.bot.stop()
    stage.world.kick(undefined, 1100)
    const run = stage.run()
    stage.advance(5_000)
    expect(phase(run)).toBe('confirming')
    stage.world.phone().cancel()
    stage.advance(5_000)
    expect(phase(run)).toBe('qr')
  })

  test.each([
    ['listeners', () => {}],
    ['handlers', (bot: Bot) => bot.handle('archive', () => [])],
  ])('what was handed out to %s a moment before a logout does not come again', (_, prepare) => {
    const stage = createStage()
    const run = stage.run({ prepare })
    stage.advance(10_000)
    run.bot.messages$.subscribe(() => run.bot.logout().subscribe())
    stage.say('alice', 'one for the way')
    stage.advance(60_000)
    expect(run.messages).toHaveLength(1)
    const again: string[] = []
    const next = stage.run({ prepare: (bot) => bot.handle('archive', ({ id }) => void again.push(id)) })
    stage.advance(60_000)
    expect([phase(next), next.messages, again]).toEqual(['online', [], []])
  })

  test('after a logout nothing is left of it: the next start shows a code, and the server knows', () => {
    const stage = createStage()
    const run = stage.run()
    stage.advance(10_000)
    let ended = false
    run.bot.logout().subscribe({
      complete: () => {
        ended = true
      },
    })
    stage.advance(5_000)
    expect(ended).toBe(true)
    expect(stage.world.isOnline()).toBe(false)
    expect(stage.world.exchanges.list('webwxlogout')).toHaveLength(1)
    // The held poll is answered 1101 because of it, before it is answered itself.
    expect(typesOf(run.events)).not.toContain('kicked')
    expect(typesOf(run.states).slice(-2)).toEqual(['loggedOut', 'stopped'])
    const next = stage.run()
    stage.advance(10_000)
    expect(typesOf(next.states).slice(0, 2)).toEqual(['idle', 'qr'])
  })

  test.each([
    ['hang', 'timeout'],
    ['reset', 'network'],
    ['http-502', 'status'],
    ['redirect-302-foreign', 'foreignHost'],
  ])(
    'a logout that meets %s ends all the same, forgets the session, and tells that the server does not know',
    (name, kind) => {
      for (const isStarted of [true, false]) {
        const stage = createStage()
        const first = stage.run()
        stage.advance(10_000)
        if (!isStarted) first.bot.stop()
        const run = isStarted ? first : stage.run({ startNow: false })
        stage.world.fault({ name, times: 1_000_000, ...(name === 'hang' ? {} : { endpoint: 'webwxlogout' }) })
        let ended = false
        run.bot.logout().subscribe({
          complete: () => {
            ended = true
          },
        })
        stage.advance(60_000)
        expect([isStarted, ended, run.end(), savedIn(stage).session]).toEqual([isStarted, true, {}, undefined])
        expect(run.events.filter(({ type }) => type === 'trouble').slice(-1)).toMatchObject([
          { failure: { kind, detail: { endpoint: 'webwxlogout' } } },
        ])
      }
    },
  )
})

describe('kicked', () => {
  test('another web login is told as kicked; the phone is asked once, and a tap lets the bot in again', () => {
    const stage = createStage({ backlog: 'kept' })
    const run = stage.run()
    stage.advance(10_000)
    stage.world.kick()
    stage.advance(10_000)
    expect(run.events).toContainEqual({ type: 'kicked', code: 1101 })
    expect(phase(run)).toBe('online')
    stage.say('alice', 'still there?')
    stage.advance(5_000)
    expect(run.messages).toHaveLength(1)
    keepsItsPromises(stage)
  })

  test('a second kick within ten minutes waits for login(), and then a tap is enough', () => {
    const stage = createStage()
    const run = stage.run()
    stage.advance(10_000)
    stage.world.kick()
    stage.advance(60_000)
    stage.world.kick()
    stage.advance(3_600_000)
    expect(run.states.at(-1)).toEqual({ type: 'kicked', code: 1101, waiting: true })
    expect(stage.world.exchanges.list('webwxpushloginurl')).toHaveLength(1)
    expect(stage.world.exchanges.list('jslogin')).toHaveLength(1)
    run.bot.login()
    stage.advance(10_000)
    expect(phase(run)).toBe('online')
  })

  test('with relogin: always a code is shown without being asked', () => {
    const stage = createStage({ phone: 'manual' })
    const run = stage.run({ bot: { relogin: 'always' } })
    stage.advance(2_000)
    stage.world.phone().scan()
    stage.world.phone().confirm()
    stage.advance(10_000)
    stage.world.phone().logoutWeb({ code: 1101 })
    stage.advance(10_000)
    expect(phase(run)).toBe('qr')
  })

  test('what is said to a bot that waits is heard once it is let in again', () => {
    const stage = createStage({ phone: 'manual', backlog: 'kept' })
    const run = stage.run()
    stage.advance(2_000)
    stage.world.phone().scan()
    stage.world.phone().confirm()
    stage.advance(10_000)
    stage.world.phone().logoutWeb({ code: 1101 })
    stage.advance(10_000)
    expect(run.states.at(-1)).toMatchObject({ type: 'kicked', waiting: true })
    stage.say('alice', 'anybody?')
    stage.advance(60_000)
    run.bot.login()
    stage.advance(5_000)
    stage.world.phone().scan()
    stage.world.phone().confirm()
    stage.advance(10_000)
    expect(idsOf(run.messages)).toHaveLength(1)
    keepsItsPromises(stage)
  })
})

test('a session that ends while its address book is read is lost at once, and the phone is asked', () => {
  const stage = createStage()
  const lostAfter: number[] = []
  let kickedAt: number | undefined
  stage.run({
    prepare: (bot) =>
      bot.events$.subscribe(({ type }) => {
        if (type === 'sessionLost' && kickedAt !== undefined) lostAfter.push(stage.clock.now() - kickedAt)
        if (type !== 'loggedIn' || stage.world.exchanges.list('webwxpushloginurl').length === 0) return
        kickedAt ??= stage.clock.now()
        if (kickedAt === stage.clock.now()) stage.world.kick()
      }),
  })
  stage.advance(60_000)
  stage.world.kick()
  stage.advance(20_000)
  expect(lostAfter).toHaveLength(1)
  expect(lostAfter[0]).toBeLessThan(1_000)
})
