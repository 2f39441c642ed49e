import {
  BehaviorSubject,
  EMPTY,
  map,
  merge,
  mergeMap,
  type Observable,
  of,
  Subject,
  scan,
  tap,
  throwError,
  timer,
} from 'rxjs'
import { expect, test } from 'vitest'
import { type Behaviour, combine, hears, named, onError, reply, when } from '../../../src/index.js'
import { testBot } from '../../../src/testing/index.js'
import { createStage } from '../../support/operators/stage.js'

const echo: Behaviour = (messages$) =>
  messages$.pipe(
    hears(/./),
    map((message) => reply(message, message.text)),
  )

/** Fails at the word. */
const fragile: Behaviour = (messages$) =>
  messages$.pipe(
    hears(/./),
    scan((heard, { text }) => {
      if (text === 'boom') throw new Error('boom')
      return heard + 1
    }, 0),
    map((heard): { type: 'send'; to: string; text: string } => ({ type: 'send', to: 'me', text: `${heard}` })),
  )

const broken: Behaviour = () => {
  throw new Error('at once')
}

const texts = (commands: readonly unknown[]) => commands.map((one) => (one as { readonly text?: string }).text ?? one)

test('combine: one that fails is told of by name and runs again; one that fails at once is stopped', () => {
  const { view, messages$, say, failures, watch } = createStage()
  const { seen } = watch(combine(broken, fragile, named('parrot', echo))(messages$, view))
  say('alice', 'a')
  say('alice', 'boom')
  say('alice', 'b')
  expect(texts(seen)).toEqual(['1', 'a', 'boom', '1', 'b'])
  expect(failures).toEqual([
    { name: 'broken', error: new Error('at once') },
    { name: 'fragile', error: new Error('boom') },
  ])
})

test('combine: completes with the last of its parts, and unsubscribing ends all of them', () => {
  const { view, messages$, watch } = createStage()
  const one$ = new Subject<never>()
  const two$ = new Subject<never>()
  const both = combine(
    () => one$,
    () => two$,
  )
  const { seen } = watch(both(messages$, view))
  one$.complete()
  expect(seen).toEqual([])
  two$.complete()
  expect(seen).toEqual(['|'])
  const { stop } = watch(combine(echo, echo)(messages$, view))
  expect(messages$.observed).toBe(true)
  stop()
  expect(messages$.observed).toBe(false)
  expect(watch(combine()(messages$, view)).seen).toEqual(['|'])
})

test('named: parts within parts are told of by their path', () => {
  const { view, messages$, failures, watch } = createStage()
  const shop = named(
    'shop',
    combine(named('orders', broken), broken, () => throwError(() => new Error('nameless'))),
  )
  watch(combine(shop)(messages$, view))
  expect(failures.map(({ name }) => name)).toEqual(['shop/orders', 'shop/broken', 'shop'])
  expect(named('a', broken).name).toBe('a')
})

test('when: a question is asked about each message, also of those that are listened to a second time', () => {
  const { view, messages$, say, watch } = createStage()
  const twice: Behaviour = (all$, bot) => merge(echo(all$, bot), echo(bot.messages$, bot))
  const { seen } = watch(when(({ isRoom }) => isRoom, twice)(messages$, view))
  say('alice', 'a')
  say('alice', 'b', 'team')
  expect(texts(seen)).toEqual(['b', 'b'])
  expect(when(() => true, echo).name).toBe('echo')
})

test('when: an Observable opens and closes; it is no until it has said anything, and subscribed once', () => {
  const { view, messages$, say, watch } = createStage()
  let subscribed = 0
  const holds$ = new Subject<boolean>()
  const counted$ = holds$.pipe(tap({ subscribe: () => (subscribed += 1) }))
  const later: Behaviour = (all$, bot) =>
    all$.pipe(mergeMap((message) => merge(of(message), bot.messages$))).pipe((both$) => echo(both$, bot))
  const { seen, stop } = watch(when(counted$, later)(messages$, view))
  say('alice', 'a')
  holds$.next(true)
  say('alice', 'b')
  say('alice', 'c')
  holds$.next(false)
  say('alice', 'd')
  holds$.complete()
  expect(texts(seen)).toEqual(['b', 'c', 'c'])
  expect(subscribed).toBe(1)
  stop()
  expect(messages$.observed).toBe(false)
})

test('when: an Observable that fails is a failure of the behaviour', () => {
  const { view, messages$, watch } = createStage()
  const failing$ = throwError(() => new Error('no answer'))
  expect(watch(when(failing$, echo)(messages$, view)).seen).toEqual(['# no answer'])
  expect(messages$.observed).toBe(false)
  const open$ = new BehaviorSubject(true)
  const { stop } = watch(when(open$, echo)(messages$, view))
  stop()
  expect(open$.observed).toBe(false)
})

test('onError: starts again under the policy, and what was said meanwhile is not heard', () => {
  const { view, messages$, say, advance, failures, watch } = createStage()
  const patient = onError((_, attempt, { scheduler }) => timer(attempt * 1_000, scheduler), fragile)
  const { seen, stop } = watch(patient(messages$, view))
  say('alice', 'a')
  say('alice', 'b')
  say('alice', 'boom')
  say('alice', 'missed')
  advance(1_000)
  say('alice', 'c')
  expect(texts(seen)).toEqual(['1', '2', '1'])
  expect(failures).toEqual([{ name: 'fragile', error: new Error('boom'), attempt: 1 }])
  say('alice', 'boom')
  stop()
  advance(10_000)
  expect(messages$.observed).toBe(false)
  expect(patient.name).toBe('fragile')
})

test('onError: a policy that completes ends it, one that fails hands it upwards, and what throws at once counts, too', () => {
  const { view, messages$, failures, watch } = createStage()
  const until3 = (error: unknown, attempt: number): Observable<unknown> =>
    attempt < 3 ? of(0) : throwError(() => error)
  expect(watch(onError(until3, broken)(messages$, view)).seen).toEqual(['# at once'])
  expect(failures.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
  const ends = onError(() => EMPTY, broken)
  expect(watch(ends(messages$, view)).seen).toEqual(['|'])
})

test('a whole bot: a behaviour that fails is an event with its name, and runs again beside the others', () => {
  const { says, sentTo, events } = testBot([broken, fragile, combine(named('rude', fragile), echo)])
  says('Alice', 'boom')
  says('Alice', 'hi')
  expect(sentTo('Alice')).toEqual(['boom', 'hi'])
  expect(sentTo('filehelper')).toEqual([])
  const failed = events.flatMap((event) =>
    event.type === 'behaviourFailed' && event.isCommand !== true ? [event.name] : [],
  )
  expect(failed).toEqual(['broken', 'fragile', 'rude'])
})

test('a whole bot: a Command that cannot be carried out is told of, and the behaviour goes on', () => {
  const lost: Behaviour = (messages$) =>
    messages$.pipe(
      hears(/./),
      map((message) =>
        message.text === 'lost' ? { type: 'send', to: 'nobody at all', text: 'x' } : reply(message, 'y'),
      ),
    )
  const { says, sentTo, events } = testBot(lost)
  says('Alice', 'lost')
  says('Alice', 'hi')
  expect(sentTo('Alice')).toEqual(['y'])
  expect(events.filter(({ type }) => type === 'behaviourFailed')).toEqual([
    { type: 'behaviourFailed', name: 'lost', isCommand: true, error: expect.objectContaining({ kind: 'target' }) },
  ])
})

test('a whole bot: the view shows this account, its rooms when they change, and receipts under the key of the Command', () => {
  const keys: string[] = []
  const rooms: string[] = []
  const looking: Behaviour = (messages$, bot) => {
    bot.rooms$.subscribe((all) => rooms.push(all.map(({ name }) => name).join()))
    bot.receipts$.subscribe(({ key, outcome }) => keys.push(`${key} ${outcome}`))
    return messages$.pipe(map((message) => ({ ...reply(message, bot.self?.id ?? 'nobody'), key: `to ${message.id}` })))
  }
  const { bot, says, saysIn, sentTo, messages } = testBot(looking)
  says('Alice', 'hi')
  says('Alice', 'ho')
  saysIn('Hikers', 'Alice', 'hi')
  let self = ''
  bot.contacts$.subscribe((book) => (self = book.self.id))
  expect(sentTo('Alice')).toEqual([self, self])
  expect(keys).toEqual(messages.map(({ id }) => `to ${id} accepted`))
  expect(rooms.at(-1)).toContain('Hikers')
  expect(rooms.length).toBeLessThan(8)
})
