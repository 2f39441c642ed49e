import { EMPTY, map, mergeMap, NEVER, Observable, of, Subject, timer } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { expect, test } from 'vitest'
import { actor, type Logic } from '../../../src/kernel/actor.js'
import { backoff, escalate, stop } from '../../../src/kernel/policy.js'

type Count = Logic<number, number, number, string>

const counting = (perform: (effects$: Observable<number>) => Observable<number>, start = 0): Count => ({
  start: (last = start) => ({ state: last, events: [`start ${last}`] }),
  reduce: (state, message) => ({ state: state + message, events: [`sum ${state + message}`], effects: [message] }),
  perform,
})

test('within a step the order is state, events, effects', () => {
  const trace: string[] = []
  const logic: Count = {
    start: () => ({ state: 0, events: ['first'], effects: [1] }),
    reduce: (state, message) => ({ state: state + message, events: [`event ${state + message}`] }),
    perform: (effects$) =>
      effects$.pipe(
        map((effect) => {
          trace.push(`effect ${effect}`)
          return effect
        }),
      ),
  }
  const run = NEVER.pipe(actor(logic, escalate)).subscribe((event) => trace.push(event))
  run.unsubscribe()
  expect(trace).toEqual(['first', 'effect 1', 'event 1'])
})

test('an effect that answers at once does not overtake the other effects of its step', () => {
  const handled: number[] = []
  const logic: Count = {
    start: () => ({ state: 0, effects: [1, 2] }),
    reduce: (state, message) => {
      handled.push(message)
      return { state }
    },
    perform: (effects$) => effects$.pipe(mergeMap((effect) => of(effect, effect + 10))),
  }
  NEVER.pipe(actor(logic, escalate)).subscribe().unsubscribe()
  expect(handled).toEqual([1, 11, 2, 12])
})

test('a command sent while the first step still emits is not lost', () => {
  const commands$ = new Subject<number>()
  const events: string[] = []
  const run = commands$
    .pipe(
      actor(
        counting(() => NEVER),
        escalate,
      ),
    )
    .subscribe((event) => {
      events.push(event)
      if (event === 'start 0') commands$.next(5)
    })
  run.unsubscribe()
  expect(events).toEqual(['start 0', 'sum 5'])
})

test('100,000 synchronous answers do not grow the stack', () => {
  const logic: Count = {
    start: () => ({ state: 0, effects: [0] }),
    reduce: (state, message) =>
      message < 100_000 ? { state: state + 1, effects: [message + 1] } : { state, events: [`${state}`] },
    perform: (effects$) => effects$,
  }
  const events: string[] = []
  NEVER.pipe(actor(logic, escalate))
    .subscribe((event) => events.push(event))
    .unsubscribe()
  expect(events).toEqual(['100000'])
})

test('a crash restarts from the last good state and keeps what waits', () => {
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected))
  scheduler.run(({ hot, expectObservable }) => {
    const logic: Count = {
      ...counting(() => NEVER),
      reduce: (state, message) => {
        if (message === 13) throw new Error('bad luck')
        return { state: state + message, events: [`sum ${state + message}`] }
      },
    }
    const commands$ = hot('a-(bc)', { a: 1, b: 13, c: 2 })
    const supervise = backoff({ first: 10, max: 10, scheduler })
    expectObservable(commands$.pipe(actor(logic, supervise)), '^ 30ms !').toBe('(sa) 8ms (rc)', {
      s: 'start 0',
      a: 'sum 1',
      r: 'start 1',
      c: 'sum 3',
    })
  })
})

test('a state on which three starts crash is given up, and that is said', () => {
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected))
  scheduler.run(({ hot, expectObservable }) => {
    const logic: Count = {
      ...counting(() => NEVER),
      start: (last) => {
        if (last !== undefined && last > 0) throw new Error('poisoned state')
        return { state: 0, events: ['start'] }
      },
      reduce: (state, message) => {
        if (message === 13) throw new Error('bad luck')
        return { state: state + message }
      },
    }
    const supervise = backoff({ first: 1, max: 1, scheduler })
    const events$ = hot('a-b', { a: 1, b: 13 }).pipe(actor(logic, supervise, { forgot: () => 'forgot' }))
    expectObservable(events$, '^ 9ms !').toBe('s----(fs)', { s: 'start', f: 'forgot' })
  })
})

test('done completes the actor, and unsubscribing cancels its effects', () => {
  let cancelled = 0
  const held$ = new Observable<number>(() => () => {
    cancelled += 1
  })
  const logic: Count = {
    start: () => ({ state: 0, effects: [1] }),
    reduce: (state, message) => (message === 0 ? { state, events: ['bye'], done: true } : { state }),
    perform: (effects$) => effects$.pipe(mergeMap(() => held$)),
  }
  const commands$ = new Subject<number>()
  const trace: string[] = []
  commands$
    .pipe(actor(logic, escalate))
    .subscribe({ next: (event) => trace.push(event), complete: () => trace.push('complete') })
  commands$.next(0)
  expect([trace, cancelled]).toEqual([['bye', 'complete'], 1])
})

test('an error in the commands ends the actor with it, and stop ends it quietly', () => {
  const ended: string[] = []
  const boom: Logic<number, number, number, string> = {
    ...counting(() => EMPTY),
    reduce: () => {
      throw new Error('boom')
    },
  }
  of(1)
    .pipe(actor(boom, stop))
    .subscribe({ complete: () => ended.push('stopped') })
  of(1)
    .pipe(actor(boom, escalate))
    .subscribe({ error: (error: Error) => ended.push(error.message) })
  expect(ended).toEqual(['stopped', 'boom'])
})

test('a mailbox at its limit fails the actor loudly instead of growing', () => {
  const commands$ = new Subject<number>()
  const held: Logic<number, number, number, string> = {
    ...counting(() => NEVER),
    start: () => {
      throw new Error('not yet')
    },
  }
  const scheduler = new TestScheduler(() => undefined)
  const errors: unknown[] = []
  commands$
    .pipe(actor(held, () => timer(1_000, scheduler), { limit: 2 }))
    .subscribe({ error: (error) => errors.push(error) })
  for (const n of [1, 2, 3]) commands$.next(n)
  expect(errors).toEqual([new RangeError("an actor's mailbox is full (2)")])
})
