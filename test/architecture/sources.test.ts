import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bans, scan } from '../support/architecture/scan.js'

const root = new URL('../../', import.meta.url)

const sources = ['src', 'examples', 'test', 'marbles'].flatMap((folder) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`),
)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

test('clocks, chance, promises and time without a scheduler stay where they belong', () => {
  const own = sources.filter((path) => path.startsWith('src/') || path.startsWith('examples/'))
  expect(own.length).toBeGreaterThan(150)
  expect(own.flatMap((path) => scan(path, read(path), bans))).toEqual([])
})

test('no file of the sources is longer than 300 lines', () => {
  const long = sources.filter((path) => path.startsWith('src/') && read(path).split('\n').length > 301)
  expect(long).toEqual([])
})

test('no test is focused, and none is left out', () => {
  const marked = sources.filter((path) => /\b(test|it|describe)\.(only|skip|todo)\(/.test(read(path)))
  expect(marked).toEqual([])
})

test('a test that is left out for what the machine lacks says so by needs(), but for those on captures that are not in the repository', () => {
  const conditional = sources.filter((path) => /\b(skipIf|runIf)\(/.test(read(path)) && !read(path).includes('needs('))
  expect(conditional).toEqual(['test/unit/protocol/golden.test.ts'])
})

test.each([
  ['no-clock', 'src/actors/a.ts', 'export const now = () => Date.now()'],
  ['no-clock', 'src/actors/a.ts', 'export const clock = { now: Date.now }'],
  ['no-clock', 'src/bot.ts', 'export const a = () => setTimeout(b, 1)'],
  ['no-clock', 'src/kernel/a.ts', 'export const now = () => new Date()'],
  ['no-clock', 'src/emulator/a.ts', "import { asyncScheduler } from 'rxjs'\nexport const s = asyncScheduler"],
  ['no-chance', 'src/protocol/a.ts', 'export const luck = Math.random()'],
  ['no-promise', 'src/actors/a.ts', 'export const a = async () => 1'],
  ['no-promise', 'src/kernel/a.ts', 'export const a = (): Promise<void> => b'],
  ['no-promise', 'src/actors/a.ts', 'export const a = Promise.resolve()'],
  ['no-from', 'src/actors/a.ts', 'export const a = from(b)'],
  ['no-from', 'src/protocol/a.ts', 'export const a = from(b)'],
  ['scheduler', 'src/actors/a.ts', 'export const a = timer(1_000)'],
  ['scheduler', 'src/kernel/a.ts', 'export const a = source$.pipe(timeout({ first: 5 }))'],
  ['scheduler', 'src/operators/a.ts', 'export const a = source$.pipe(retry({ delay: 1_000 }))'],
  ['scheduler', 'src/emulator/a.ts', "import { delay as wait } from 'rxjs'\nexport const a = wait(1)"],
  ['no-eval', 'src/protocol/a.ts', "export const a = new Function('return 1')"],
  ['no-any', 'src/edge/a.ts', 'export const a = (b: any): void => {}'],
])('%s is noticed in %s', (name, path, text) => {
  expect(scan(path, text, bans).map((line) => line.split(':')[0])).toContain(name)
})

test('what is allowed is not noticed', () => {
  const fine = `
    import { delay, timer } from 'rxjs'
    export const a = timer(1_000, scheduler).pipe(delay(5, env.scheduler), retry({ delay: backoff(options) }))
    export const b = new Date(time).toISOString()
    export const c = scheduler.now() + random()
  `
  expect(scan('src/actors/a.ts', fine, bans)).toEqual([])
  expect(scan('src/edge/a.ts', 'export const a = async (): Promise<number> => Date.now()', bans)).toEqual([])
})
