import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bans } from '../support/architecture/bans.js'
import { lawless } from '../support/architecture/lawless.js'
import { layers } from '../support/architecture/layers.js'

// The rules name files by path. A file that moves could slip out of all of them, unseen.

const root = new URL('../../', import.meta.url)

const sources = ['src', 'examples'].flatMap((folder) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`),
)
const inSrc = sources.filter((path) => path.startsWith('src/'))

const asPatterns = (path: unknown): readonly string[] =>
  Array.isArray(path) ? path.map(String) : typeof path === 'string' ? [path] : []

const matches = (pattern: string, path: string): boolean => new RegExp(pattern).test(path)

/** The rows of the import table: rules that say all that a folder may import. */
const rows = layers.filter((rule) => 'to' in rule && rule.to.pathNot !== undefined && rule.to.path === undefined)

test('each file of src is in exactly one row of the import table', () => {
  const rowsOf = (path: string): readonly string[] =>
    rows
      .filter(({ from }) => asPatterns(from.path).some((pattern) => matches(pattern, path)))
      .map(({ name = '' }) => name)
  expect(inSrc.map((path) => [path, rowsOf(path)] as const).filter(([, found]) => found.length !== 1)).toEqual([])
})

test('each rule is about at least one file', () => {
  const ours = (pattern: string): boolean => /^\^?\(?(?:src|examples)/.test(pattern)
  const empty = layers.flatMap(({ name = '', from, ...rule }) =>
    [from, 'to' in rule ? rule.to : {}]
      .flatMap(({ path, pathNot }) => [...asPatterns(path), ...asPatterns(pathNot)])
      .filter(ours)
      .filter((pattern) => !sources.some((path) => matches(pattern, path)))
      .map((pattern) => `${name}: ${pattern}`),
  )
  expect(empty).toEqual([])
})

test.each(bans.map((ban) => [ban.name, ban] as const))(
  '%s: each file of src is under it or a named exception',
  (name, ban) => {
    const exceptions = lawless[name] ?? []
    const free = inSrc.filter((path) => !ban.files.test(path))
    expect(free.filter((path) => !exceptions.some(({ files }) => files.test(path)))).toEqual([])
    const unused = exceptions.filter(({ files }) => !free.some((path) => files.test(path)))
    expect(unused.map(({ files }) => String(files))).toEqual([])
  },
)
