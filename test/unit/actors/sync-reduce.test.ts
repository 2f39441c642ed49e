import { describe, expect, test } from 'vitest'
import { type SyncStep, syncReduce } from '../../../src/actors/sync/sync-reduce.js'
import type { SyncMessage, SyncState } from '../../../src/actors/sync/sync-state.js'
import { failure } from '../../../src/errors.js'
import type { Batch } from '../../../src/protocol/endpoints/webwxsync.js'
import type { Keys } from '../../../src/protocol/sync-key.js'
import { aSession } from '../../support/a-session.js'

const key = (val: number) => ({ Count: 1, List: [{ Key: 2, Val: val }] })
const keys = (sync: number, check = sync): Keys => ({ sync: key(sync), check: key(check) })

const start: SyncState = { session: aSession, keys: keys(1), barren: 0, idle: 0, sent: false, notBefore: 0 }
const working: SyncState = { ...start, works: true }

const batch = (more: Partial<Batch> = {}): Batch => ({
  messages: [],
  skipped: 0,
  modContacts: [],
  delContacts: [],
  keys: { sync: key(2), check: key(2) },
  more: false,
  skey: '',
  ...more,
})

const kept = (state: SyncState, more: { fresh?: number; batch?: Batch; keys?: Keys } = {}): SyncStep =>
  syncReduce(state, { type: 'kept', fresh: 1, batch: batch(), keys: keys(2), startedAt: 1_000, ...more })

const types = ({ effects = [], events = [] }: SyncStep): readonly string[] => [
  ...events.map(({ type }) => type),
  ...effects.map(({ type }) => type),
]

test.each([
  ['0', 'check'],
  ['2', 'pull'],
  ['4', 'pull'],
  ['6', 'pull'],
  ['7', 'pull'],
  ['1049600', 'pull'],
  ['', 'pull'],
])('selector %j leads to a %s', (selector, effect) => {
  expect(types(syncReduce(start, { type: 'checked', selector, held: false }))).toEqual([effect])
})

describe('a session is seen to work', () => {
  const works = (message: SyncMessage, state = start): boolean =>
    (syncReduce(state, message).events ?? []).some(({ type }) => type === 'healthy')

  const held: SyncMessage = { type: 'checked', selector: '0', held: true }
  const news: SyncMessage = { type: 'checked', selector: '2', held: false }
  const pulled: SyncMessage = { type: 'pulled', batch: batch(), startedAt: 0 }

  test.each([
    ['a poll that was held', [held]],
    ['a poll and a pull that were answered', [news, pulled]],
    ['a pull and then a poll that was held', [pulled, held]],
  ])('by %s, and is told once', (_, messages) => {
    let state = start
    const told = [...messages, held, news, pulled].map((message) => {
      const step = works(message, state)
      state = syncReduce(state, message).state
      return step
    })
    expect(told.map((one, at) => (one ? at : -1)).filter((at) => at >= 0)).toEqual([messages.length - 1])
  })

  test('not by a pull that came since it was due: the polls may be refused', () => {
    const { state } = syncReduce(start, { type: 'due' })
    expect(works(pulled, state)).toBe(false)
  })

  test('not by a poll that announces news, which may be refused, and not by one that was answered "nothing" at once', () => {
    expect(works({ type: 'checked', selector: '2', held: false })).toBe(false)
    expect(works({ type: 'checked', selector: '2', held: true })).toBe(false)
    expect(works({ type: 'checked', selector: '0', held: false })).toBe(false)
  })
})

describe('what was pulled', () => {
  const pulled = (one: Batch, state = working): SyncStep =>
    syncReduce(state, { type: 'pulled', batch: one, startedAt: 0 })
  const keysIn = (step: SyncStep): Keys | undefined => {
    const [effect] = step.effects ?? []
    return effect?.type === 'keep' ? effect.keys : undefined
  }

  test('is kept with both keys before anything else happens', () => {
    const step = pulled(batch({ keys: { sync: key(5), check: key(6) } }))
    expect([types(step), keysIn(step)]).toEqual([['keep'], keys(5, 6)])
    expect(step.state.keys).toEqual(keys(1))
  })

  test('without a SyncCheckKey is checked with the SyncKey; without a SyncKey the old one stays', () => {
    expect(keysIn(pulled(batch({ keys: { sync: key(5) } })))).toEqual(keys(5))
    expect(keysIn(pulled(batch({ keys: { check: key(6) } })))).toEqual(keys(1, 6))
    expect(keysIn(pulled(batch({ keys: {} })))).toEqual(keys(1))
  })

  test('brings a renewed Skey, contacts and what was no message, in this order', () => {
    const step = pulled(batch({ skey: '@new', skipped: 2, modContacts: [{ UserName: '@a' }], delContacts: ['@b'] }))
    expect(types(step)).toEqual(['renewed', 'contactsChanged', 'skipped', 'keep'])
    expect(step.state.session.skey).toBe('@new')
  })

  test('contacts that come again with a key that stands still are told once, and others are told', () => {
    const still = (names: readonly string[]) =>
      batch({ keys: { sync: key(1), check: key(1) }, modContacts: names.map((UserName) => ({ UserName })) })
    let state = working
    const heard: (readonly string[])[] = []
    for (const one of [still(['@a']), still(['@a']), still(['@a', '@b']), still(['@a', '@b']), still(['@a'])]) {
      const step = pulled(one, state)
      heard.push(types(step))
      state = step.state
    }
    const told = ['contactsChanged', 'keep']
    expect(heard).toEqual([told, ['keep'], told, ['keep'], told])
    expect(types(pulled(batch({ modContacts: [{ UserName: '@a' }] }), state))).toEqual(told)
  })
})

describe('what was kept', () => {
  test('moves the position, and the next check uses it', () => {
    const step = kept(start)
    expect([step.state.keys, types(step)]).toEqual([keys(2), ['check']])
  })

  const effectsOfMore = (fresh: (round: number) => number): readonly string[] => {
    let state = start
    return Array.from({ length: 60 }, (_, at) => {
      const step = kept(state, { fresh: fresh(at + 1), batch: batch({ more: true }), keys: keys(at + 2) })
      state = step.state
      return step.effects?.[0]?.type ?? ''
    })
  }

  test('is followed by a pull where there is more, as long as messages come', () => {
    expect(effectsOfMore(() => 1)).not.toContain('check')
  })

  test('by a check after twenty pulls in a row that moved the key and brought no message', () => {
    const quiet = effectsOfMore(() => 0)
    expect([quiet.indexOf('check'), quiet.lastIndexOf('check')]).toEqual([19, 59])
    expect(effectsOfMore((round) => (round === 10 ? 1 : 0)).indexOf('check')).toBe(29)
  })

  test('by a check where "more" brought nothing and moved nothing', () => {
    expect(types(kept(start, { fresh: 0, batch: batch({ more: true }), keys: keys(1) }))).toEqual(['check'])
  })

  test.each([
    ['messages', { fresh: 1 }, 0],
    ['contacts', { fresh: 0, batch: batch({ delContacts: ['@a'] }) }, 0],
    ['a moved key only', { fresh: 0 }, 1_000],
    ['messages with a key that stands still', { fresh: 1, keys: keys(1) }, 1_000],
    [
      'contacts with a key that stands still',
      { fresh: 0, batch: batch({ delContacts: ['@a'] }), keys: keys(1) },
      1_000,
    ],
    ['nothing', { fresh: 0, keys: keys(1) }, 1_000],
  ])('%s: the next pull begins so long after this one', (_, more, pause) => {
    expect(kept(start, more).state.notBefore).toBe(1_000 + pause)
  })

  test('contacts again and again: after twenty pulls one a second, until a poll is quiet', () => {
    const changed = batch({ modContacts: [{ UserName: '@a' }] })
    let state = start
    const pauses: number[] = []
    for (let n = 1; n <= 25; n += 1) {
      state = kept(state, { fresh: 0, batch: changed, keys: keys(n + 1) }).state
      pauses.push(state.notBefore - 1_000)
    }
    expect([pauses.lastIndexOf(0), pauses.at(-1)]).toEqual([18, 1_000])
    const quiet = syncReduce(state, { type: 'checked', selector: '0', held: true }).state
    expect(kept(quiet, { fresh: 0, batch: changed, keys: keys(99) }).state.notBefore).toBe(1_000)
  })

  test('a moved key after a send of ours is no news, and no reason to wait', () => {
    const { state } = syncReduce(start, { type: 'sent' })
    expect(kept(state, { fresh: 0 }).state).toMatchObject({ notBefore: 1_000, sent: false })
  })

  test('nothing at all, again and again: 1, 2, 4, 8 s, and 8 s for ever', () => {
    let state = start
    const pauses: number[] = []
    for (let n = 1; n <= 1_000; n += 1) {
      const step = kept(state, { fresh: 0, keys: keys(1) })
      expect(types(step)).toEqual(['check'])
      pauses.push(step.state.notBefore - 1_000)
      state = step.state
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, ...pauses.slice(3).map(() => 8_000)])
  })
})

describe('a failure', () => {
  const failed = (state: SyncState, during: 'check' | 'pull' | 'keep', why = loggedOut): SyncStep =>
    syncReduce(state, { type: 'failed', during, failure: why } satisfies SyncMessage)
  const loggedOut = failure('loggedOut', { endpoint: 'synccheck', code: 1101 })
  const unreadable = failure('decode', { endpoint: 'webwxsync', problems: ['x'], intact: true })

  test.each(['check', 'pull', 'keep'] as const)(
    'of a session that is over during a %s is the end of this life',
    (during) => {
      expect(types(failed({ ...start, fallback: keys(9) }, during))).toEqual(['lost'])
    },
  )

  test('of pulls that are refused makes another position be tried, where there is one', () => {
    for (const why of [unreadable, failure('retcode', { endpoint: 'webwxsync', code: 1, message: '' })]) {
      expect(types(failed(start, 'pull', why))).toEqual(['lost'])
      expect(types(failed({ ...start, fallback: keys(1) }, 'pull', why))).toEqual(['lost'])
      expect(failed({ ...start, fallback: keys(9) }, 'pull', why).effects).toEqual([
        { type: 'compare', session: aSession, keys: keys(1), fallback: keys(9), failure: why },
      ])
    }
    const refused = failure('retcode', { endpoint: 'webwxsync', code: 1203, message: '' })
    expect(types(failed({ ...start, fallback: keys(9) }, 'pull', refused))).toEqual(['lost'])
  })

  test('of a session that was opened anew already is waited out where it is no matter of the session', () => {
    const retcode = (code: number, endpoint = 'webwxsync') => failure('retcode', { endpoint, code, message: '' })
    const reopened: SyncState = { ...start, isReopened: true }
    const waits = (during: 'check' | 'pull', why = retcode(-1)) => failed(reopened, during, why).effects
    for (const why of [retcode(-1), retcode(3), retcode(9999), unreadable])
      expect(waits('pull', why)).toMatchObject([{ type: 'pull', again: true }])
    for (const code of [-1, 1, 1205])
      expect(waits('check', retcode(code, 'synccheck'))).toMatchObject([{ type: 'check', again: true }])
    for (const why of [retcode(1), retcode(1203), retcode(-14)])
      expect(types(failed(reopened, 'pull', why))).toEqual(['lost'])
    expect(types(failed(reopened, 'check', retcode(1203, 'synccheck')))).toEqual(['lost'])
    expect(types(failed({ ...reopened, works: true }, 'pull', retcode(-1)))).toEqual(['lost'])
    expect(types(failed(start, 'pull', retcode(-1)))).toEqual(['lost'])
    const compared: SyncMessage = { type: 'compared', outdated: false, failure: retcode(-1) }
    expect(syncReduce({ ...reopened, fallback: keys(9) }, compared).effects).toMatchObject([
      { type: 'pull', again: true },
    ])
  })

  test('of the kept position alone gives it up, with a gap; of both it is the session that is lost', () => {
    const compared = (outdated: boolean): SyncStep =>
      syncReduce({ ...start, fallback: keys(9) }, { type: 'compared', outdated, failure: unreadable })
    const step = compared(true)
    expect([types(step), step.state.keys, step.state.fallback]).toEqual([['gap', 'check'], keys(9), undefined])
    expect([types(compared(false)), compared(false).state.keys]).toEqual([['lost'], keys(1)])
  })

  test('a pull that works proves the kept position, and the other one is forgotten', () => {
    expect(kept({ ...start, fallback: keys(9) }).state.fallback).toBeUndefined()
  })

  test('that passes is told', () => {
    expect(types(syncReduce(start, { type: 'trouble', failure: unreadable, attempt: 2 }))).toEqual(['trouble'])
  })
})
