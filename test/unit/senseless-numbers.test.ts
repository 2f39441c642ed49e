import { asyncScheduler, NEVER, of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { said } from '../../marbles/messages.js'
import { createWorld } from '../../src/emulator/index.js'
import {
  actor,
  ask,
  awaitReceipt,
  type BotSettings,
  backoff,
  broadcast,
  bursts,
  collectMedia,
  createBot,
  escalate,
  type HandleOptions,
  isFailure,
  limited,
  oncePerPerson,
  perConversation,
  quietHours,
  rateLimit,
  scanConversation,
  text,
} from '../../src/index.js'
import { createVirtualClock, handling, stubView } from '../../src/testing/index.js'

const scheduler = asyncScheduler
const view = stubView({ messages$: NEVER, scheduler })
const command = { type: 'send', to: 'alice', text: 'hi' } as const
const received = () => undefined
const pause = { first: 1, max: 1, scheduler }
const night = { from: '22:00', to: '07:00', timeZone: 'UTC', scheduler }
const rate = { burst: 1, interval: 1 }
const bot = (settings: BotSettings): unknown => createBot(settings)
const handle = (options: HandleOptions): void => createBot().handle('h', () => undefined, options)

/** Makes something with a number, that makes sense or not. */
type Door = (n: number) => unknown

/** Those that may be without end. */
const endless: Readonly<Record<string, Door>> = {
  'createBot giveUp': (giveUp) => bot({ giveUp }),
  'createBot loop.answers': (answers) => bot({ loop: { answers, per: 1 } }),
  'createBot loop.per': (per) => bot({ loop: { answers: 1, per } }),
  'createBot limits': (image) => bot({ limits: { image } }),
  'handle deadline': (deadline) => handle({ deadline }),
  'handle grace': (grace) => handle({ grace }),
  'handle permits': (permits) => handle({ permits }),
  'handle tries': (tries) => handle({ tries }),
  'deliveries prefetch': (prefetch) => createBot().deliveries('d', { prefetch }),
  'backoff first': (first) => backoff({ ...pause, first }),
  'backoff max': (max) => backoff({ ...pause, max }),
  'backoff factor': (factor) => backoff({ ...pause, factor }),
  'backoff tries': (tries) => backoff({ ...pause, tries }),
  'backoff healthyAfter': (healthyAfter) => backoff({ ...pause, healthyAfter }),
  'actor limit': (limit) =>
    actor({ start: () => ({ state: 0 }), reduce: (state: number) => ({ state }), perform: () => NEVER }, escalate, {
      limit,
    }),
  'ask timeout': (timeout) => ask(view, said('alice', 'hi'), 'well?', { answered: () => undefined, timeout }),
  'ask retries': (retries) => ask(view, said('alice', 'hi'), 'well?', { answered: () => undefined, retries }),
  'awaitReceipt timeout': (timeout) => awaitReceipt(view, command, { received, timeout }),
  'broadcast every': (every) => broadcast(view, ['alice'], 'hi', { every }),
  'broadcast strikes': (strikes) => broadcast(view, ['alice'], 'hi', { strikes }),
  'broadcast limit': (limit) => broadcast(view, ['alice'], 'hi', { limit }),
  'bursts quiet': (quiet) => bursts({ quiet, scheduler }),
  'bursts max': (max) => bursts({ quiet: 1, max, scheduler }),
  'collectMedia quiet': (quiet) => collectMedia({ quiet, scheduler }),
  'collectMedia limit': (limit) => collectMedia({ quiet: 1, limit, scheduler }),
  'limited per': (per) =>
    limited({ count: 1, per }, () => NEVER)(NEVER, view)
      .subscribe()
      .unsubscribe(),
  'oncePerPerson every': (every) => oncePerPerson({ every, scheduler }),
  'oncePerPerson limit': (limit) => oncePerPerson({ limit }),
  'perConversation limit': (limit) => perConversation((one$) => one$, { limit }),
  'quietHours limit': (limit) => quietHours({ ...night, limit }),
  'rateLimit count': (count) => rateLimit({ count, per: 1, scheduler }),
  'rateLimit per': (per) => rateLimit({ count: 1, per, scheduler }),
  'scanConversation expireAfter': (expireAfter) => scanConversation(0, (n) => n + 1, { expireAfter, scheduler }),
  'scanConversation limit': (limit) => scanConversation(0, (n) => n + 1, { limit }),
  'emulator hold': (hold) => createWorld({ scheduler, hold }),
  'emulator uuidLife': (uuidLife) => createWorld({ scheduler }).change({ uuidLife }),
}

/** Those that need an end. */
const ending: Readonly<Record<string, Door>> = {
  'createBot qrAttempts': (qrAttempts) => bot({ qrAttempts }),
  'createBot pace.burst': (burst) => bot({ pace: { ...rate, burst } }),
  'createBot pace.interval': (interval) => bot({ pace: { ...rate, interval } }),
  'createBot pace.perTarget.burst': (burst) => bot({ pace: { ...rate, perTarget: { ...rate, burst } } }),
  'createBot pace.perTarget.interval': (interval) => bot({ pace: { ...rate, perTarget: { ...rate, interval } } }),
  'backoff jitter': (jitter) => backoff({ ...pause, jitter }),
  'createVirtualClock start': (start) => createVirtualClock(start),
  'advance of a virtual clock': (ms) => createVirtualClock().advance(ms),
  'emulator pageSize': (pageSize) => createWorld({ scheduler, pageSize }),
  'emulator batchSize': (batchSize) => createWorld({ scheduler, batchSize }),
  'emulator fault ms': (ms) => createWorld({ scheduler }).fault({ name: 'delay', ms }),
  'emulator fault probability': (probability) => createWorld({ scheduler }).fault({ name: 'delay', probability }),
}

const doors = Object.entries({ ...endless, ...ending })

/** What is thrown, as far as it is a failure of the caller. */
function refusalOf(act: () => unknown): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    if (!isFailure(error) || error.kind !== 'argument') throw error
    return error.message
  }
}

describe('a number that makes no sense is refused where it is written', () => {
  test.each(doors)('%s', (_, door) => {
    for (const n of [Number.NaN, -1, '5' as never, null as never, Number.NEGATIVE_INFINITY])
      expect(
        refusalOf(() => door(n)),
        String(n),
      ).toMatch(/not (NaN|-1|5|null|-Infinity)$/)
    expect(refusalOf(() => door(1))).toBeUndefined()
  })

  test.each(Object.entries(endless))('%s may be Infinity', (_, door) => {
    expect(refusalOf(() => door(Number.POSITIVE_INFINITY))).toBeUndefined()
  })

  test.each(Object.entries(ending))('%s may not be Infinity', (_, door) => {
    expect(refusalOf(() => door(Number.POSITIVE_INFINITY))).toMatch(/not Infinity$/)
  })
})

test('an extension of a deadline that makes no sense is the handler’s mistake, and a dead letter', () => {
  const failures: unknown[] = []
  const failed = ({ error }: { readonly error: unknown }) => failures.push(String(error))
  handling((_, { extend }) => extend(Number.NaN), { tries: 1 })(of(said('alice', 'hi')), {
    ...view,
    failed,
  }).subscribe()
  expect(failures).toEqual([expect.stringContaining('extend: ')])
})

test('plans and hours that are none are refused in the same way', () => {
  expect(refusalOf(() => quietHours({ ...night, from: '25:00' }))).toMatch(/^quietHours: /)
  expect(refusalOf(() => broadcast(view, ['a', 'b'], 'hi', { limit: 1 }))).toMatch(/^targets: /)
  expect(text('alice', 'hi')).toBeDefined()
})
