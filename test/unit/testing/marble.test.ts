import { concat, delay, map, mergeMap, NEVER, of, switchMap, throwError } from 'rxjs'
import { expect, test } from 'vitest'
import { checkMarble, legendOf, type Marble } from '../../../src/testing/index.js'
import { specificationOf } from '../../../src/testing/marble/draw-marble.js'
import { framesOf, stretched } from '../../../src/testing/marble/notation.js'

const right = {
  title: 'letters become capitals',
  unit: 10,
  hot: { in: 'a-b|' },
  run: ({ hot }) => hot<string>('in').pipe(map((letter) => letter.toUpperCase())),
  then: 'A-B|',
} satisfies Marble

test('a marble that is true passes, and says when its rows were in use', () => {
  expect(checkMarble({ ...right, hot: {}, given: { in: 'a-b|' } }).subscribed).toEqual([
    { name: 'in', row: 'a-b|', from: 0, until: 30 },
  ])
})

test.each([
  ['too early', 'A--B|'],
  ['too late', 'AB|'],
  ['missing', 'A---|'],
  ['one too many', 'A-BC|'],
  ['another value', 'A-C|'],
  ['no end', 'A-B--'],
  ['an error that did not come', 'A-B#'],
])('a marble is false when its line is %s', (_, then) => {
  expect(() => checkMarble({ ...right, then })).toThrow(/should be: .*\n {2}but was: {3}0 ms A, 20 ms B/)
})

test('values are compared deeply, and errors by what they are', () => {
  const objects = { ...right, hot: {}, run: () => of({ n: 1 }), then: '(x|)' }
  expect(() => checkMarble({ ...objects, values: { x: { n: 1 } } })).not.toThrow()
  expect(() => checkMarble({ ...objects, values: { x: { n: 2 } } })).toThrow(/but was/)
  const failing = { ...right, hot: {}, run: () => throwError(() => new Error('no')), then: '#' }
  expect(() => checkMarble({ ...failing, error: new Error('no') })).not.toThrow()
  expect(() => checkMarble({ ...failing, error: new Error('other') })).toThrow(/but was/)
})

test('what happens between two frames is seen, and named in milliseconds', () => {
  const marble: Marble = { ...right, run: ({ hot, scheduler }) => hot('in').pipe(delay(1, scheduler)), values: {} }
  expect(() => checkMarble(marble)).toThrow(/1 ms a/)
})

test('a row that is used up fails the marble instead of repeating itself', () => {
  const marble: Marble = {
    ...right,
    hot: {},
    given: { in: ['a|'] },
    run: ({ given }) => concat(given('in'), given('in')),
    then: 'a-',
  }
  expect(() => checkMarble(marble)).toThrow(/once more than it has rows \(2\)/)
})

const forgetful: Marble = {
  title: 'a new question forgets the old answer',
  unit: 10,
  hot: { ask: 'a--b---' },
  given: { answer: ['----x|', '-y|'] },
  run: ({ hot, given }) => hot('ask').pipe(switchMap(() => given('answer'))),
  then: '----y----',
}

test('unsubscribing is checked where the marble says when', () => {
  expect(() => checkMarble({ ...forgetful, during: { answer: ['^--!', '---^-!'] } })).not.toThrow()
  const patient = {
    ...forgetful,
    run: ({ hot, given }) => hot('ask').pipe(mergeMap(() => given('answer'))),
    then: '----(xy)----',
  } satisfies Marble
  expect(() => checkMarble({ ...patient, during: { answer: ['^----!', '---^-!'] } })).not.toThrow()
  expect(() => checkMarble({ ...patient, during: { answer: ['^--!', '---^-!'] } })).toThrow(
    /"answer" in use\n {2}should be: 0 to 30 ms, 30 to 50 ms\n {2}but was: {3}0 to 50 ms, 30 to 50 ms/,
  )
})

test('a subscription that is missing, or one too many, is noticed', () => {
  expect(() => checkMarble({ ...forgetful, during: { answer: '^--!' } })).toThrow(/but was/)
  expect(() => checkMarble({ ...forgetful, during: { nobody: '^' } })).toThrow(/but was: {3}never/)
  expect(() => checkMarble({ ...forgetful, during: { answer: ['--!', '---^-!'] } })).toThrow(SyntaxError)
  const open: Marble = { ...right, hot: {}, given: { in: '-' }, run: ({ given }) => given('in'), then: '--' }
  expect(() => checkMarble({ ...open, during: { in: '^' } })).not.toThrow()
  expect(() => checkMarble({ ...open, during: { in: '^!' } })).toThrow(/0 to 10 ms\n {2}but was: {3}0 to 20 ms/)
})

test('a group is one frame, and a unit that is too short for it is refused', () => {
  expect(framesOf('a-(bc)|')).toEqual([['a'], [], ['b', 'c'], ['|']])
  expect(stretched('a-(bc)|', 10)).toBe('a 9ms  10ms (bc) 6ms | 9ms ')
  expect(() => stretched('(bc)', 3)).toThrow(RangeError)
  expect(() => framesOf('a(b')).toThrow(SyntaxError)
  expect(() => framesOf('a()')).toThrow(SyntaxError)
})

test('the picture begins a row where it was subscribed, and keeps the lines in step', () => {
  const marble: Marble = {
    title: 'asked for twice',
    when: 'twice',
    unit: 10,
    given: { call: ['-a|', 'b|'] },
    run: ({ given }) => concat(given('call'), given('call'), NEVER),
    then: '-ab---',
  }
  expect(specificationOf(marble, checkMarble(marble)).split('\n')).toEqual([
    '-a|',
    'title = call',
    '',
    '  b|',
    'title = call',
    '',
    '> twice',
    '',
    '-ab---',
    '',
  ])
})

test('the legend tells what the letters mean', () => {
  expect(legendOf({ ...right, values: { a: { type: 'x' }, b: 'text' }, error: new Error('bad') })).toEqual([
    ['a', '{type:x}'],
    ['b', 'text'],
    ['#', 'bad'],
  ])
})
