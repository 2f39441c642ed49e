import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { anyIn, declarationsOf } from '../support/architecture/declarations.js'
import { programOf } from '../support/architecture/program.js'

/** Something that the entries export, or a member of it, with what is said of it. */
interface Told {
  readonly name: string
  readonly where: string
  readonly isTold: boolean
  readonly tags: readonly string[]
  readonly kind: 'function' | 'other' | 'member'
  /** A member whose name cannot say all: a unit, a default, what is done. */
  readonly needsWords: boolean
}

const {
  exports: published,
  scripts,
}: { readonly exports: Readonly<Record<string, unknown>>; readonly scripts: Readonly<Record<string, string>> } =
  JSON.parse(readFileSync('package.json', 'utf8'))
/** `./testing` is published from `src/testing/index.ts`. */
const entries = Object.keys(published)
  .filter((path) => path !== './package.json')
  .map((path) => `src/${path === '.' ? '' : `${path.slice(2)}/`}index.ts`)

/** What can be reached from these files, with its members where it is an interface. */
function exported(program: ts.Program, paths: readonly string[]): readonly Told[] {
  const checker = program.getTypeChecker()
  return paths.flatMap((path) => {
    const file = program.getSourceFile(path)
    const module = file === undefined ? undefined : checker.getSymbolAtLocation(file)
    if (module === undefined) throw new Error(`${path} exports nothing`)
    return checker.getExportsOfModule(module).flatMap((symbol) => {
      const real = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      const own = told(checker, real, symbol.name)
      if (!(real.flags & ts.SymbolFlags.Interface)) return [own]
      const members = checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(real))
      return [own, ...members.filter(isOurs).map((one) => memberOf(checker, one, symbol.name))]
    })
  })
}

const isOurs = (symbol: ts.Symbol): boolean =>
  symbol.declarations?.some((one) => !one.getSourceFile().fileName.includes('node_modules')) === true

function told(checker: ts.TypeChecker, symbol: ts.Symbol, name: string): Told {
  const type = checker.getTypeOfSymbol(symbol)
  const isValue = (symbol.flags & ts.SymbolFlags.Value) !== 0 && (symbol.flags & ts.SymbolFlags.Class) === 0
  return {
    name,
    where: relative('.', symbol.declarations?.[0]?.getSourceFile().fileName ?? ''),
    isTold: ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() !== '',
    tags: symbol.getJsDocTags(checker).map((tag) => tag.name),
    kind: isValue && type.getCallSignatures().length > 0 ? 'function' : 'other',
    needsWords: true,
  }
}

function memberOf(checker: ts.TypeChecker, symbol: ts.Symbol, owner: string): Told {
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(symbol))
  const isOptional = symbol.declarations?.some((one) => ts.isPropertySignature(one) && one.questionToken !== undefined)
  const isNumber = (type.flags & ts.TypeFlags.NumberLike) !== 0
  const isVerb = type.getCallSignatures().length > 0
  return {
    ...told(checker, symbol, `${owner}.${symbol.name}`),
    kind: 'member',
    needsWords: owner === 'Bot' || isOptional === true || isNumber || isVerb,
  }
}

const untold = (all: readonly Told[]): readonly string[] =>
  all.filter(({ isTold, needsWords }) => needsWords && !isTold).map(({ name, where }) => `${name} in ${where}`)

const without = (tag: string, all: readonly Told[]): readonly string[] =>
  all
    .filter(({ kind, tags }) => kind === 'function' && !tags.includes(tag))
    .map(({ name, where }) => `${name} in ${where}`)

const all = exported(programOf(entries), entries)

test('everything that the entries export says what it is; so do the members of a bot, and those that have a unit, a default or something to do', () => {
  expect(all.length).toBeGreaterThan(1_000)
  expect(untold(all)).toEqual([])
})

test('every function that the entries export has an example', () => {
  expect(all.filter(({ kind }) => kind === 'function').length).toBeGreaterThan(80)
  expect(without('example', all)).toEqual([])
})

test('every operator leads to its marble', () => {
  expect(
    without(
      'see',
      all.filter(({ where }) => where.startsWith('src/operators/')),
    ),
  ).toEqual([])
})

/** The files that a source's docstrings lead to and that are not there. */
const deadLinks = (path: string, text: string): readonly string[] =>
  [...text.matchAll(/\]\((\.{1,2}\/[^)]+)\)/g)]
    .map(([, link = '']) => join(dirname(path), link))
    .filter((target) => !existsSync(target))
    .map((target) => `${target} in ${path}`)

test('what docstrings lead to is there', () => {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))
  expect(
    sources.map((path) => join('src', path)).flatMap((path) => deadLinks(path, readFileSync(path, 'utf8'))),
  ).toEqual([])
  expect(deadLinks('src/made/made.ts', '/** @see [its marble](../../marbles/svg/none.svg) */')).toEqual([
    'marbles/svg/none.svg in src/made/made.ts',
  ])
})

test('the reference is written of all entries', () => {
  expect(
    scripts['docs:api']
      ?.split(' ')
      .filter((word) => word.endsWith('index.ts'))
      .sort(),
  ).toEqual([...entries].sort())
})

test('what is said of nothing is noticed', () => {
  const text = [
    'export const silent = 1',
    '/** @deprecated */ export function tagged(): void {}',
    '/** Says it. */ export const says = (): void => {}',
    '/** Says it. */ export interface Pause { ms: number; after?: string; begin(): void; name: string',
    '/** In ms. */ told: number }',
    '/** Says it. */ export interface Bot { name: string }',
  ].join('\n')
  const made = exported(programOf(['made.ts'], { 'made.ts': text }), ['made.ts'])
  const names = ['tagged', 'silent', 'Pause.ms', 'Pause.after', 'Pause.begin', 'Bot.name']
  expect(untold(made)).toEqual(names.map((name) => `${name} in made.ts`))
  expect(without('example', made)).toEqual(['tagged in made.ts', 'says in made.ts'])
})

test('no published type is any, nor is one that was inferred', () => {
  const written = declarationsOf(entries)
  const expected = entries.map((path) => path.replace(/^src/, 'dist').replace(/\.ts$/, '.d.ts'))
  expect(Object.keys(written).map((path) => relative('.', path))).toEqual(expect.arrayContaining(expected))
  expect(Object.keys(written).length).toBeGreaterThan(100)
  expect(Object.entries(written).flatMap(([path, text]) => anyIn(path, text))).toEqual([])
}, 120_000)

test('an any is noticed, also where nobody wrote it', () => {
  const text = [
    "import { of } from 'rxjs'",
    "export const parsed = JSON.parse('1')",
    'export const parsed$ = of(parsed)',
    'export const told = (text: string): unknown => text',
    '/** any */ export interface Many { readonly any: string }',
  ].join('\n')
  const found = Object.entries(declarationsOf(['src/made.ts'], { 'src/made.ts': text })).flatMap(([path, all]) =>
    anyIn(path, all),
  )
  expect(found.map((line) => line.replace(/^.*\/dist\//, ''))).toEqual([
    expect.stringMatching(/^made\.d\.ts:1 parsed: any/),
    expect.stringMatching(/^made\.d\.ts:2 .*Observable<any>/),
  ])
})
