import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const page = readFileSync('docs/coverage.md', 'utf8')
const section = (title: string): string => page.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? ''

interface Row {
  /** What stands in the first cell, without its quotes. */
  readonly name: string
  readonly line: string
  readonly tests: readonly string[]
}

const rowsOf = (text: string): readonly Row[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| *(?:endpoint|`type`|`kind`|\|)/.test(line))
    .map((line) => ({
      name: (line.split('|')[1] ?? '').trim().replaceAll('`', ''),
      line,
      tests: [...line.matchAll(/\(\.\.\/(test\/[^)]+)\)/g)].map(([, path = '']) => path),
    }))

const endpoints = readdirSync('src/protocol/endpoints').map((file) => file.replace(/\.ts$/, ''))
const kinds = [...readFileSync('src/protocol/message/content.ts', 'utf8').matchAll(/readonly type: '(\w+)'/g)].map(
  ([, kind = '']) => kind,
)
const notices = [...readFileSync('src/protocol/message/notice.ts', 'utf8').matchAll(/\{ readonly kind: '(\w+)'/g)].map(
  ([, kind = '']) => kind,
)

const [kindRows = '', noticeRows = ''] = section('Kinds of messages').split('`notice.kind` of')

test.each([
  ['endpoints', rowsOf(section('Endpoints')), endpoints],
  ['kinds of messages', rowsOf(kindRows), kinds],
  ['notices', rowsOf(noticeRows), notices],
])('every one of the %s has a row, and there is no row without one', (_, rows, all) => {
  expect(rows.map(({ name }) => name).sort()).toEqual([...new Set(all)].sort())
})

test.each(rowsOf(page).map((row) => [row.name, row] as const))(
  '%s: its tests are there, and one speaks of it',
  (name, row) => {
    expect(row.tests.length).toBeGreaterThan(0)
    expect(row.tests.filter((path) => !existsSync(path))).toEqual([])
    const words = [name, ...[...row.line.matchAll(/`(\w+)/g)].map(([, word = '']) => word)]
    const texts = row.tests.map((path) => readFileSync(path, 'utf8'))
    expect(texts.some((text) => words.some((word) => text.includes(word)))).toBe(true)
  },
)
