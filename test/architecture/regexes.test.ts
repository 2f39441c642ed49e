import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { initFiles } from '../../src/cli/init-files.js'
import { blocksOfPage } from '../support/docs/blocks.js'
import { expressionsOf } from '../support/regex/expressions.js'
import { slowOn } from '../support/regex/slow.js'

const root = new URL('../../', import.meta.url)

const within = (folder: string, extension: string): readonly string[] =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(extension))
    .map((path) => `${folder}/${path}`)

const sources = [...within('src', '.ts'), ...within('examples', '.ts')].map(
  (path) => [path, readFileSync(new URL(path, root), 'utf8')] as const,
)
const pages = ['README.md', 'README.zh.md', ...within('docs', '.md'), ...within('src', '.md'), 'examples/README.md']
  .filter((path) => !path.startsWith('docs/api'))
  .flatMap((path) => blocksOfPage(path).map(({ file, line, code }) => [`${file}:${line}`, code] as const))
const templates = Object.entries(initFiles('bot', '0.1.0')).filter(([path]) => path.endsWith('.ts'))

const all = [...sources, ...pages, ...templates].flatMap(([file, code]) => expressionsOf(file, code))

/** Expressions whose texts are short, whatever others send: why. */
const bounded: Readonly<Record<string, string>> = {}

const isBounded = ({ source }: RegExp): boolean => Object.keys(bounded).some((part) => source.includes(part))

test('the expressions of sources, examples, pages and templates are found', () => {
  expect(all.length).toBeGreaterThan(250)
  for (const place of ['src/protocol/', 'examples/', 'docs/'])
    expect(all.some(({ file }) => file.startsWith(place))).toBe(true)
})

test('a slow expression is noticed, and a fast one is not', () => {
  const slow = [
    /\n+$/,
    /^(?:a|a)+$/,
    /^(?:a+)+b/,
    /"(.+)"x/,
    /\s*=\s*$/,
    /^(?:[\s@]|hey|@\S*\s)*$/,
    /<!--[\s\S]*?-->/g,
    /(\w+)\s*=/g,
  ]
  const fast = [/(?<!\n)\n+$/, /a+$/y, /^\s*(?:reminders)\s*$/, /\d{16,}/g, /"[^"]*"/g]
  expect(slow.filter((pattern) => slowOn(pattern) === undefined)).toEqual([])
  expect(fast.filter((pattern) => slowOn(pattern) !== undefined)).toEqual([])
}, 60_000)

test('no expression takes more than a time in proportion to its text', () => {
  const slow = all
    .filter(({ pattern }) => !isBounded(pattern))
    .flatMap(({ file, line, pattern }) => {
      const found = slowOn(pattern)
      return found === undefined ? [] : [`${file}:${line} ${pattern} ${found}`]
    })
  expect(slow).toEqual([])
}, 120_000)
