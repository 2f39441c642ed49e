import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bans } from '../support/architecture/bans.js'
import { programOf } from '../support/architecture/program.js'
import { broken, harmless } from '../support/architecture/samples.js'
import { scan } from '../support/architecture/scan.js'

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
  expect(scan(programOf(own, {}, 'tsconfig.json'), own, bans)).toEqual([])
}, 120_000)

test('no file of the sources is longer than 300 lines', () => {
  const long = sources.filter((path) => path.startsWith('src/') && read(path).split('\n').length > 301)
  expect(long).toEqual([])
})

test('a test that needs the built package runs where it is built first', () => {
  const needing = sources.filter(
    (path) => path.startsWith('test/integration/') && /'[^']*support\/(?:cli\/|packed)|dist\//.test(read(path)),
  )
  expect(needing.length).toBeGreaterThan(10)
  const isBuilt = /^test\/integration\/(?:cli-[^/]*|packed)\.test\.ts$/
  expect(needing.filter((path) => !isBuilt.test(path))).toEqual([])
})

test('no test is focused, and none is left out', () => {
  const marked = sources.filter((path) => /\b(test|it|describe)\.(only|skip|todo)\(/.test(read(path)))
  expect(marked).toEqual([])
})

test('a test that is left out for what the machine lacks says so by needs(), but for those on captures that are not in the repository', () => {
  const conditional = sources.filter((path) => /\b(skipIf|runIf)\(/.test(read(path)) && !read(path).includes('needs('))
  expect(conditional).toEqual(['test/unit/protocol/golden.test.ts'])
})

/** All samples in one program, each in a file of its own. */
const made = (code: readonly (readonly [folder: string, text: string])[]): Readonly<Record<string, string>> =>
  Object.fromEntries(code.map(([folder, text], n) => [`src/${folder}/sample-${n}.ts`, text]))

describe('what breaks a ban is named', () => {
  const samples = broken.map(([ban, folder, names, code]) => ({ ban, folder, names, code }))
  const files = made(samples.map(({ folder, code }) => [folder, code]))
  const paths = Object.keys(files)
  const program = programOf(paths, files, 'tsconfig.json')

  test.each(samples.map((sample, n) => ({ ...sample, path: paths[n] ?? '' })))(
    '$ban: $code',
    ({ ban, names, path }) => {
      const found = scan(program, [path], bans).filter((line) => line.startsWith(`${ban}: ${path}:`))
      expect(found.join('\n')).toContain(names)
    },
  )

  test('the files beside the folders are looked at, too', () => {
    const about = (path: string): readonly string[] =>
      bans.filter(({ files: about }) => about.test(path)).map(({ name }) => name)
    for (const path of ['src/errors.ts', 'src/check-number.ts', 'src/index.ts'])
      expect(about(path)).toEqual(expect.arrayContaining(['no-clock', 'no-chance', 'no-eval', 'no-any']))
    expect(about('src/bot.ts')).toEqual(expect.arrayContaining(['no-clock', 'no-promise', 'scheduler']))
    expect(about('examples/relay.ts')).toEqual(['no-eval'])
  })

  test('there is a sample for each', () => {
    expect([...new Set(broken.map(([ban]) => ban))].sort()).toEqual(bans.map(({ name }) => name).sort())
  })
})

describe('what looks like it and is none is not named', () => {
  const files = made(Object.values(harmless).map((code) => ['actors', code]))
  const program = programOf(Object.keys(files), files, 'tsconfig.json')

  test.each(Object.keys(harmless).map((what, n) => [what, Object.keys(files)[n] ?? '']))('%s', (_, path) => {
    expect(scan(program, [path], bans)).toEqual([])
    const errors = program.getSemanticDiagnostics(program.getSourceFile(path)).map(({ messageText }) => messageText)
    expect(errors).toEqual([])
  })

  test('and in edge/ there are clocks and Promises', () => {
    const path = 'src/edge/sample.ts'
    const edge = programOf(
      [path],
      { [path]: 'export const a = async (): Promise<number> => Date.now()' },
      'tsconfig.json',
    )
    expect(scan(edge, [path], bans)).toEqual([])
  })
})
