import { describe, expect, test } from 'vitest'
import { exitCodeOf, exitCodes, refusalCode } from '../../../src/cli/exit-code.js'
import { type Failure, failure, isFailure } from '../../../src/errors.js'
import { createStage, type Run, type Stage } from '../../support/bot/stage.js'

const at = (endpoint: string): readonly Failure[] => [
  failure('retcode', { endpoint, code: -14, message: '' }),
  failure('decode', { endpoint, problems: [] }),
  failure('status', { endpoint, status: 502 }),
  failure('tooLarge', { endpoint, limit: 1 }),
]

/** How a command ends where nobody was logged in before, and where somebody was. */
const ends: readonly (readonly [readonly Failure[], number, number])[] = [
  [[failure('argument', { name: 'proxy', why: '' }), failure('target', { to: '', candidates: [] })], 2, 2],
  [[failure('refused', { code: 1203, reason: '' })], 3, 3],
  [[failure('refused', { code: 1, reason: '', operation: 'createRoom' })], 1, 1],
  [[failure('qrExpired', { attempts: 1 })], 3, 4],
  [[failure('kicked', { code: 1101 })], 4, 4],
  [[failure('otherAccount', {})], 3, 3],
  [[failure('loggedOut', { endpoint: 'webwxinit', code: 1100 })], 3, 4],
  [['login', 'webwxnewloginpage', 'webwxpushloginurl', 'webwxinit', 'synccheck', 'webwxsync'].flatMap(at), 3, 4],
  [at('jslogin'), 1, 4],
  [[...at('webwxsendmsg'), ...at('webwxlogout')], 1, 1],
  [[failure('gaveUp', { after: 1, last: '' }), failure('timeout', { endpoint: 'jslogin', after: 1 })], 5, 5],
  [[failure('network', { endpoint: 'webwxnewloginpage', reason: 'ECONNRESET', sent: true })], 5, 5],
  [[failure('certificate', { endpoint: 'jslogin', reason: '' })], 5, 5],
  [
    (['inUse', 'unreadable', 'unwritable', 'unsafe', 'locked'] as const).map((reason) =>
      failure('store', { reason, path: '', why: '' }),
    ),
    6,
    6,
  ],
  [[failure('foreignHost', { endpoint: 'webwxnewloginpage', host: 'evil.example' })], 1, 1],
  [[failure('overflow', { queue: 'outbox', limit: 1 }), failure('stopped', { what: 'x' })], 1, 1],
  [[failure('media', { reason: 'empty', name: '', why: '' })], 2, 2],
  [[failure('media', { reason: 'notTaken', name: '', why: '' })], 1, 1],
]

test.each(
  ends.flatMap(([failures, first, later]) =>
    failures.map((failed) => [`${failed.kind} ${JSON.stringify(failed.detail)}`, first, later, failed] as const),
  ),
)('%s ends with %i at a first login, and with %i later', (_, first, later, failed) => {
  expect([exitCodeOf(failed, false), exitCodeOf(failed, true)]).toEqual([first, later])
})

test('what was refused ends with 1, and with 2 where whoever asked for it could have known', () => {
  expect([refusalCode({}), refusalCode({ kind: 'retcode' }), refusalCode({ kind: 'stopped' })]).toEqual([1, 1, 1])
  expect([refusalCode({ kind: 'target' }), refusalCode({ kind: 'argument' })]).toEqual([2, 2])
})

test('all of them are shown by --help', () => {
  expect(Object.keys(exitCodes)).toEqual(['0', '1', '2', '3', '4', '5', '6'])
})

describe('a service that says the same for ever', () => {
  const codeOf = (run: Run): number => {
    const error = run.end()?.error
    if (!isFailure(error)) throw new Error('it has not ended')
    const had = run.states.some(({ type }) => type === 'resuming' || type === 'online')
    return exitCodeOf(error, had)
  }
  const forEver = (stage: Stage, name: string, endpoint: string): void => {
    stage.world.fault({ name, endpoint, times: 1_000_000 })
  }
  const answers = ['retcode--14', 'retcode-1205', 'retcode-1100', 'retcode-1', 'retcode-1203']

  test.each(answers)('webwxinit: %s at a first login ends with 3', (name) => {
    const stage = createStage()
    forEver(stage, name, 'webwxinit')
    const run = stage.run()
    stage.advance(60 * 60_000)
    expect(codeOf(run)).toBe(3)
  })

  test.each(answers.map((name) => [name, name === 'retcode-1203' ? 3 : 4] as const))(
    'webwxinit: %s after a session was lost ends with %i',
    (name, code) => {
      const stage = createStage()
      const run = stage.run({ bot: { relogin: 'always' } })
      stage.advance(120_000)
      forEver(stage, name, 'webwxinit')
      stage.world.kick(undefined, 1100)
      stage.advance(60 * 60_000)
      expect(codeOf(run)).toBe(code)
    },
  )

  test.each(['retcode-1100', 'retcode-1102', 'retcode--14'])(
    'synccheck: %s in a session that worked ends with 4, once the codes are used up',
    (name) => {
      const stage = createStage({ phone: 'auto' })
      const run = stage.run()
      stage.advance(120_000)
      forEver(stage, name, 'synccheck')
      stage.world.fault({ name: 'retcode-400', endpoint: 'login', times: 1_000_000 })
      stage.advance(2 * 60 * 60_000)
      expect(codeOf(run)).toBe(4)
    },
  )
})
