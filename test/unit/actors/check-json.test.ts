import { expect, test } from 'vitest'
import { checkJson, jsonCopy } from '../../../src/actors/check-json.js'
import { isFailure } from '../../../src/index.js'

class Cart {
  readonly items = []
}

const cycle: { self?: unknown } = {}
cycle.self = cycle
const nested: unknown[] = []
let inner = nested
for (let level = 0; level < 20_000; level += 1) {
  const next: unknown[] = []
  inner.push(next)
  inner = next
}

test.each<readonly [state: unknown, path: string, what: string]>([
  [{ items: [0, 1, 2, { when: new Date(0) }] }, 'state.items[3].when', 'Date'],
  [new Map(), 'state', 'Map'],
  [{ seen: new Set(['a']) }, 'state.seen', 'Set'],
  [[1, undefined], 'state[1]', 'undefined'],
  [Object.assign([], { length: 1 }), 'state[0]', 'undefined'],
  [{ 'two words': Number.NaN }, 'state["two words"]', 'NaN'],
  [{ n: Number.POSITIVE_INFINITY }, 'state.n', 'Infinity'],
  [{ n: 1n }, 'state.n', 'bigint'],
  [{ act: () => 1 }, 'state.act', 'function'],
  [{ mark: Symbol('x') }, 'state.mark', 'symbol'],
  [{ [Symbol('x')]: 1 }, 'state', 'Symbol(x)'],
  [{ cart: new Cart() }, 'state.cart', 'Cart'],
  [{ pattern: /x/ }, 'state.pattern', 'RegExp'],
  [{ bytes: new Uint8Array(2) }, 'state.bytes', 'Uint8Array'],
  [{ failed: new Error('x') }, 'state.failed', 'Error'],
  [{ boxed: Object(1) }, 'state.boxed', 'Number'],
  [{ later: Promise.resolve(1) }, 'state.later', 'Promise'],
  [cycle, 'state.self', 'what it is in'],
  [Object.assign([1], { total: 1 }), 'state.total', 'property of a list'],
])('%o is refused by its path', (state, path, what) => {
  let thrown: unknown
  try {
    checkJson('state', state)
  } catch (error) {
    thrown = error
  }
  expect(isFailure(thrown) && thrown.kind === 'argument' && thrown.detail.name).toBe(path)
  expect(String(thrown)).toContain(what)
})

test('what is nested too deeply, or cannot be read, is refused, too', () => {
  expect(() => checkJson('state', nested)).toThrow(/nested deeper than 1000 levels/)
  const broken = Object.defineProperty({}, 'x', {
    enumerable: true,
    get: () => {
      throw new Error('broken')
    },
  })
  expect(() => checkJson('state', broken)).toThrow('state: it cannot be read (broken)')
})

test('what JSON can hold passes, and its copy is equal', () => {
  const shared = { a: 1 }
  const states = [
    null,
    0,
    '',
    false,
    [],
    {},
    { a: [1, 'x', null, { b: true }], absent: undefined },
    { one: shared, two: shared },
    Object.assign(Object.create(null), { a: 1 }),
    JSON.parse('{"__proto__": {"a": 1}}'),
    '\ud800',
  ]
  for (const state of states) {
    checkJson('state', state)
    expect(jsonCopy(state)).toEqual(state)
  }
})
