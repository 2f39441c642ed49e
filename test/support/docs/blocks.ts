import { readdirSync, readFileSync } from 'node:fs'

/** A piece of code that a reader may copy. */
export interface Block {
  readonly file: string
  readonly line: number
  readonly code: string
  /** It is run, too, and prints `output`. */
  readonly run: boolean
  readonly output: string | undefined
}

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

const fence = /^```ts( run)?\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```\n)?/gm

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length

/** The fenced TypeScript of a page. */
export const blocksOfPage = (file: string): readonly Block[] =>
  [...read(file).matchAll(fence)].map(({ index, 1: run, 2: code = '', 3: output }) => ({
    file,
    line: lineAt(read(file), index),
    code,
    run: run !== undefined,
    output,
  }))

const example = /@example\n((?:\s*\* ?(?!@).*\n)*?)\s*\*(?:\/|\s*\n\s*\* @)/g

/** The examples in the docstrings of a source. */
function examplesOf(file: string): readonly Block[] {
  const text = read(file)
  return [...text.matchAll(example)].map(({ index, 1: body = '' }) => ({
    file,
    line: lineAt(text, index),
    code: body.replace(/^\s*\* ?/gm, ''),
    run: false,
    output: undefined,
  }))
}

/** All examples of all sources. */
export const examples = (): readonly Block[] =>
  readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => examplesOf(`src/${path}`))
