import { delay } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Env, Receipt } from '../../src/index.js'
import { keepsItsPromises, saysThingsOnce } from '../support/bot/promises.js'
import { createStage, type Run, type RunOptions, type Stage, typesOf } from '../support/bot/stage.js'

const online = (options: Parameters<typeof createStage>[0] = {}, run: RunOptions = {}): [Stage, Run] => {
  const stage = createStage(options)
  const bot = stage.run(run)
  stage.advance(10_000)
  return [stage, bot]
}

/** Sends numbered texts and collects the receipts. */
function sends(run: Run, to: string, count: number): Receipt[] {
  const receipts: Receipt[] = []
  // A killed process is stopped, too, and nobody is there to hear of it.
  const error = (why: unknown): void => expect(why).toMatchObject({ kind: 'stopped' })
  for (let n = 0; n < count; n += 1)
    run.bot.send(to, `${to} ${n}`).subscribe({ next: (receipt) => receipts.push(receipt), error })
  return receipts
}

const outcomes = (receipts: readonly Receipt[]): readonly string[] => receipts.map(({ outcome }) => outcome)
const numbered = (to: string, count: number): readonly string[] => Array.from({ length: count }, (_, n) => `${to} ${n}`)
const textsTo = (stage: Stage, whom: string): readonly string[] =>
  stage.world.sent().flatMap(({ to, text }) => (to === whom ? [text] : []))

describe('order and identity', () => {
  test('a thousand sends to three conversations arrive in order, each once, each with its own growing ClientMsgId', () => {
    const [stage, run] = online()
    const receipts = ['filehelper', '爱丽丝', '项目组'].map((to) => sends(run, to, 333))
    stage.advance(120_000)
    for (const some of receipts) expect(new Set(outcomes(some))).toEqual(new Set(['accepted']))
    expect(textsTo(stage, 'filehelper')).toEqual(numbered('filehelper', 333))
    expect(textsTo(stage, 'alice')).toEqual(numbered('爱丽丝', 333))
    expect(textsTo(stage, 'team')).toEqual(numbered('项目组', 333))
    expect(stage.world.sent().every(({ requests }) => requests === 1)).toBe(true)
    keepsItsPromises(stage)
  })

  test('sends to many conversations arrive in the order in which they were asked for, also over a network of uneven pace', () => {
    const stage = createStage()
    let turn = 0
    const uneven =
      (http: Env['http']): Env['http'] =>
      (request) =>
        http(request).pipe(delay((turn++ * 7) % 40, stage.clock.scheduler))
    const run = stage.run({ wire: uneven })
    stage.advance(10_000)
    const asked = Array.from({ length: 300 }, (_, at) => `text ${at}`)
    const people = ['filehelper', '爱丽丝', '项目组']
    for (const [at, text] of asked.entries()) run.bot.send(people[at % 3] ?? '', text).subscribe()
    stage.advance(60_000)
    expect(stage.world.sent().map(({ text }) => text)).toEqual(asked)
    keepsItsPromises(stage)
  })

  test.each(['reset', 'hang', 'answer-lost', 'html', 'http-500', 'http-502', 'empty-body', 'truncated', 'slow-drip'])(
    '%s three times in a row: the same ClientMsgId again, one message at the server, order kept',
    (name) => {
      const [stage, run] = online()
      stage.world.fault({ name, endpoint: 'webwxsendmsg', times: 3 })
      const receipts = sends(run, 'filehelper', 4)
      stage.advance(600_000)
      expect(outcomes(receipts)).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
      expect(textsTo(stage, 'filehelper')).toEqual(numbered('filehelper', 4))
      keepsItsPromises(stage)
    },
  )

  test('a send whose answers are all lost ends as unknown, never as a second message', () => {
    const [stage, run] = online()
    stage.world.fault({ name: 'answer-lost', endpoint: 'webwxsendmsg', times: 1_000 })
    const receipts = sends(run, 'filehelper', 1)
    stage.advance(600_000)
    expect(outcomes(receipts)).toEqual(['unknown'])
    expect(textsTo(stage, 'filehelper')).toEqual(['filehelper 0'])
    stage.world.clearFaults()
    const next = sends(run, '爱丽丝', 1)
    stage.advance(10_000)
    expect(outcomes(next)).toEqual(['accepted'])
    saysThingsOnce(stage)
  })

  test('the same key is the same message, also when it is asked for a hundred times', () => {
    const [stage, run] = online()
    const receipts: Receipt[] = []
    for (let n = 0; n < 100; n += 1)
      run.bot.send('filehelper', 'once', { key: 'order-1' }).subscribe((receipt) => receipts.push(receipt))
    stage.advance(10_000)
    expect(textsTo(stage, 'filehelper')).toEqual(['once'])
    expect(new Set(receipts.map(({ clientMsgId }) => clientMsgId)).size).toBe(1)
    expect(receipts).toHaveLength(100)
  })

  test('a refused target fails at once and nothing leaves; an ambiguous one lists the candidates', () => {
    const stage = createStage({
      accounts: [{ id: 'bot' }],
      persons: [
        { id: 'sam-1', nickName: 'Sam' },
        { id: 'sam-2', nickName: 'Sam' },
      ],
    })
    const run = stage.run()
    stage.advance(10_000)
    const errors: unknown[] = []
    for (const to of ['Sam', 'Nobody'])
      run.bot.send(to, 'hello').subscribe({ error: (error: unknown) => errors.push(error) })
    stage.advance(10_000)
    expect(errors).toMatchObject([
      { kind: 'target', detail: { candidates: [expect.stringContaining('Sam'), expect.stringContaining('Sam')] } },
      { kind: 'target', detail: { candidates: [] } },
    ])
    expect(stage.world.exchanges.list('webwxsendmsg')).toHaveLength(0)
  })
})

describe('refusals', () => {
  test('1205 stops all sending, tells for how long, tries one, and recovers without losing or repeating any', () => {
    const [stage, run] = online({ sendLimit: { count: 10, within: 60_000, recovery: 100_000 } })
    const receipts = [sends(run, 'filehelper', 20), sends(run, '爱丽丝', 20)]
    stage.advance(20_000)
    const before = stage.world.exchanges.list('webwxsendmsg').length
    stage.advance(8_000)
    expect(stage.world.exchanges.list('webwxsendmsg').length).toBe(before)
    expect(run.events).toContainEqual({ type: 'rateLimited', pause: 30_000 })
    stage.advance(4 * 3_600_000)
    for (const some of receipts) expect(outcomes(some)).toEqual(Array(20).fill('accepted'))
    expect(textsTo(stage, 'filehelper')).toEqual(numbered('filehelper', 20))
    expect(textsTo(stage, 'alice')).toEqual(numbered('爱丽丝', 20))
    expect(run.states.at(-1)?.type).toBe('online')
    keepsItsPromises(stage)
  })

  test('a pace that the service likes is never answered 1205', () => {
    const [stage, run] = online(
      { sendLimit: { count: 40, within: 60_000, recovery: 600_000 } },
      { bot: { pace: { burst: 10, interval: 2_000, perTarget: { burst: 5, interval: 3_000 } } } },
    )
    const receipts = [sends(run, 'filehelper', 40), sends(run, '爱丽丝', 40)]
    stage.advance(300_000)
    for (const some of receipts) expect(outcomes(some)).toEqual(Array(40).fill('accepted'))
    expect(typesOf(run.events)).not.toContain('rateLimited')
  })

  test.each([
    ['retcode-1204', 1204],
    ['retcode-1203', 1203],
    ['retcode-3', 3],
  ])('%s refuses the one message, with its code, and no other', (name, code) => {
    const [stage, run] = online()
    stage.world.fault({ name, endpoint: 'webwxsendmsg', times: 1 })
    const receipts = sends(run, 'filehelper', 3)
    stage.advance(60_000)
    expect(receipts[0]).toMatchObject({ outcome: 'refused', code })
    expect(outcomes(receipts)).toEqual(['refused', 'accepted', 'accepted'])
    expect(typesOf(run.events)).not.toContain('sessionLost')
  })

  test.each([1100, 1102, -14])('%d on a send resumes the session once, and the message follows', (code) => {
    const [stage, run] = online()
    stage.world.fault({ name: `retcode-${code}`, endpoint: 'webwxsendmsg', times: 1 })
    const receipts = sends(run, 'filehelper', 3)
    stage.advance(60_000)
    expect(outcomes(receipts)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(textsTo(stage, 'filehelper')).toEqual(numbered('filehelper', 3))
    expect(stage.world.sessions.size).toBe(1)
    expect(stage.world.exchanges.list('webwxinit')).toHaveLength(2)
    keepsItsPromises(stage)
  })
})

describe('across processes', () => {
  test('what could not be sent goes out in the next process, in order, with the same ClientMsgIds', () => {
    const [stage, run] = online()
    stage.world.fault({ name: 'hang', times: 1_000_000 })
    sends(run, 'filehelper', 3)
    let kept: readonly string[] = []
    stage.store.load().subscribe(({ outbox }) => {
      kept = outbox.map(({ clientMsgId }) => clientMsgId)
    })
    expect(kept).toHaveLength(3)
    run.kill()
    stage.world.clearFaults()
    stage.run()
    stage.advance(60_000)
    expect(stage.world.sent().map(({ clientMsgId }) => clientMsgId)).toEqual(kept)
    expect(textsTo(stage, 'filehelper')).toEqual(numbered('filehelper', 3))
  })

  test('killed between the server taking a message and the answer: said once, under one ClientMsgId', () => {
    const [stage, run] = online()
    stage.world.fault({ name: 'hang', endpoint: 'synccheck', times: 1 })
    stage.world.fault({ name: 'delay', endpoint: 'webwxsendmsg', ms: 5_000, times: 1 })
    sends(run, 'filehelper', 1)
    stage.advance(2_000)
    expect(textsTo(stage, 'filehelper')).toEqual(['filehelper 0'])
    run.kill()
    stage.run()
    stage.advance(60_000)
    expect(textsTo(stage, 'filehelper')).toEqual(['filehelper 0'])
    expect(stage.world.sent()[0]?.requests).toBe(2)
  })

  test('ids only count up across five processes', () => {
    const stage = createStage()
    for (let n = 0; n < 5; n += 1) {
      const run = stage.run()
      stage.advance(10_000)
      sends(run, 'filehelper', 3)
      stage.advance(5_000)
      run.kill()
    }
    const ids = stage.world.sent().map(({ clientMsgId }) => BigInt(clientMsgId))
    expect(ids).toHaveLength(15)
    expect(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? id))).toBe(true)
  })

  test('a text for later waits through a restart and goes out at its time', () => {
    const [stage, run] = online()
    const at = stage.clock.now() + 3_600_000
    run.bot.send('filehelper', 'in an hour', { at }).subscribe({ error: () => {} })
    stage.advance(60_000)
    run.kill()
    stage.run()
    stage.advance(3_000_000)
    expect(stage.world.sent()).toHaveLength(0)
    stage.advance(600_000)
    expect(stage.world.sent().map(({ text, at: sentAt }) => [text, sentAt >= at, sentAt < at + 1_000])).toEqual([
      ['in an hour', true, true],
    ])
  })

  test('what was tried in a session that is gone is not said twice: its receipt is unknown', () => {
    const [stage, run] = online()
    stage.world.fault({ name: 'answer-lost', endpoint: 'webwxsendmsg', times: 1 })
    sends(run, 'filehelper', 1)
    stage.advance(100)
    run.kill()
    stage.world.kick(undefined, 1100)
    const next = stage.run()
    stage.advance(60_000)
    expect(textsTo(stage, 'filehelper')).toEqual(['filehelper 0'])
    expect(next.events.flatMap((event) => (event.type === 'receipt' ? [event.receipt.outcome] : []))).toEqual([
      'unknown',
    ])
  })

  test('a stop fails what still waits for a receipt with `stopped`, and what comes after it', () => {
    const [stage, run] = online()
    stage.world.fault({ name: 'hang', endpoint: 'webwxsendmsg', times: 5 })
    const errors: unknown[] = []
    run.bot.send('filehelper', 'one').subscribe({ error: (error: unknown) => errors.push(error) })
    stage.advance(1_000)
    run.bot.stop()
    run.bot.send('filehelper', 'two').subscribe({ error: (error: unknown) => errors.push(error) })
    expect(errors).toMatchObject([{ kind: 'stopped' }, { kind: 'stopped' }])
  })
})

describe('sends that are always told that the session is over', () => {
  test.each(['retcode-1100', 'retcode-1101', 'retcode-1102', 'retcode--14'])(
    '%s: they are refused, and the bot lives',
    (name) => {
      const [stage, run] = online({}, { bot: { relogin: 'always' } })
      stage.world.fault({ name, endpoint: 'webwxsendmsg', times: 3 + 5 })
      const receipts = ['filehelper', '爱丽丝'].map((to) => sends(run, to, 2))
      stage.advance(600_000)
      const ids = Array.from({ length: 10 }, (_, at) => stage.say('alice', `${at}`))
      stage.advance(60_000)
      expect(receipts.flatMap(outcomes)).toEqual(['refused', 'refused', 'refused', 'refused'])
      expect(run.messages.map(({ id }) => id)).toEqual(ids)
      expect(typesOf(run.events).filter((type) => type === 'sessionLost').length).toBeLessThanOrEqual(2)
      stage.world.clearFaults()
      expect(run.end()).toBeUndefined()
      const later = sends(run, 'filehelper', 1)
      stage.advance(60_000)
      expect(outcomes(later)).toEqual(['accepted'])
    },
  )
})
