import { map, timer } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Fault } from '../../src/emulator/index.js'
import { keepsItsPromises } from '../support/bot/promises.js'
import { createStage, idsOf, type Run, type RunOptions, type Stage, typesOf } from '../support/bot/stage.js'

const online = (options: Parameters<typeof createStage>[0] = {}, run: RunOptions = {}): [Stage, Run] => {
  const stage = createStage(options)
  const bot = stage.run(run)
  stage.advance(10_000)
  return [stage, bot]
}

/** Two friends and a room keep talking, and one of them gets a new name each time. */
function talk(stage: Stage, times: number, pause: number): void {
  for (let n = 0; n < times; n += 1) {
    stage.say('alice', `alice ${n}`)
    stage.world.person('alice').rename(`爱丽丝 ${n}`)
    stage.say('bob', `bob ${n}`)
    stage.sayIn('team', 'bob', `team ${n}`)
    stage.advance(pause)
  }
}

describe('pulling', () => {
  test('ContinueFlag: a thousand messages come in batches of a hundred without a poll between them', () => {
    const [stage, run] = online()
    const polls = stage.world.exchanges.list('synccheck').length
    const pulls = stage.world.exchanges.list('webwxsync').length
    for (let n = 0; n < 1_000; n += 1) stage.say(n % 3 === 0 ? 'alice' : 'bob', `message ${n}`)
    stage.advance(5_000)
    expect(run.messages).toHaveLength(1_000)
    expect(stage.world.exchanges.list('webwxsync').length - pulls).toBeLessThanOrEqual(12)
    expect(stage.world.exchanges.list('synccheck').length - polls).toBeLessThanOrEqual(3)
    keepsItsPromises(stage)
  })

  test('a quiet hour costs a poll every 25 s and not one pull', () => {
    const [stage] = online()
    const before = stage.world.exchanges.list().length
    const pulls = stage.world.exchanges.list('webwxsync').length
    stage.advance(3_600_000)
    expect(stage.world.exchanges.list('webwxsync').length).toBe(pulls)
    expect(stage.world.exchanges.list().length - before).toBeLessThanOrEqual(145)
  })

  test.each([
    ['split keys', { splitKeys: true }],
    ['no SyncCheckKey', { omitCheckKey: true }],
    ['a refused old skey', { oldSkeyRefused: true }],
    ['no fresh skey', { freshSkey: false }],
    ['polls that need cookies', { pollNeedsCookies: true }],
    ['batches of one', { batchSize: 1 }],
    ['an old host', { host: 'wx.qq.com' }],
    ['the other domain', { host: 'web.wechat.com' }],
  ] as const)('%s', (_, settings) => {
    const [stage, run] = online(settings)
    talk(stage, 8, 20_000)
    expect(run.messages).toHaveLength(24)
    expect(typesOf(run.events)).not.toContain('sessionLost')
    keepsItsPromises(stage)
  })

  test.each(
    [
      'empty-synckey',
      'missing-synckey',
      'stale-synckey',
      'no-synccheckkey',
      'duplicate-batch',
      'null-entries',
      'bom',
      'truncated',
      'oversize-body',
      'gzip-bomb',
      'deep-json',
      'wrong-json',
      'answer-lost',
      'html',
    ].flatMap((name) => [[name, 'every', 1] as const, [name, 'every other', 0.5] as const]),
  )('%s at %s pull for five minutes', (name, _, probability) => {
    const [stage, run] = online({}, { bot: { giveUp: 0 } })
    stage.world.fault({ name, endpoint: 'webwxsync', probability, bytes: 9 * 1024 * 1024 })
    talk(stage, 10, 30_000)
    stage.world.clearFaults()
    stage.advance(120_000)
    expect(run.states.at(-1)?.type).toBe('online')
    expect(typesOf(run.events)).not.toContain('gap')
    keepsItsPromises(stage)
  })

  test('a batch in another order loses and repeats nothing, and each message of it is there once', () => {
    const [stage, run] = online()
    stage.world.fault({ name: 'reordered-batch', times: 3 })
    talk(stage, 3, 20_000)
    expect([...idsOf(run.messages)].sort()).toEqual(stage.said.map(({ id }) => id).sort())
  })

  test.each(['0', '1', '2', '3', '4', '5', '6', '7'])(
    'selector %s for an hour: every message within a minute, a pull every 8 s, and the same session',
    (selector) => {
      const [stage, run] = online()
      const pulls = run.pulls.length
      const undo = stage.world.fault({ name: `selector-${selector}`, times: 1_000_000 })
      for (let n = 0; n < 60; n += 1) {
        if (n % 7 === 0) stage.say('alice', `minute ${n}`)
        stage.advance(60_000)
        if (selector !== '0') expect(run.messages).toHaveLength(stage.said.length)
      }
      expect(run.pulls.length - pulls).toBeLessThanOrEqual(3_600 / 8 + 4 * stage.said.length)
      undo()
      stage.advance(60_000)
      expect(run.states.at(-1)?.type).toBe('online')
      expect(typesOf(run.events)).toEqual(['loggedIn'])
      for (const endpoint of ['webwxinit', 'webwxgetcontact', 'webwxstatusnotify'])
        expect(stage.world.exchanges.list(endpoint)).toHaveLength(1)
      keepsItsPromises(stage)
    },
  )

  test.each(['hang', 'slow-drip'])(
    'a poll with %s is abandoned after its patience, and the next one goes on',
    (name) => {
      const [stage, run] = online()
      stage.world.fault({ name, endpoint: 'synccheck', times: 3 })
      talk(stage, 10, 30_000)
      expect(run.messages).toHaveLength(30)
      keepsItsPromises(stage)
    },
  )

  test.each<[string, Fault]>([
    ['retcode-1', { name: 'retcode-1', endpoint: 'synccheck', times: 4 }],
    ['retcode-1205', { name: 'retcode-1205', endpoint: 'synccheck', times: 4 }],
    ['retcode-9999', { name: 'retcode-9999', endpoint: 'synccheck', times: 4 }],
  ])('%s four times in a row is polled again, with growing pauses and the same session', (_, fault) => {
    const [stage, run] = online()
    const inits = stage.world.exchanges.list('webwxinit').length
    stage.world.fault(fault)
    talk(stage, 5, 30_000)
    expect(stage.world.exchanges.list('webwxinit').length).toBe(inits)
    expect(typesOf(run.events)).not.toContain('sessionLost')
    keepsItsPromises(stage)
  })

  test.each(['jslogin', 'webwxinit', 'webwxgetcontact', 'synccheck', 'webwxsync'])(
    'pauses after failures of %s are 1, 2, 4, 8 and 15 s, and a share of them is left to chance: many bots do not come back in step',
    (endpoint) => {
      const pauses = (chance: number): readonly number[] => {
        const stage = createStage()
        stage.world.fault({ name: 'http-502', endpoint, times: 6 })
        stage.run({ random: () => chance, bot: { giveUp: 0 } })
        stage.advance(120_000)
        const times = stage.world.exchanges.list(endpoint).map(({ startedAt }) => startedAt)
        return times.slice(1, 6).map((at, index) => Math.round((at - (times[index] ?? 0)) / 10) * 10)
      }
      expect(pauses(0)).toEqual([1_000, 2_000, 4_000, 8_000, 15_000])
      expect(pauses(0.999_999)).toEqual([700, 1_400, 2_800, 5_600, 10_500])
    },
  )

  const answer = (Ret: number, fields: object = {}): string =>
    JSON.stringify({ BaseResponse: { Ret, ErrMsg: '' }, ...fields })

  test.each([
    ['Ret -1', answer(-1, { SyncKey: { Count: 0, List: [] } })],
    ['Ret 3', answer(3)],
    ['Ret 9999', answer(9999)],
    ['{}', '{}'],
    ['null', 'null'],
    ['a login page', '<html><body>login</body></html>'],
    ['nothing', ''],
    ['half an answer', '{"BaseResponse":{"Ret":0,"Err'],
    ['no list and no key', answer(0, { AddMsgList: null, SyncKey: null })],
    ['no list and an empty key', answer(0, { AddMsgList: [], SyncKey: { Count: 0, List: [] }, ContinueFlag: 0 })],
  ])('%s to twelve pulls in a row, while people talk: no key jumps over what was never handed out', (_, body) => {
    const stage = createStage()
    let left = 0
    const run = stage.run({
      bot: { giveUp: 0 },
      wire: (http) => (request) => {
        if (request.endpoint !== 'webwxsync' || left === 0) return http(request)
        left -= 1
        return timer(5, stage.clock.scheduler).pipe(map(() => ({ status: 200, headers: {}, setCookies: [], body })))
      },
    })
    stage.advance(20_000)
    left = 12
    talk(stage, 10, 3_000)
    stage.advance(900_000)
    stage.say('alice', 'and now?')
    stage.advance(60_000)
    expect(left).toBe(0)
    expect(run.states.at(-1)?.type).toBe('online')
    expect(typesOf(run.events)).not.toContain('gap')
    expect(stage.world.sessions.size).toBe(1)
    keepsItsPromises(stage)
  })

  test('refused five times in a row, the session is opened anew by webwxinit and goes on at its own position', () => {
    const [stage, run] = online()
    stage.world.fault({ name: 'retcode-1', endpoint: 'synccheck', times: 5 })
    stage.say('alice', 'while it refuses')
    stage.advance(120_000)
    expect(stage.world.exchanges.list('webwxinit')).toHaveLength(2)
    expect(typesOf(run.events).filter((type) => type === 'loggedIn')).toHaveLength(2)
    expect(stage.world.sessions.size).toBe(1)
    keepsItsPromises(stage)
  })
})

describe('a clock that is set back an hour', () => {
  const setBack = ({ clock: { scheduler } }: Stage): void => {
    const { now } = scheduler
    scheduler.now = () => now() - 3_600_000
  }

  test.each(['0', '3'])(
    'while it is polled, with selector %s: the next poll or pull is not an hour away',
    (selector) => {
      const [stage, run] = online()
      if (selector !== '0') stage.world.fault({ name: `selector-${selector}`, times: 1_000_000 })
      stage.advance(30_000)
      setBack(stage)
      stage.advance(60_000)
      stage.say('alice', 'what time is it?')
      stage.advance(10_000)
      expect(run.messages).toHaveLength(1)
    },
  )

  test('while a code is shown: it can be scanned all the same', () => {
    const stage = createStage({ phone: 'manual' })
    const run = stage.run()
    stage.advance(10_000)
    setBack(stage)
    stage.advance(60_000)
    stage.world.phone().scan()
    stage.advance(5_000)
    expect(run.states.at(-1)?.type).toBe('scanned')
  })
})

describe('what is a message', () => {
  test('own ones of the phone, echoes of the bot and notices between clients are left out, and there with include: all', () => {
    for (const include of ['others', 'all'] as const) {
      const [stage, run] = online({ echo: true }, { bot: { include } })
      stage.say('alice', 'from a friend')
      const phone = stage.world.phone().say('alice', 'from the phone')
      stage.world.phone().open('alice')
      stage.world.inject('bot', [{ MsgId: '1234567890123456789', MsgType: 9999, FromUserName: 'weixin', Content: '' }])
      run.bot.send('爱丽丝', 'from the bot').subscribe()
      stage.advance(10_000)
      const origins = run.messages.map(({ type, origin }) => `${type}/${origin}`)
      const [sent] = stage.world.sent()
      if (include === 'others') expect(origins).toEqual(['text/peer'])
      else {
        expect(run.messages.find(({ id }) => id === phone)?.origin).toBe('phone')
        expect(run.messages.find(({ id }) => id === sent?.msgId)?.origin).toBe('bot')
        expect(origins).toContain('text/peer')
        expect(typesOf(run.messages)).toContain('statusNotify')
        expect(typesOf(run.messages)).toContain('sysNotice')
      }
      keepsItsPromises(stage)
    }
  })

  test('entries that are no messages are counted, and their neighbours delivered', () => {
    const [stage, run] = online()
    stage.say('alice', 'before')
    stage.world.inject('bot', [null, 17, 'text', [], {}])
    stage.say('alice', 'after')
    stage.advance(10_000)
    const skipped = run.events.flatMap((event) => (event.type === 'skipped' ? [event.count] : []))
    expect(skipped.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(4)
    keepsItsPromises(stage)
  })

  test('the same MsgId again an hour later is the same message', () => {
    const [stage, run] = online()
    const raw = { MsgId: '7654321098765432109', MsgType: 1, Content: 'once', CreateTime: 1_577_836_900 }
    const entry = ({ nameOf }: { readonly nameOf: (id: string) => string }) => ({
      ...raw,
      FromUserName: nameOf('alice'),
      ToUserName: nameOf('bot'),
    })
    for (let n = 0; n < 3; n += 1) {
      stage.world.inject('bot', [entry, entry])
      stage.advance(3_600_000)
    }
    expect(idsOf(run.messages)).toEqual(['7654321098765432109'])
  })
})

describe('a long time', () => {
  /** Thirty hours with a talk each hour; every night the session is lost, each time in another way. */
  const days = (): { readonly stage: Stage; readonly run: Run; readonly trace: readonly unknown[] } => {
    const [stage, run] = online({ seed: 'a long time', backlog: 'kept' })
    const codes = [1100, 1101, 1102]
    for (let hour = 1; hour <= 72; hour += 1) {
      talk(stage, 1, 1_800_000)
      if (hour % 24 === 0) stage.world.kick(undefined, codes[hour / 24 - 1])
      if (hour % 24 === 12) stage.world.fault({ name: 'retcode-1', endpoint: 'synccheck', times: 7 })
      stage.advance(1_800_000)
    }
    const trace = stage.world.exchanges.list().map(({ endpoint, startedAt, code }) => [endpoint, startedAt, code])
    return { stage, run, trace }
  }

  test('three days with nightly losses: nothing lost, nothing repeated, nobody asked for a code', () => {
    const { stage, run } = days()
    expect(run.states.at(-1)?.type).toBe('online')
    expect(stage.world.exchanges.list('jslogin')).toHaveLength(1)
    expect(new Set(run.messages.map(({ conversation }) => conversation.id)).size).toBe(3)
    expect(run.events.filter(({ type }) => type === 'gap')).toHaveLength(3)
    keepsItsPromises(stage)
  })

  test('the same seed gives the same trace, to the millisecond', () => {
    expect(days().trace).toEqual(days().trace)
  })
})
