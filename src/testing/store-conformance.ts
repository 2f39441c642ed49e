import { last, map, tap } from 'rxjs'
import type { Changes, Saved } from '../index.js'
import { commitCases } from './store-commit-cases.js'
import {
  conversation,
  entries,
  entry,
  keys,
  keysOfDigits,
  letter,
  nothing,
  outgoing,
  person,
  sendKey,
  session,
} from './store-samples.js'
import { stateCases } from './store-state-cases.js'
import { afterwards, expectSame, pick, type StoreCase } from './store-steps.js'

export type { StoreCase } from './store-steps.js'

const seenLimit = 10_000
const deadLimit = 1_000
const sendKeyLimit = 10_000

const finds = (name: string, changes: readonly Changes[], expected: Partial<Saved>): StoreCase => ({
  name,
  run: (open) =>
    afterwards(open, changes).pipe(
      last(),
      tap((saved) => expectSame('after the commits', pick(saved, expected), expected)),
      map(() => undefined),
    ),
})

const manyIds = Array.from({ length: seenLimit + 700 }, (_, index) => `seen ${index}`)
const inParts = Array.from(
  { length: 107 },
  (_, index): Changes => ({ seen: manyIds.slice(index * 100, index * 100 + 100) }),
)

/** Two hundred entries above the third, in pulls of four, settled in pairs and backwards within each pull. */
const manySettled = Array.from({ length: 50 }, (_, index): readonly Changes[] => {
  const first = 4 + index * 4
  return [{ entries: entries(first, first + 3) }, { settled: [first + 3, first + 1] }, { settled: [first + 2, first] }]
}).flat()

/**
 * What every store has to promise, free of any test framework. Run each case with a store of its own; all data is made up.
 *
 * @example
 * for (const { name, run } of storeCases) test(name, () => lastValueFrom(run(() => myStore(freshDirectory)), { defaultValue: undefined }))
 */
export const storeCases: readonly StoreCase[] = [
  finds('a new store holds nothing', [], { ...nothing }),
  finds(
    'everything that is committed is found again',
    [
      {
        epoch: 1,
        session,
        cookies: [{ name: 'a', expires: 1, secure: true }],
        keys,
        entries: entries(1, 3),
        seen: ['x', 'y'],
        identities: [person('p', '甲')],
        clientMsgId: '17000000000000001',
      },
    ],
    {
      epoch: 1,
      session,
      cookies: [{ name: 'a', expires: 1, secure: true }],
      keys,
      entries: entries(1, 3),
      lastSeq: 3,
      seen: ['x', 'y'],
      identities: [person('p', '甲')],
      clientMsgId: '17000000000000001',
    },
  ),
  finds('what a change leaves out stays as it is', [{ epoch: 4, session, keys }, { clientMsgId: '1' }, {}], {
    epoch: 4,
    session,
    keys,
    clientMsgId: '1',
  }),
  finds('keys are found exactly as they were given, digits as digits', [{ keys }, { keys: keysOfDigits }], {
    keys: keysOfDigits,
  }),
  finds(
    'entries that are settled out of order are not found again, the others are',
    [{ entries: entries(1, 5) }, { settled: [4, 2] }, { dispatched: 1 }, { entries: entries(6, 7) }, { settled: [7] }],
    { entries: [entry(3), entry(5), entry(6)], lastSeq: 7 },
  ),
  finds(
    'what waits to be sent keeps its place until its fate is known',
    [
      { outbox: [outgoing('1', 'a'), outgoing('2', 'b')] },
      { outbox: [{ ...outgoing('1', 'a'), attempted: 4 }, outgoing('3', 'c')] },
      { sent: ['2'] },
    ],
    { outbox: [{ ...outgoing('1', 'a'), attempted: 4 }, outgoing('3', 'c')] },
  ),
  finds(
    'dead letters are kept until they are buried',
    [{ entries: entries(1, 2) }, { settled: [1], dead: [letter(1)] }, { dead: [letter(2)] }, { buried: [1] }],
    { dead: [letter(2)] },
  ),
  finds(
    'dead letters are a thousand at most, and the oldest make room',
    Array.from({ length: 11 }, (_, index) => ({
      dead: Array.from({ length: 100 }, (_, at) => letter(index * 100 + at + 1)),
    })),
    { dead: Array.from({ length: deadLimit }, (_, at) => letter(101 + at)) },
  ),
  finds(
    'one entry that nobody settles stays, and nothing of what came after it',
    [{ entries: entries(1, 3) }, { settled: [1, 3] }, ...manySettled, { entries: entries(204, 205) }],
    { entries: [entry(2), entry(204), entry(205)], lastSeq: 205 },
  ),
  {
    name: 'a store that misses nothing tells of no gap',
    run: (open) =>
      afterwards(open, [{ entries: entries(1, 2), outbox: [outgoing('1', 'a')] }]).pipe(
        last(),
        tap(({ gap, outbox }) => expectSame('gap and outbox', [gap ?? 'none', outbox], ['none', [outgoing('1', 'a')]])),
        map(() => undefined),
      ),
  },
  finds(
    'conversation states are replaced and forgotten one by one',
    [
      { states: [conversation('a', { n: 1 }), conversation('b', ['x'])] },
      { states: [conversation('a', { n: 2 }), conversation('b', undefined)] },
    ],
    { states: [conversation('a', { n: 2 })] },
  ),
  finds(
    'keys of sends are put as the newest, and leave when they are freed',
    [
      { sendKeys: [sendKey('a'), sendKey('b'), sendKey('c')] },
      { outbox: [outgoing('1', 'a')] },
      { sent: ['1'], sendKeys: [sendKey('a', 'y')] },
      { freed: ['b', 'nobody'] },
    ],
    { sendKeys: [sendKey('c'), sendKey('a', 'y')], outbox: [] },
  ),
  finds(
    'the newest ten thousand keys of sends are remembered, the oldest first',
    Array.from({ length: 103 }, (_, index) => ({
      sendKeys: Array.from({ length: 100 }, (_, at) => sendKey(`key ${index * 100 + at}`)),
    })),
    { sendKeys: Array.from({ length: sendKeyLimit }, (_, at) => sendKey(`key ${at + 300}`)) },
  ),
  finds(
    'consumers have a mark each, and the entries that only some are done with stay',
    [
      { entries: entries(1, 6) },
      { done: [{ consumer: 'a', upTo: 2, seqs: [4] }] },
      { done: [{ consumer: 'b', upTo: 0, seqs: [6] }], dispatched: 1 },
      {
        done: [
          { consumer: 'a', upTo: 1, seqs: [5] },
          { consumer: 'b', upTo: 1 },
        ],
      },
    ],
    {
      entries: entries(2, 6),
      marks: [
        { consumer: 'a', upTo: 2, above: [[4, 5]] },
        { consumer: 'b', upTo: 1, above: [[6, 6]] },
      ],
    },
  ),
  finds(
    'a mark goes on where what was done above it begins, and never back',
    [
      { entries: entries(1, 9) },
      { done: [{ consumer: 'a', upTo: 0, seqs: [3, 2, 7] }] },
      { done: [{ consumer: 'a', upTo: 1 }] },
      { done: [{ consumer: 'a', upTo: 0 }] },
    ],
    { marks: [{ consumer: 'a', upTo: 3, above: [[7, 7]] }] },
  ),
  ...stateCases,
  finds('whose it is, is remembered', [{ owner: '12345' }, { epoch: 1 }], { owner: '12345', epoch: 1 }),
  {
    name: "nobody's is a store whose owner was forgotten with null",
    run: (open) =>
      afterwards(open, [{ owner: '12345' }, { owner: null }]).pipe(
        last(),
        tap(({ owner }) => expectSame('owner', owner ?? 'nobody', 'nobody')),
        map(() => undefined),
      ),
  },
  {
    name: 'session and keys are forgotten with null',
    run: (open) =>
      afterwards(open, [
        { epoch: 1, session, keys },
        { session: null, keys: null },
      ]).pipe(
        last(),
        tap((saved) =>
          expectSame('session and keys', [saved.session, saved.keys, saved.epoch], [undefined, undefined, 1]),
        ),
        map(() => undefined),
      ),
  },
  finds('cookies are replaced, not added', [{ cookies: [{ name: 'a' }] }, { cookies: [{ name: 'b' }] }], {
    cookies: [{ name: 'b' }],
  }),
  finds(
    'entries are appended in order',
    [{ entries: entries(1, 2) }, { entries: entries(3, 3) }, { entries: entries(4, 9) }],
    { entries: entries(1, 9), lastSeq: 9 },
  ),
  finds(
    'dispatched entries are gone, also in the middle of a commit',
    [{ entries: entries(1, 4) }, { entries: entries(5, 8) }, { dispatched: 6 }],
    { entries: entries(7, 8), lastSeq: 8 },
  ),
  finds('entries dispatched in the commit that brings them are not kept', [{ entries: entries(1, 4), dispatched: 4 }], {
    entries: [],
    lastSeq: 4,
  }),
  finds(
    'dispatching twice, or something older, changes nothing',
    [{ entries: entries(1, 4) }, { dispatched: 3 }, { dispatched: 3 }, { dispatched: 1 }],
    { entries: entries(4, 4), lastSeq: 4 },
  ),
  finds(
    'the number of the last entry outlives the entry',
    [{ entries: entries(1, 4) }, { dispatched: 4 }, { epoch: 2 }],
    { entries: [], lastSeq: 4 },
  ),
  finds('the newest seen ids are remembered, oldest first', inParts, { seen: manyIds.slice(-seenLimit) }),
  finds(
    'identities are put by their id',
    [{ identities: [person('p', 'one'), person('q', 'two')] }, { identities: [person('p', 'three')] }],
    { identities: [person('p', 'three'), person('q', 'two')] },
  ),
  finds(
    'identities that are forgotten leave, and the states of their conversations with them',
    [
      {
        identities: [person('p', 'one'), person('q', 'two')],
        states: [conversation('p', { n: 1 }), conversation('q', { n: 2 })],
      },
      { forgotten: ['p', 'nobody'] },
    ],
    { identities: [person('q', 'two')], states: [conversation('q', { n: 2 })] },
  ),
  finds(
    'what is put by the commit that forgets its id is there afterwards',
    [
      { identities: [person('p', 'one')], states: [conversation('p', { n: 1 })] },
      { forgotten: ['p'], identities: [person('p', 'two')], states: [conversation('p', { n: 2 })] },
    ],
    { identities: [person('p', 'two')], states: [conversation('p', { n: 2 })] },
  ),
  ...commitCases,
]
