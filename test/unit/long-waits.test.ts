import { asyncScheduler, catchError, concat, merge, NEVER, type Observable, of, Subject, tap } from 'rxjs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { said } from '../../marbles/messages.js'
import { giveUp } from '../../src/actors/give-up.js'
import type { HandleOptions, Handler } from '../../src/actors/inbox/handling/handler.js'
import { ask, awaitReceipt, backoff, broadcast, bursts, type Command, type Receipt, text } from '../../src/index.js'
import { handling, stubView } from '../../src/testing/index.js'

const scheduler = asyncScheduler
const view = stubView({ messages$: NEVER, scheduler })
const one$ = concat(of(said('alice', 'hi')), NEVER)

/** What becomes of one message under a handler: Commands, or why it is a dead letter. */
const handled = (handler: Handler, options: HandleOptions): Observable<unknown> => {
  const failed$ = new Subject<unknown>()
  return merge(
    failed$,
    handling(handler, { tries: 1, ...options })(one$, { ...view, failed: (one) => failed$.next(one) }),
  )
}
const lasting: Handler = () => NEVER
const more = { received: () => undefined, otherwise: () => text('alice', 'too late') }
const receiptOf = ({ key = '' }: Command & { readonly key?: string }): Receipt => ({
  key,
  to: 'alice',
  clientMsgId: '1',
  outcome: 'accepted',
  msgId: '2',
})
const hi = { type: 'send', to: 'alice', text: 'hi' } as const

/** Everything that waits as long as a caller says; each emits something new when that is over. */
const waits: Readonly<Record<string, (ms: number) => Observable<unknown>>> = {
  giveUp: (ms) =>
    concat(
      of({ endpoint: '', reached: true, problem: '' }, { endpoint: '', reached: false, problem: 'no' }),
      NEVER,
    ).pipe(
      giveUp({ after: ms, first: ms, scheduler }),
      catchError((error) => of(error)),
    ),
  backoff: (ms) => backoff({ first: ms, max: ms, scheduler })(new Error('no'), 1),
  'the deadline of a handler': (ms) => handled(lasting, { deadline: ms, grace: 0 }),
  'a deadline that was extended': (ms) =>
    handled((_, { extend }) => {
      extend(ms)
      return NEVER
    }, {}),
  'the grace of a handler': (ms) => handled(() => new Promise(() => {}), { deadline: 1, grace: ms }),
  'the timeout of ask': (ms) =>
    ask(view, said('alice', 'hi'), 'well?', { answered: () => undefined, timeout: ms, otherwise: () => hi }),
  'the timeout of awaitReceipt': (ms) => awaitReceipt(view, hi, { ...more, timeout: ms }),
  'the pause of broadcast': (ms) => {
    const receipts$ = new Subject<Receipt>()
    const sent$ = broadcast({ ...view, receipts$ }, ['alice', 'bob'], 'hi', { every: ms })
    return sent$.pipe(tap((command) => receipts$.next(receiptOf(command))))
  },
  'the silence of bursts': (ms) => one$.pipe(bursts({ quiet: ms, scheduler })),
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** How often something came within so many milliseconds. */
async function within(ms: number, wait$: Observable<unknown>): Promise<number> {
  let count = 0
  const run = wait$.subscribe(() => {
    count += 1
  })
  const before = count
  await vi.advanceTimersByTimeAsync(ms)
  run.unsubscribe()
  return count - before
}

const hour = 3_600_000

test.each(Object.entries(waits))('%s may be longer than a timer of Node, and for ever', async (_, wait) => {
  expect(await within(9_000, wait(10_000))).toBe(0)
  expect(await within(11_000, wait(10_000))).toBe(1)
  expect(await within(599 * hour, wait(600 * hour))).toBe(0)
  expect(await within(601 * hour, wait(600 * hour))).toBe(1)
  expect(await within(1_000 * hour, wait(2 ** 31))).toBe(1)
  expect(await within(9_000 * hour, wait(Number.POSITIVE_INFINITY))).toBe(0)
  expect(vi.getTimerCount()).toBe(0)
})
