import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { blocksOfPage, examples, examplesIn, promisedExamples } from '../support/docs/blocks.js'
import { cellsIn, cellsOfPage } from '../support/docs/cells.js'
import { problems } from '../support/docs/compile.js'

const root = new URL('../../', import.meta.url).pathname
/** Pages that have the calls of another library beside ours. */
const comparisons = ['docs/migrating/wechat4u.md']
const pages = [
  'README.md',
  'README.zh.md',
  'docs/choosing.md',
  'docs/coverage.md',
  ...comparisons,
  'docs/recipes.md',
  'docs/recipes.zh.md',
  'docs/testing.md',
  'docs/tutorial.md',
  'docs/tutorial.zh.md',
  'docs/migrating/wechaty.md',
  'docs/migrating/itchat.md',
  'src/README.md',
  'src/emulator/README.md',
  'examples/README.md',
  'marbles/README.md',
]
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const blocks = [...pages.flatMap(blocksOfPage), ...comparisons.flatMap(cellsOfPage), ...examples()]
const { wrong, complete } = problems(blocks)

test('every block of code in the documentation compiles', () => {
  expect(blocks.length).toBeGreaterThan(25)
  expect(wrong).toEqual([])
})

test('no example of a docstring is overlooked', () => {
  expect(examples().length).toBe(promisedExamples())
  const text = '/** One. @example a() */\n/**\n * Two.\n *\n * @example\n * b()\n * c()\n *\n * @see d\n */\n'
  expect(examplesIn('x.ts', text).map(({ line, code }) => [line, code])).toEqual([
    [1, 'a()'],
    [5, 'b()\nc()\n'],
  ])
})

test('a block that does not compile is noticed, with its place', () => {
  const bad = { file: 'README.md', line: 7, code: "bot.sendd('alice', 1)\n", run: false, output: undefined }
  expect(problems([bad]).wrong).toEqual([expect.stringMatching(/^README\.md:7: Property 'sendd' does not exist/)])
})

test('a call that takes the place of another and does not compile is noticed, with its place', () => {
  const cells = cellsIn(
    'x.md',
    '| theirs | ours | |\n|---|---|---|\n| `a()` | `bot.qr$`, `bot.sendd(1 \\| 2)` | `b` |\n',
  )
  expect(cells.map(({ line }) => line)).toEqual([3, 3])
  expect(problems(cells).wrong).toEqual([expect.stringMatching(/^x\.md:3: Property 'sendd' does not exist/)])
  for (const page of comparisons) expect(cellsOfPage(page).length).toBeGreaterThan(15)
})

const runs = blocks.flatMap((block, index) => (block.run ? [{ ...block, code: complete[index] ?? '' }] : []))

test.each(runs)('the block at $file:$line prints what is shown below it', ({ code, output, line, file }) => {
  const path = join(root, `docs-run-${file.replaceAll(/\W/g, '-')}-${line}.mts`)
  writeFileSync(path, code)
  try {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', path], {
      encoding: 'utf8',
      cwd: root,
      timeout: 20_000,
    })
    expect([status, stdout, stderr]).toEqual([0, output, ''])
  } finally {
    rmSync(path, { force: true })
  }
})

test('the Chinese page has the measured numbers of the English one, which other tests keep true', () => {
  const numbers = (page: string, section: string): ReadonlySet<string> =>
    new Set(
      read(page)
        .split(`\n## ${section}\n`)[1]
        ?.split('\n## ')[0]
        ?.match(/\d[\d,.]*\d|\d/g),
    )
  expect(numbers('README.zh.md', '开销')).toEqual(numbers('README.md', 'What it costs'))
  expect(numbers('README.zh.md', '开销').size).toBeGreaterThan(10)
})

test('there are blocks that are run', () => {
  expect(runs.length).toBeGreaterThan(1)
})

const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(read('package.json'))
const cli = read('src/cli/program.ts')

/** What a page tells its reader to run or to open, and cannot be. */
function deadEnds(page: string, text: string): readonly string[] {
  const all = (pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map(([, found = '']) => found)
  const links = all(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)
  const anchors = all(/\]\(#([^)]+)\)/g)
  const headings = all(/^#+ (.+)$/gm).map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
  return [
    ...links.filter((link) => !existsSync(join(root, dirname(page), link))),
    ...anchors.filter((anchor) => !headings.includes(anchor)).map((anchor) => `#${anchor}`),
    ...all(/npm (?:run )?(start|test|(?<=run )[\w:-]+)/g).filter((name) => !(name in scripts)),
    ...all(/npx tsx ([\w./-]+)/g).filter((path) => !existsSync(join(root, path))),
    ...all(/npx rxwx ([a-z]+)/g).filter((name) => !cli.includes(`command('${name}'`)),
  ]
}

test.each(pages)('links and commands of %s lead somewhere', (page) => {
  expect(deadEnds(page, read(page))).toEqual([])
})

test('links and commands that lead nowhere are noticed', () => {
  const text =
    '# A b\n[a](#a-b) [b](#b) [c](nowhere.md#x) `npm run nothing` `npx tsx examples/no.ts` `npx rxwx dance` `npm test`'
  expect(deadEnds('README.md', text)).toEqual(['nowhere.md', '#b', 'nothing', 'examples/no.ts', 'dance'])
})

const fences = (page: string): readonly (readonly [language: string, code: string])[] =>
  [...read(page).matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) => [language, code])
const known = ['ts', 'ts run', 'text', 'sh', 'json', '']

test.each(pages)('code of %s is fenced as TypeScript, which is compiled, or as what is not code', (page) => {
  const theirs = page.startsWith('docs/migrating/') ? ['js', 'python'] : []
  const languages = fences(page).map(([language]) => language)
  expect(languages.filter((language) => ![...known, ...theirs].includes(language))).toEqual([])
})

test.each(comparisons)('what is not compiled in %s is no code for rxwx', (page) => {
  const others = fences(page).filter(([language]) => ['js', 'python'].includes(language))
  expect(others.filter(([, code]) => code.includes('rxwx'))).toEqual([])
  expect(others.length).toBeGreaterThan(0)
})

/** The right edges of the outermost boxes that are drawn on a page. */
const edges = (text: string): ReadonlySet<number> =>
  new Set(
    text
      .split('\n')
      .filter((line) => /^ ?[┌│└]/.test(line))
      .map((line) => Array.from(line.trimEnd()).length),
  )

test('the drawing of the rings has straight edges', () => {
  expect(edges(read('src/README.md')).size).toBe(1)
  expect(edges(' ┌──┐\n │ a  │\n └──┘').size).toBe(2)
})
