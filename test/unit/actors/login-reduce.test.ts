import { expect, test } from 'vitest'
import { type LoginStep, loginReduce, loginStart } from '../../../src/actors/login/login-reduce.js'
import type { LoginMessage, LoginOptions, PhonePoll } from '../../../src/actors/login/login-state.js'
import { failure } from '../../../src/errors.js'
import type { Init } from '../../../src/protocol/endpoints/webwxinit.js'
import { aSession } from '../../support/a-session.js'

const options: LoginOptions = { profile: 'web', qrAttempts: 2, relogin: 'ask' }
const qr = { uuid: 'u', text: 't', imageUrl: 'i', attempt: 1 }
const init = {} as Init

/** The steps that a run of messages leads to, beginning at the start. */
function walk(messages: readonly LoginMessage[], withSession = true, used = options): readonly LoginStep[] {
  const steps = [loginStart(used.profile, withSession ? aSession : undefined)]
  for (const message of messages) steps.push(loginReduce(used)((steps.at(-1) as LoginStep).state, message))
  return steps
}

const last = (steps: readonly LoginStep[]): LoginStep => steps.at(-1) as LoginStep
const effects = (step: LoginStep): readonly string[] => (step.effects ?? []).map(({ type }) => type)
const events = (step: LoginStep): readonly string[] =>
  (step.events ?? []).map((event) => (event.type === 'phase' ? event.phase.type : event.type))

const minute = 60_000

/** Opened so long before the next loss (ms), which happens at 0 unless told otherwise. */
const opened = (before: number, fresh = false): LoginMessage => ({
  type: 'initialised',
  session: aSession,
  init,
  fresh,
  now: -before,
})
const online = opened(minute)
const loggedOut = (code: number) => failure('loggedOut', { endpoint: 'synccheck', code })
const lost = (code: number, now = 0): LoginMessage => ({ type: 'lost', failure: loggedOut(code), now })

test('a stored session is resumed; without one a QR code is asked for', () => {
  expect(effects(last(walk([])))).toEqual(['resume'])
  expect(effects(last(walk([], false)))).toEqual(['ask'])
})

test('a session that cannot be resumed asks the phone, and a phone that says no gets a QR code', () => {
  const steps = walk([
    { type: 'failed', failure: loggedOut(1100) },
    { type: 'failed', failure: failure('retcode', { endpoint: 'webwxpushloginurl', code: 1, message: '' }) },
  ])
  expect(steps.map(effects)).toEqual([['resume'], ['push'], ['ask']])
})

test.each([1100, 1102, 1103])(
  '%i while online resumes once, then asks the phone once, then shows a QR code',
  (code) => {
    const again = [lost(code), online]
    const steps = walk([online, { type: 'healthy' }, ...again, ...again, ...again, lost(code)])
    expect([3, 5, 7, 9].map((at) => effects(steps[at] as LoginStep))).toEqual([
      ['resume'],
      ['push'],
      ['resume'],
      ['ask'],
    ])
  },
)

test('a new session that dies before its first poll is resumed before anything else', () => {
  const fresh = opened(minute, true)
  expect(effects(last(walk([{ type: 'uuid', uuid: 'u', qr }, fresh, lost(1100)], false)))).toEqual(['resume'])
})

test('a session that was healthy for a while starts at the first rung again', () => {
  const steps = walk([online, { type: 'healthy' }, lost(1100), online, { type: 'healthy' }, lost(1100)])
  expect(effects(last(steps))).toEqual(['resume'])
})

test('a session that does not last is opened again after a pause that grows, however well it works', () => {
  const lives: LoginMessage[] = []
  for (let n = 0; n < 12; n += 1) lives.push(opened(minute - 1), { type: 'healthy' }, lost(1100))
  const steps = walk([online, { type: 'healthy' }, lost(1100), ...lives])
  const resumed = steps.flatMap(({ effects: [effect] = [] }, at) => (at > 0 && effect !== undefined ? [effect] : []))
  expect(
    resumed.map((effect) => (effect.type === 'rest' ? [effect.attempt, effect.next.type] : [effect.type])),
  ).toEqual([['resume'], ['resume'], ...Array.from({ length: 11 }, (_, n) => [n + 1, 'resume'])])
  const lasting = walk([opened(1), lost(1100), opened(1), { type: 'healthy' }, lost(1100), opened(minute), lost(1100)])
  expect(last(lasting).state.shortLived).toBe(0)
})

test.each([1, -14, 1100])('%i from a session that was resumed in vain leads up the ladder, which ends', (code) => {
  const why = code === 1100 ? loggedOut(code) : failure('retcode', { endpoint: 'webwxsync', code, message: 'no' })
  const gone: LoginMessage = { type: 'lost', failure: why, now: 0 }
  const again: LoginMessage[] = []
  for (let n = 0; n < 7; n += 1) again.push(online, gone)
  const steps = walk([online, { type: 'healthy' }, gone, ...again])
  const way = steps.slice(1).flatMap((step) => [...effects(step), ...events(step).filter((one) => one === 'gaveUp')])
  expect(way.map((one) => (one === 'rest' ? 'ask' : one))).toEqual([
    'resume',
    'push',
    'resume',
    'ask',
    'resume',
    'ask',
    'resume',
    'gaveUp',
  ])
  expect([last(steps).events, last(steps).done]).toEqual([[{ type: 'gaveUp', failure: why }], true])
})

test('1203 from a session that was resumed in vain is said of the account: the other client is tried, then that is the end', () => {
  const why = failure('retcode', { endpoint: 'webwxsync', code: 1203, message: 'not here' })
  const gone: LoginMessage = { type: 'lost', failure: why, now: 0 }
  const steps = walk([online, { type: 'healthy' }, gone, online, gone, online, gone, online, gone])
  expect(steps.slice(1).flatMap(effects)).toEqual(['resume', 'ask', 'resume'])
  expect(steps.flatMap(events).filter((one) => one === 'refusedOnce')).toHaveLength(1)
  expect(last(steps).events).toMatchObject([
    { type: 'gaveUp', failure: { kind: 'refused', detail: { code: 1203, reason: 'not here' } } },
  ])
})

test('a phone that was asked in this climb is not asked again by a session that cannot be resumed', () => {
  const failed: LoginMessage = { type: 'failed', failure: loggedOut(1102) }
  const steps = walk([failed, online, lost(1102), failed])
  expect(steps.map(effects)).toEqual([['resume'], ['push'], [], ['resume'], ['ask']])
})

test('1101 is a kick: the phone is asked once in ten minutes, and then the person decides', () => {
  const no: LoginMessage = {
    type: 'failed',
    failure: failure('retcode', { endpoint: 'webwxpushloginurl', code: 1, message: '' }),
  }
  const first = walk([online, { type: 'healthy' }, lost(1101, 0)])
  expect(events(last(first))).toEqual(['kicked', 'kicked', 'confirming'])
  expect(effects(last(first))).toEqual(['push'])
  const again = walk([online, lost(1101, 0), online, lost(1101, 599_999)])
  expect([events(last(again)), effects(last(again))]).toEqual([['kicked', 'kicked'], []])
  expect(last(again).state.phase).toEqual({ type: 'kicked', code: 1101, waiting: true })
  const later = walk([online, lost(1101, 0), online, lost(1101, 600_000)])
  expect(effects(last(later))).toEqual(['push'])
  const refused = walk([online, lost(1101, 0), no])
  expect(last(refused).state.phase).toEqual({ type: 'kicked', code: 1101, waiting: true })
  expect(effects(last(walk([online, lost(1101, 0), no, { type: 'login' }])))).toEqual(['push'])
})

test('a bot that is told to come back always shows a QR code after a kick', () => {
  const steps = walk([online, lost(1101, 0), { type: 'failed', failure: loggedOut(1100) }], true, {
    ...options,
    relogin: 'always',
  })
  expect(effects(last(steps))).toEqual(['ask'])
})

test('an expired, cancelled or broken code is replaced, and the last one ends the login', () => {
  for (const type of ['expired', 'cancelled'] as const) {
    const polled: LoginMessage = { type: 'polled', uuid: 'u', poll: { type }, startedAt: 0 }
    const steps = walk([{ type: 'uuid', uuid: 'u', qr }, polled, polled], false)
    expect(steps.map(effects)).toEqual([['ask'], ['poll'], ['rest'], []])
    expect(last(steps).done).toBe(true)
    expect(last(steps).events).toEqual([{ type: 'gaveUp', failure: failure('qrExpired', { attempts: 2 }) }])
  }
})

const poll = (told: PhonePoll, startedAt = 0): LoginMessage => ({ type: 'polled', uuid: 'u', poll: told, startedAt })

test('the first poll for a code says tip 1, all others 0, a second apart; a confirmation opens the login page at once', () => {
  const steps = walk(
    [
      { type: 'uuid', uuid: 'u', qr },
      poll({ type: 'waiting' }, 25_000),
      poll({ type: 'scanned' }, 50_000),
      poll({ type: 'scanned' }, 51_000),
      poll({ type: 'confirmed', redirectUri: 'https://wx.qq.com/x' }),
    ],
    false,
  )
  const asked = { type: 'poll', uuid: 'u', profile: 'web' }
  expect(steps.slice(1).flatMap(({ effects = [] }) => effects)).toEqual([
    { ...asked, tip: 1, notBefore: 0 },
    { ...asked, tip: 0, notBefore: 26_000 },
    { ...asked, tip: 0, notBefore: 51_000 },
    { ...asked, tip: 0, notBefore: 52_000 },
    { type: 'enter', redirectUri: 'https://wx.qq.com/x', profile: 'web' },
  ])
  expect(steps.slice(1).flatMap(events)).toEqual(['qr', 'scanned', 'entering'])
})

test('where the last code was lost to a problem of the server, the login ends with that problem', () => {
  const why = failure('retcode', { endpoint: 'login', code: 500, message: '' })
  const failed: LoginMessage = { type: 'failed', failure: why }
  const steps = walk([{ type: 'uuid', uuid: 'u', qr }, failed, failed], false)
  expect(last(steps).events).toEqual([{ type: 'gaveUp', failure: why }])
  const mixed = walk([{ type: 'uuid', uuid: 'u', qr }, failed, poll({ type: 'expired' })], false)
  expect(last(mixed).events).toEqual([{ type: 'gaveUp', failure: failure('qrExpired', { attempts: 2 }) }])
})

test('a refused account is tried once as the other client, and then that is the end', () => {
  const refused: LoginMessage = { type: 'failed', failure: failure('refused', { code: 1203, reason: 'not here' }) }
  const steps = walk([refused, refused], false)
  expect(steps[1]?.state.profile).toBe('desktop')
  expect(events(steps[1] as LoginStep)).toEqual(['refusedOnce'])
  expect([events(last(steps)), last(steps).done]).toEqual([['gaveUp'], true])
})

test('a login page on a foreign host ends the login at once', () => {
  const foreign: LoginMessage = {
    type: 'failed',
    failure: failure('foreignHost', { endpoint: 'webwxnewloginpage', host: 'evil.example' }),
  }
  expect([events(last(walk([foreign], false))), last(walk([foreign], false)).done]).toEqual([['gaveUp'], true])
})

test('a loss that is reported twice counts once', () => {
  const steps = walk([online, { type: 'healthy' }, lost(1100), lost(1100)])
  expect(effects(last(steps))).toEqual([])
})

test('a logout tells the server if there is a session, and ends the actor either way', () => {
  expect(effects(last(walk([online, { type: 'logout' }])))).toEqual(['leave'])
  const left = last(walk([online, { type: 'logout' }, { type: 'leftServer' }]))
  expect([left.state.session, left.done]).toEqual([undefined, true])
  expect(last(walk([{ type: 'logout' }], false)).done).toBe(true)
})
