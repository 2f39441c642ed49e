import { EMPTY, of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import {
  type Behaviour,
  type Bot,
  type Command,
  combine,
  createBot,
  type Dialogue,
  type Handler,
  isFailure,
  named,
  onError,
  reply,
  text,
} from '../../src/index.js'
import { testBot } from '../../src/testing/index.js'

const as = <T>(value: unknown): T => value as T

/** The name and the words of the `argument` failure that is thrown. */
function told(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (isFailure(error) && error.kind === 'argument') return error.message
    throw error
  }
  return 'nothing'
}

/** Why the message became a dead letter, after what the bot said; then it hears the next one. */
function letterOf(prepare: (bot: Bot) => void): readonly (string | undefined)[] {
  const bot = testBot([], { prepare })
  bot.says('alice', 'bad')
  bot.advance(10_000)
  return bot.events.flatMap((event) => (event.type === 'deadLetter' ? [event.letter.reason] : []))
}

describe('what a handler answers and cannot be meant is a dead letter that says what was expected', () => {
  const ok = (message: Parameters<Handler>[0]): Command => reply(message, 'x')
  test.each<readonly [string, (message: Parameters<Handler>[0]) => unknown, RegExp]>([
    ['[null]', () => [null], /^commands\[0\]: expected a Command.* got null$/],
    ['[undefined]', () => [undefined], /^commands\[0\]: .* got undefined$/],
    ['a Command, and then a text', (one) => [ok(one), 'x'], /^commands\[1\]: .* got a string$/],
    ['a list with a hole', () => new Array(1), /^commands\[0\]: .* got undefined$/],
    [
      'a field with a typing error',
      (one) => [{ ...ok(one), kee: 'once' }],
      /^kee: it is no option .* did you mean key\?$/,
    ],
    ['a string', () => 'dong', /^the answer of the handler: expected a Command.* got a string$/],
    ['a number', () => 42, /^the answer of the handler: .* got a number$/],
    ['true', () => true, /^the answer of the handler: .* got a boolean$/],
    ['an object', () => ({ text: 'dong' }), /^the answer of the handler: .* got a plain object$/],
    ['a Promise of a string', () => Promise.resolve('dong'), /^the answer of the handler: .* got a string$/],
    ['an Observable of a string', () => of('dong'), /^the answer of the handler: .* got a string$/],
    ['an Observable of [null]', () => of([null]), /^commands\[0\]: .* got null$/],
    ['an empty text behind another', (one) => [ok(one), text('filehelper', '')], /^commands\[1\]\.text: an empty text/],
    ['a text that is none', () => [text('filehelper', as(7))], /^text: expected a string, got a number$/],
    ['a reply to nothing', () => [reply(as(undefined), 'x')], /^to: expected .*, got undefined$/],
    ['a Date in at', () => [{ ...text('filehelper', 'x'), at: new Date() }], /^at: .*Unix milliseconds.* got a Date$/],
    [
      'seconds in at',
      () => [{ ...text('filehelper', 'x'), at: 1_600_000_000 }],
      /^at: .*in seconds; multiply it by 1000$/,
    ],
    [
      'a key that is a number',
      () => [{ ...text('filehelper', 'x'), key: 7 }],
      /^key: expected a string, got a number$/,
    ],
    [
      'a wish that is none',
      () => [{ ...text('filehelper', 'x'), tooOften: 'drop' }],
      /^tooOften: expected "wait" or "refuse"/,
    ],
  ])('%s', async (_, answer, reason) => {
    const handler = as<Handler>(answer)
    const bot = testBot([], { prepare: (one) => one.handle('h', handler, { tries: 1 }) })
    bot.says('alice', 'bad')
    await Promise.resolve()
    await Promise.resolve()
    bot.advance(1_000)
    const letters = bot.events.flatMap((event) => (event.type === 'deadLetter' ? [event.letter.reason] : []))
    expect(letters).toEqual([expect.stringMatching(reason)])
  })

  test('one Command by itself can be meant', () => {
    const bot = testBot([], {
      prepare: (one) =>
        one.handle(
          'h',
          as<Handler>((message: Parameters<Handler>[0]) => reply(message, 'x')),
        ),
    })
    bot.says('alice', 'hi')
    expect(bot.sentTo('alice')).toEqual(['x'])
  })

  test('an acknowledgement with what is no list is a dead letter, too', () => {
    const acked = (bot: Bot): void =>
      void bot.deliveries('d').subscribe(({ message, ack }) => ack(as(reply(message, 'x'))))
    expect(letterOf(acked)).toEqual([
      expect.stringMatching(/^commands: expected a list of Commands, got a plain object$/),
    ])
  })
})

describe('what a dialogue answers and cannot be meant is a dead letter', () => {
  test.each<readonly [string, unknown, RegExp]>([
    ['a bare number', () => 1, /^the answer of reduce: expected a turn, \{ state, commands \}, got a number$/],
    ['a bare object', () => ({ n: 1 }), /^the answer of reduce: .* got a plain object$/],
    ['nothing', () => undefined, /^the answer of reduce: .* got undefined$/],
    ['a list', () => [1], /^the answer of reduce: .* got a list$/],
    ['Commands without a state', () => ({ commands: [] }), /^the answer of reduce: /],
    [
      'a state that has a state',
      () => ({ state: 'open', count: 1 }),
      /^the answer of reduce: .*; count is no part of it$/,
    ],
    ['a Promise', async () => ({ state: 1 }), /^the answer of reduce: .* got a Promise; .*bot\.handle$/],
    ['a Promise as its state', () => ({ state: Promise.resolve(1) }), /^state: Promise cannot be kept/],
    [
      'one Command in place of a list',
      () => ({ state: 1, commands: text('filehelper', 'x') }),
      /^commands: expected a list/,
    ],
    ['[null]', () => ({ state: 1, commands: [null] }), /^commands\[0\]: expected a Command/],
  ])('%s', (_, reduce, reason) => {
    const dialogue = as<Dialogue<number>>({ start: () => 0, reduce })
    expect(letterOf((bot) => bot.converse('d', dialogue))).toEqual([expect.stringMatching(reason)])
  })

  test('a start that is asynchronous', () => {
    const dialogue = as<Dialogue<number>>({ start: async () => 0, reduce: (state: number) => ({ state }) })
    expect(letterOf((bot) => bot.converse('d', dialogue))).toEqual([
      expect.stringMatching(/^the answer of start: .*Promise/),
    ])
  })
})

test.each<readonly [string, unknown, RegExp]>([
  ['nothing', () => undefined, /^behaviour odd: expected an Observable of Commands, got undefined$/],
  ['a Command', () => text('filehelper', 'x'), /^behaviour odd: .* got a plain object$/],
  ['Promises, out of a map', () => of(Promise.resolve(text('filehelper', 'x'))), /got a Promise; .*mergeMap/],
  ['lists, out of a map', () => of([text('filehelper', 'x')]), /got a list; .*mergeMap/],
  ['Observables, out of a map', () => of(EMPTY), /got an Observable; flatten it/],
])('a behaviour that answers %s is told of', (_, answer, words) => {
  const bot = testBot(named('odd', as<Behaviour>(answer)))
  expect(bot.events.filter(({ type }) => type === 'behaviourFailed')).toMatchObject([
    { name: 'odd', error: expect.objectContaining({ kind: 'argument', message: expect.stringMatching(words) }) },
  ])
})

test.each<readonly [string, (bot: Bot) => unknown, RegExp]>([
  ['use(undefined)', (bot) => bot.use(as(undefined)), /^behaviour: expected a behaviour.* got undefined$/],
  ['use([…])', (bot) => bot.use(as([() => EMPTY])), /^behaviour: .* got a list$/],
  ['handle without a handler', (bot) => bot.handle('h', as(undefined)), /^handler h: expected a function/],
  [
    'handle with an unknown option',
    (bot) => bot.handle('h', () => [], as({ permit: 4 })),
    /^permit: .* did you mean permits\?$/,
  ],
  ['handle with a number as options', (bot) => bot.handle('h', () => [], as(4)), /^handle: expected an object/],
  [
    'handle with another busy',
    (bot) => bot.handle('h', () => [], as({ busy: 'drop' })),
    /^busy: expected "queue" or "switch"/,
  ],
  ['a name that is none', (bot) => bot.handle(as(7), () => []), /^name: expected a string, got a number$/],
  [
    'deliveries with an unknown option',
    (bot) => bot.deliveries('d', as({ permits: 4 })),
    /^permits: it is no option of deliveries/,
  ],
  [
    'converse without reduce',
    (bot) => bot.converse('c', as<Dialogue<number>>({ start: () => 0 })),
    /^reduce of dialogue c: expected a function/,
  ],
  [
    'converse with a function',
    (bot) =>
      bot.converse(
        'c',
        as<Dialogue<number>>(() => 0),
      ),
    /^dialogue c: expected an object with start and reduce/,
  ],
  ['combine with a list', () => combine(as([() => EMPTY])), /^behaviour of combine: .* got a list$/],
  ['named without a behaviour', () => named('x', as(undefined)), /^behaviour x: /],
  [
    'onError with its arguments swapped',
    () => onError(as(of(1)), () => EMPTY),
    /^policy of onError: .* got an Observable$/,
  ],
])('%s throws, and says what was expected', (_, act, words) => {
  let thrown = ''
  testBot([], { prepare: (bot) => (thrown = told(() => act(bot))) })
  expect(thrown).toMatch(words)
})

test('send() with an unknown option fails, and says so', () => {
  const bot = testBot([])
  const failed: unknown[] = []
  bot.bot.send('filehelper', 'x', as({ delay: 5 })).subscribe({ error: (error) => failed.push(error) })
  expect(failed).toMatchObject([
    { kind: 'argument', message: 'delay: it is no option of send; known are key, at, tooOften' },
  ])
})

test.each<readonly [Record<string, unknown>, RegExp]>([
  [{ stor: './x' }, /^stor: it is no option of createBot; did you mean store\?$/],
  [{ Store: './x' }, /did you mean store\?$/],
  [{ store: 42 }, /^store: expected the path of a directory.* got a number$/],
  [{ profile: 'phone' }, /^profile: expected "web" or "desktop", got "phone"$/],
  [{ relogin: 'never' }, /^relogin: /],
  [{ backlog: true }, /^backlog: expected "deliver" or "skip", got a boolean$/],
  [{ include: 'mine' }, /^include: /],
  [{ log: 'verbose' }, /^log: expected "silent" or "error"/],
  [{ account: 7 }, /^account: expected a string, got a number$/],
  [{ pace: { burst: 1, intervall: 5, interval: 5 } }, /^intervall: .* did you mean interval\?$/],
  [{ loop: { answers: 5, every: 5, per: 5 } }, /^every: it is no option of loop/],
  [{ limits: { movie: 5 } }, /^movie: it is no option of limits/],
])('createBot(%j) throws, and says what was expected', (settings, words) => {
  expect(told(() => createBot(as(settings)))).toMatch(words)
})
