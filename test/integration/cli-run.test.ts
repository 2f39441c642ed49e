import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { useStage } from '../support/cli/stage.js'

const stage = useStage()

/** A module of the test's own, beside which the libraries of this project are found. */
function module(name: string, source: string): string {
  writeFileSync(stage.path(name), source)
  return stage.path(name)
}

const libraries = (): void => symlinkSync(resolve('node_modules'), stage.path('node_modules'))
const texts = () =>
  stage
    .world()
    .sent()
    .map(({ to, text }) => `${to}: ${text}`)
const echo = (word: string): string => `
import { map, filter } from 'rxjs'
export default (messages$) => messages$.pipe(
  filter((message) => message.type === 'text' && message.text === 'ding'),
  map((message) => ({ type: 'send', to: message.conversation, text: '${word}' })),
)`

test('a behaviour, handlers and dialogues of several modules run side by side, and a stop drains them', async () => {
  libraries()
  const files = [
    module('echo.mjs', echo('dong')),
    module(
      'more.mjs',
      `export default {
        handle: {
          thanks: (message) => [{ type: 'send', to: message.conversation, text: 'thanks for ' + message.text }],
          quiet: [() => undefined, { permits: 1 }],
        },
        converse: { count: { start: () => 0, reduce: (n, message) => ({ state: n + 1, commands: [{ type: 'send', to: 'filehelper', text: String(n + 1) }] }) } },
      }`,
    ),
  ]
  const bot = stage.start(['run', ...files, ...stage.at(), '--pace', 'off'])
  await bot.says('online as')
  stage.world().person('alice').say('bot', 'ding')
  await expect
    .poll(() => texts().sort(), { timeout: 10_000 })
    .toEqual(['alice: dong', 'alice: thanks for ding', 'filehelper: 1'])
  const send = stage.start(['send', 'through it', '--to', 'filehelper', '--store', stage.store()])
  expect(await send.ended).toBe(0)
  bot.child.kill('SIGTERM')
  expect(await bot.ended).toBe(0)
  const again = stage.start(['run', ...files, ...stage.at(), '--pace', 'off'])
  await again.says('online as')
  stage.world().person('alice').say('bot', 'again')
  await expect.poll(texts, { timeout: 10_000 }).toContain('filehelper: 2')
}, 60_000)

test.each([
  ['missing.mjs', undefined, 'there is no file'],
  ['broken.mjs', 'export default (', 'could not be loaded'],
  ['throws.mjs', 'throw new Error("out of order")', 'out of order'],
  ['nothing.mjs', 'export const bot = 1', 'no default export that is a bot'],
  ['empty.mjs', 'export default {}', 'does nothing'],
  ['misspelt.mjs', 'export default { handel: {} }', '"handel" is no part of a bot'],
  ['stuck.mjs', 'await new Promise(() => undefined)', 'waits for something that never comes'],
  ['setup.mjs', 'export default { setup: () => { throw new Error("no such port") } }', 'no such port'],
  ['wrong.mjs', 'export default { handle: { a: 1 } }', '"handle" is no part of a bot, or not of the right kind'],
])('%s ends with 2 before any login, and says why', async (name, source, why) => {
  const file = source === undefined ? stage.path(name) : module(name, source)
  const bot = stage.start(['run', file, ...stage.at()])
  expect([await bot.ended, bot.err()]).toEqual([2, expect.stringContaining(why)])
  expect(stage.world().exchanges.list()).toEqual([])
})

test('two modules cannot share the name of a handler', async () => {
  const source = 'export default { handle: { same: () => undefined } }'
  const bot = stage.start(['run', module('a.mjs', source), module('b.mjs', source), ...stage.at()])
  expect([await bot.ended, bot.err()]).toEqual([2, expect.stringContaining('every consumer needs a name of its own')])
})

test('--watch: a change takes over the session, a bot that does not load leaves the old one running', async () => {
  libraries()
  const file = module('echo.mjs', echo('one'))
  const bot = stage.start(['run', file, '--watch', '--server', stage.server().origin, '--pace', 'off'])
  await bot.says('online as')
  const ding = (answer: string): Promise<void> => {
    stage.world().person('alice').say('bot', 'ding')
    return expect.poll(texts, { timeout: 20_000 }).toContain(`alice: ${answer}`)
  }
  await ding('one')
  module('echo.mjs', 'export default (')
  await bot.says('the bot goes on as it was')
  await ding('one')
  module('echo.mjs', echo('two'))
  await bot.says('the changed bot takes over')
  await ding('two')
  // One login: the second bot goes on with the session of the first.
  expect(stage.world().exchanges.list('webwxnewloginpage').length).toBe(1)
  expect(texts()).toEqual(['alice: one', 'alice: one', 'alice: two'])
  bot.child.kill('SIGTERM')
  expect(await bot.ended).toBe(0)
}, 90_000)

test('--watch: names are looked at before the old bot is stopped, behaviours begin after it, and what a bot writes is no change', async () => {
  libraries()
  const diary = stage.path('diary.json')
  const source = (word: string, more = ''): string => `
    import { appendFileSync } from 'node:fs'
    import { Observable } from 'rxjs'
    const note = (line) => appendFileSync(${JSON.stringify(diary)}, line + '\\n')
    export default {
      use: () => new Observable(() => {
        note('begins ${word}')
        return () => note('ends ${word}')
      }),
      handle: { ${more} },
    }`
  const notes = () => readFileSync(diary, 'utf8').trim().split('\n')
  const file = module('bot.mjs', source('one'))
  const bot = stage.start(['run', file, '--watch', ...stage.at()])
  await bot.says('online as')
  // A handler of this name cannot be: the one that runs goes on.
  module('bot.mjs', source('wrong', "'': () => undefined"))
  await bot.says('the bot goes on as it was')
  expect(notes()).toEqual(['begins one'])
  module('bot.mjs', source('two'))
  await bot.says('the changed bot takes over')
  await expect.poll(notes, { timeout: 10_000 }).toEqual(['begins one', 'ends one', 'begins two'])
  // A new file of code is a change: had the diary been one, there would be more bots by now.
  module('other.mjs', '')
  await expect.poll(() => notes().length, { timeout: 20_000 }).toBe(5)
  bot.child.kill('SIGTERM')
  expect(await bot.ended).toBe(0)
  expect(notes()).toEqual(['begins one', 'ends one', 'begins two', 'ends two', 'begins two', 'ends two'])
}, 90_000)

test('a module that a compiler made into CommonJS is one, too', async () => {
  const source = 'exports.__esModule = true; exports.default = { use: () => ({ subscribe() {} }), handel: 1 }'
  const bot = stage.start(['run', module('old.cjs', source), ...stage.at()])
  expect([await bot.ended, bot.err()]).toEqual([2, expect.stringContaining('"handel" is no part of a bot')])
})

test('--offline: a friend is at the keyboard, and no server is needed', async () => {
  libraries()
  const bot = stage.start(['run', module('echo.mjs', echo('dong')), '--offline'])
  await bot.says('An offline WeChat')
  bot.child.stdin.write('ding\n')
  expect(await bot.line((line) => line.includes('dong'))).toBe('alice ← dong')
  bot.child.kill('SIGINT')
  expect(await bot.ended).toBe(0)
}, 60_000)
