import { map, Observable, of, timer } from 'rxjs'
import { expect, test } from 'vitest'
import { type Behaviour, type Dialogue, type HandleOptions, type Handler, reply, text } from '../../../src/index.js'
import { conversing, expectBehaviour, handling, message } from '../../../src/testing/index.js'

const b = message.text('hello', { from: 'bob' })

/** A handler that takes its time, on the clock of the behaviour that it is looked at as. */
const slow =
  (ms: number, options?: HandleOptions): Behaviour =>
  (messages$, bot) => {
    const handler: Handler = (one) => timer(ms, bot.scheduler).pipe(map(() => reply(one, 'done')))
    return handling(handler, options)(messages$, bot)
  }

test('a handler: its Commands, when they would be committed', () => {
  const polite: Handler = (one) => (one.type === 'text' ? [reply(one, 'hi'), text('filehelper', 'seen')] : undefined)
  const c = message.image('c47')
  expectBehaviour(handling(polite), '-bc-|', { b, c }).toBe('-(xy)--|', {
    x: text('bob', 'hi'),
    y: text('filehelper', 'seen'),
  })
})

test('one message of a conversation after the other, conversations side by side, and the end comes after the last', () => {
  const x = text('alice', 'done')
  expectBehaviour(slow(3_000), '(aab)-|', { a: 'hello', b }).toBe('---(xy)--(x|)', { x, y: text('bob', 'done') })
})

test('a newer message takes the place of the older one with busy: switch', () => {
  expectBehaviour(slow(3_000, { busy: 'switch' }), 'a-a|', { a: 'hello' }).toBe('-----(x|)', {
    x: text('alice', 'done'),
  })
})

test('a handler that always fails is tried after 1 s and 2 s; then the message failed, and the next one has its turn', () => {
  const poisoned: Handler = (one) => {
    if (one.type === 'text' && one.text === 'poison') throw new Error('cannot')
    return [reply(one, 'fine')]
  }
  expectBehaviour(handling(poisoned), '(ac)|', { a: 'poison', c: 'bread' }).toBe('---(fx|)', {
    f: { type: 'behaviourFailed', name: 'poisoned', error: new Error('cannot') },
    x: text('alice', 'fine'),
  })
})

test('parts of an answer come at once, and are not said a second time by the next try', () => {
  const inParts: Handler = (one, { attempt, settle }) => {
    settle.part(reply(one, 'first'))
    if (attempt === 1) throw new Error('lost the rest')
    return [reply(one, 'rest')]
  }
  expectBehaviour(handling(inParts), 'a--', { a: 'go' }).toBe('xy-', {
    x: text('alice', 'first'),
    y: text('alice', 'rest'),
  })
})

test('a line that is false tells the reason of a failure', () => {
  const refused: Handler = () => {
    throw new Error('cannot')
  }
  expect(() => expectBehaviour(handling(refused, { tries: 1 }), 'a', { a: 'go' }).toBe('-')).toThrow(
    /but was: {3}0 ms \{type:behaviourFailed,name:refused,error:cannot\}/,
  )
})

test('what runs ends with the marble', () => {
  const seen: string[] = []
  const endless: Handler = () =>
    new Observable<undefined>(() => {
      seen.push('begins')
      return () => seen.push('ends')
    })
  expectBehaviour(handling(endless), 'a--', { a: 'go' }).toBe('---')
  expect(seen).toEqual(['begins', 'ends'])
})

const count: Dialogue<{ n: number }> = {
  start: () => ({ n: 0 }),
  reduce: ({ n }, one) => {
    if (one.type === 'text' && one.text === 'stop') return { state: undefined, commands: [reply(one, `${n} in all`)] }
    if (one.type !== 'text') throw new Error('texts only')
    return { state: { n: n + 1 }, commands: [reply(one, `${n + 1}`)] }
  },
}

test('a dialogue has a state in each conversation, until it forgets it', () => {
  expectBehaviour(conversing(count), 'abasa|', { a: 'hi', b, s: 'stop' }).toBe('1x2z1|', {
    1: text('alice', '1'),
    2: text('alice', '2'),
    x: text('bob', '1'),
    z: text('alice', '2 in all'),
  })
})

test('a message at which a dialogue throws failed, and changed nothing', () => {
  expectBehaviour(conversing(count), 'aca', { a: 'hi', c: message.image('c47') }).toBe('1f2', {
    1: text('alice', '1'),
    2: text('alice', '2'),
    f: { type: 'behaviourFailed', name: 'dialogue', error: new Error('texts only') },
  })
})

test('a state is nothing but JSON from one message to the next', () => {
  const counted: Dialogue<{ n: number; gone?: string | undefined }> = {
    start: () => ({ n: 0 }),
    reduce: (state, one) => ({
      state: { n: state.n + 1, gone: undefined },
      commands: [reply(one, Object.keys(state).join())],
    }),
  }
  const dated: Dialogue<{ at: unknown }> = {
    start: () => ({ at: 'never' }),
    reduce: () => ({ state: { at: new Date(0) } }),
  }
  const looped: Dialogue<object> = {
    start: () => ({}),
    reduce: () => {
      const state: { self?: object } = {}
      state.self = state
      return { state }
    },
  }
  const x = text('alice', 'n')
  expectBehaviour(conversing(counted), 'aa', { a: 'hi' }).toBe('xx', { x })
  expect(() => expectBehaviour(conversing(dated), 'a', { a: 'hi' }).toBe('-')).toThrow(/state\.at: Date/)
  expect(() => expectBehaviour(conversing(looped), 'a', { a: 'hi' }).toBe('-')).toThrow(/state\.self/)
})

test('the same dialogue begins anew for each marble', () => {
  for (const _ of [1, 2]) expectBehaviour(conversing(count), 'a', { a: 'hi' }).toBe('1', { 1: text('alice', '1') })
})

test('values of a handler come in its order', () => {
  const both: Handler = (one) => of(reply(one, 'one'), reply(one, 'two'))
  expectBehaviour(handling(both), 'a', { a: 'go' }).toBe('(xy)', { x: text('alice', 'one'), y: text('alice', 'two') })
})
