import { map, merge, of, Subject, take } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { said } from '../../../marbles/messages.js'
import {
  type Behaviour,
  bursts,
  collectMedia,
  hears,
  limited,
  type Message,
  oncePerPerson,
  onError,
  rateLimit,
  reply,
  scanConversation,
  type TooMuch,
} from '../../../src/index.js'
import { createRecent } from '../../../src/operators/recent.js'
import { createStage } from '../../support/operators/stage.js'
import { wrongUse } from '../../support/operators/wrong-use.js'

const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}`)

test('recent: what was used longest ago makes room', () => {
  const forgotten: string[] = []
  const recent = createRecent<number>(2, (value, key) => forgotten.push(`${key}${value}`))
  recent.set('a', 1)
  recent.set('b', 2)
  recent.get('a')
  recent.set('c', 3)
  expect([recent.keys(), forgotten]).toEqual([['a', 'c'], ['b2']])
  recent.delete('a')
  expect(recent.get('a')).toBeUndefined()
  expect(() => createRecent(0)).toThrow('limit: has to be a number from 1 up, not 0')
  expect(() => createRecent(Number.NaN)).toThrow(wrongUse)
})

describe('scanConversation', () => {
  const counted = (limit: number) => scanConversation<Message, number>(0, (count) => count + 1, { limit })
  const states = (seen: readonly unknown[]) => seen.map((one) => (one as { readonly state?: number }).state ?? one)

  test('each conversation has a state of its own, and each subscription has all of its own', () => {
    const { messages$, say, watch } = createStage()
    const counted$ = messages$.pipe(counted(10))
    const { seen } = watch(counted$)
    say('alice', 'x')
    say('alice', 'x', 'team')
    const { seen: later } = watch(counted$)
    say('bob', 'x', 'team')
    messages$.complete()
    expect([states(seen), states(later)]).toEqual([
      [1, 1, 2, '|'],
      [1, '|'],
    ])
  })

  test('above the limit the one that was silent for longest begins anew', () => {
    const { messages$, say, watch } = createStage()
    const { seen } = watch(messages$.pipe(counted(2)))
    for (const who of ['a', 'b', 'a', 'c', 'a', 'b']) say(who, 'x')
    expect(states(seen)).toEqual([1, 1, 2, 1, 3, 1])
  })

  test('a state expires after silence, to the millisecond; a message in time keeps it', () => {
    const { messages$, say, advance, scheduler, watch } = createStage()
    const { seen } = watch(messages$.pipe(scanConversation(0, (count) => count + 1, { expireAfter: 1_000, scheduler })))
    say('a', 'x')
    advance(999)
    say('a', 'x')
    advance(1_000)
    say('a', 'x')
    expect(states(seen)).toEqual([1, 2, 1])
  })

  test('a state may be undefined, and a reduce that throws is an error', () => {
    const { messages$, say, watch } = createStage()
    const heard: unknown[] = []
    const { seen } = watch(
      messages$.pipe(
        scanConversation<Message, undefined>(undefined, (state, { id }) => {
          heard.push(state)
          if (id === 'a: boom') throw new Error('boom')
          return undefined
        }),
      ),
    )
    say('a', 'x')
    say('a', 'boom')
    expect([heard, seen.at(-1)]).toEqual([[undefined, undefined], '# boom'])
    expect(messages$.observed).toBe(false)
  })
})

describe('bursts', () => {
  test('one person in one conversation; what is no text is left out', () => {
    const { messages$, say, advance, scheduler, watch } = createStage()
    const { seen } = watch(messages$.pipe(bursts({ quiet: 1_000, scheduler })))
    say('alice', '1')
    say('alice', '2', 'team')
    messages$.next({ ...said('alice', ''), type: 'sysNotice', content: '' } as Message)
    advance(999)
    say('alice', '3')
    advance(1)
    expect(seen).toEqual([expect.objectContaining({ text: '2', id: 'alice: 2' })])
    advance(999)
    expect(seen[1]).toMatchObject({ text: '1\n3', id: 'alice: 3', lines: [{ text: '1' }, { text: '3' }] })
  })

  test('the end of the messages ends bursts, an error drops them, unsubscribing takes the timers along', () => {
    const { messages$, say, advance, scheduler, watch } = createStage()
    const bursts$ = messages$.pipe(bursts({ quiet: 1_000, scheduler }))
    const { seen: stopped, stop } = watch(bursts$)
    say('alice', '1')
    stop()
    advance(5_000)
    expect(stopped).toEqual([])
    const { seen } = watch(bursts$)
    say('alice', '1')
    messages$.complete()
    expect(seen).toEqual([expect.objectContaining({ text: '1' }), '|'])
    const failing$ = new Subject<Message>()
    const { seen: failed } = watch(failing$.pipe(bursts({ quiet: 1_000, scheduler })))
    failing$.next(said('alice', '1'))
    failing$.error(new Error('x'))
    advance(5_000)
    expect(failed).toEqual(['# x'])
  })

  test('no timer is left when nobody listens any more', () => {
    const { messages$, say, scheduler, watch } = createStage()
    const { stop } = watch(messages$.pipe(bursts({ quiet: 1_000, scheduler })))
    say('alice', '1')
    say('alice', '2')
    say('bob', '1')
    const waiting = () => scheduler.actions.filter(({ closed }) => !closed).length
    expect(waiting()).toBe(2)
    stop()
    expect(waiting()).toBe(0)
  })

  test('at either bound a burst ends at once: too many lines, too many people', () => {
    const { messages$, say, scheduler, watch } = createStage()
    const { seen } = watch(messages$.pipe(bursts({ quiet: 1_000, max: 2, limit: 3, scheduler })))
    say('alice', '1')
    say('alice', '2')
    for (const who of people(4)) say(who, 'x')
    expect(seen.map((one) => (one as Message).id)).toEqual(['alice: 2', 'p0: x'])
    expect(() => bursts({ quiet: 0, scheduler })).toThrow(wrongUse)
    expect(() => bursts({ quiet: 1, max: 0, scheduler })).toThrow(wrongUse)
  })
})

test('collectMedia: only the kinds that were asked for', () => {
  const { messages$, say, advance, scheduler, watch } = createStage()
  const { seen } = watch(messages$.pipe(collectMedia({ quiet: 1_000, types: ['voice'], scheduler })))
  const voice = { ...said('alice', ''), type: 'voice', duration: 1, size: 1, content: '' } as Message
  messages$.next(voice)
  messages$.next({ ...voice, type: 'file' } as Message)
  messages$.next(voice)
  say('alice', 'x')
  advance(1_000)
  expect(seen).toEqual([{ conversation: voice.conversation, from: voice.from, media: [voice, voice] }])
})

describe('rateLimit', () => {
  test.each([
    ['sender', ['a: 1', 'b: 1']],
    ['conversation', ['a: 1', 'a: 2', 'b: 2']],
    ['all', ['a: 1']],
    [(message: Message) => message.id, ['a: 1', 'a: 2', 'b: 1', 'b: 2', 'b: 3']],
  ] as const)('counts by %s', (by, passed) => {
    const { messages$, say, scheduler, watch } = createStage()
    const { seen } = watch(messages$.pipe(rateLimit({ count: 1, per: 1_000, by, scheduler })))
    say('a', '1')
    say('a', '2', 'team')
    say('b', '1', 'team')
    say('b', '2')
    say('b', '3')
    expect(seen.map((one) => (one as Message).id)).toEqual(passed)
  })

  test('any span: what was dropped does not count, and is told of with the time to wait', () => {
    const { messages$, say, advance, scheduler, watch } = createStage()
    const told: TooMuch[] = []
    const dropped = (_: Message, much: TooMuch) => told.push(much)
    const { seen } = watch(messages$.pipe(rateLimit({ count: 2, per: 1_000, dropped, scheduler })))
    for (const pause of [0, 600, 0, 399, 1, 0]) {
      advance(pause)
      say('a', 'x')
    }
    expect(seen).toHaveLength(3)
    expect(told).toEqual([
      { wait: 400, nth: 1 },
      { wait: 1, nth: 2 },
      { wait: 600, nth: 1 },
    ])
  })

  test('forgets who was not heard for longest', () => {
    const { messages$, say, scheduler, watch } = createStage()
    const { seen, stop } = watch(messages$.pipe(rateLimit({ count: 1, per: 1_000, limit: 2, scheduler })))
    for (const who of ['a', 'b', 'a', 'c', 'a', 'b']) say(who, 'x')
    expect(seen.map((one) => (one as Message).from.id)).toEqual(['a', 'b', 'c', 'b'])
    expect(() => rateLimit({ count: 0, per: 1, scheduler })).toThrow(wrongUse)
    stop()
    expect(messages$.observed).toBe(false)
  })
})

test('limited: a message counts once, however often it is listened to, and notices are few', () => {
  const { view, messages$, say, watch } = createStage()
  const twice: Behaviour = (all$, bot) =>
    merge(all$, bot.messages$).pipe(
      hears(/./),
      map((message) => reply(message, message.text)),
    )
  const notice = (message: Message, wait: number) => reply(message, `wait ${wait}`)
  const { seen, stop } = watch(limited({ count: 2, per: 1_000, notice }, twice)(messages$, view))
  for (const text of ['1', '2', '3', '4']) say('a', text)
  expect(seen.map((one) => (one as { readonly text: string }).text)).toEqual(['1', '1', '2', '2', 'wait 1000'])
  stop()
  expect(messages$.observed).toBe(false)
  expect(limited({ count: 1, per: 1 }, twice).name).toBe('twice')
})

test('limited: counts go on when the behaviour starts again, and it ends with the behaviour', () => {
  const { view, messages$, say, watch } = createStage()
  const fragile: Behaviour = (all$) =>
    all$.pipe(
      hears(/./),
      map((message) => {
        if (message.text === 'boom') throw new Error('boom')
        return reply(message, message.text)
      }),
    )
  const again = onError(() => of(0), fragile)
  const { seen } = watch(limited({ count: 2, per: 1_000 }, again)(messages$, view))
  for (const text of ['boom', '2', '3']) say('a', text)
  expect(seen).toHaveLength(1)
  const { seen: short } = watch(
    limited({ count: 2, per: 1_000 }, (all$) => fragile(all$.pipe(take(1)), view))(messages$, view),
  )
  say('b', '1')
  expect(short.at(-1)).toBe('|')
  const broken: Behaviour = () => {
    throw new Error('at once')
  }
  expect(watch(limited({ count: 1, per: 1 }, broken)(messages$, view)).seen).toEqual(['# at once'])
  messages$.complete()
  expect(seen.at(-1)).toBe('|')
})

describe('oncePerPerson', () => {
  test('anywhere, or in each conversation', () => {
    const { messages$, say, watch } = createStage()
    const { seen } = watch(messages$.pipe(oncePerPerson()))
    const { seen: each } = watch(messages$.pipe(oncePerPerson({ in: 'conversation' })))
    say('a', '1')
    say('a', '2', 'team')
    say('a', '3')
    expect([seen.length, each.length]).toEqual([1, 2])
  })

  test('once again after `every`, counted from the last that was kept; nobody is remembered above the limit', () => {
    const { messages$, say, advance, scheduler, watch } = createStage()
    const { seen } = watch(messages$.pipe(oncePerPerson({ every: 1_000, limit: 2, scheduler })))
    say('a', '1')
    advance(999)
    say('a', '2')
    advance(1)
    say('a', '3')
    for (const who of ['b', 'c']) say(who, 'x')
    say('a', '4')
    expect(seen.map((one) => (one as Message).id)).toEqual(['a: 1', 'a: 3', 'b: x', 'c: x', 'a: 4'])
  })
})

test('a clock that is set back does not make a limit of seconds one of hours', () => {
  const { messages$, say, now, advance, watch } = createStage()
  let back = 0
  const scheduler = {
    now: () => now() - back,
    schedule: () => {
      throw new Error('nothing waits')
    },
  }
  const limited = watch(messages$.pipe(rateLimit({ count: 1, per: 1_000, scheduler })))
  const once = watch(messages$.pipe(oncePerPerson({ every: 1_000, scheduler })))
  const scanned = watch(messages$.pipe(scanConversation(0, (n) => n + 1, { expireAfter: 1_000, scheduler })))
  say('alice', '1')
  back = 3_600_000
  say('alice', '2')
  advance(1_000)
  say('alice', '3')
  expect(limited.seen.map((one) => (one as Message).id)).toEqual(['alice: 1', 'alice: 3'])
  expect(once.seen.map((one) => (one as Message).id)).toEqual(['alice: 1', 'alice: 3'])
  expect(scanned.seen.map((one) => (one as { state: number }).state)).toEqual([1, 2, 1])
})
