import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { blocksOfPage, examples } from '../support/docs/blocks.js'
import { problems } from '../support/docs/compile.js'

const root = new URL('../../', import.meta.url).pathname
const pages = ['README.md', 'README.zh.md', 'src/README.md', 'examples/README.md', 'marbles/README.md']
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const blocks = [...pages.flatMap(blocksOfPage), ...examples()]
const { wrong, complete } = problems(blocks)

test('every block of code in the documentation compiles', () => {
  expect(blocks.length).toBeGreaterThan(25)
  expect(wrong).toEqual([])
})

test('a block that does not compile is noticed, with its place', () => {
  const bad = { file: 'README.md', line: 7, code: "bot.sendd('alice', 1)\n", run: false, output: undefined }
  expect(problems([bad]).wrong).toEqual([expect.stringMatching(/^README\.md:7: Property 'sendd' does not exist/)])
})

const runs = blocks.flatMap((block, index) => (block.run ? [{ ...block, code: complete[index] ?? '' }] : []))

test.each(runs)('the block at $file:$line prints what is shown below it', ({ code, output, line, file }) => {
  const path = join(root, `docs-run-${file.replaceAll(/\W/g, '-')}-${line}.mts`)
  writeFileSync(path, code)
  try {
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', path], {
      encoding: 'utf8',
      cwd: root,
    })
    expect([status, stdout, stderr]).toEqual([0, output, ''])
  } finally {
    rmSync(path, { force: true })
  }
})

test('there are blocks that are run', () => {
  expect(runs.length).toBeGreaterThan(1)
})

test.each(pages)('links and commands of %s lead somewhere', (page) => {
  const text = read(page)
  const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)\)/g)].map(([, link = '']) => link)
  expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([])
  const { scripts } = JSON.parse(read('package.json'))
  const commands = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name)
  expect(commands.filter((name) => !(name in scripts))).toEqual([])
})
