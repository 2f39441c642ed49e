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

/** What follows the tag on its own line, or on the lines below it. */
const example = /@example(?: (.+?) \*\/|\n((?:\s*\* ?(?!@).*\n)*?)\s*\*(?:\/|\s*\n\s*\* @))/g

/** The examples in the docstrings of a source. */
export const examplesIn = (file: string, text: string): readonly Block[] =>
  [...text.matchAll(example)].map(({ index, 1: oneLine, 2: body = '' }) => ({
    file,
    line: lineAt(text, index),
    code: oneLine ?? body.replace(/^\s*\* ?/gm, ''),
    run: false,
    output: undefined,
  }))

/** All examples of all sources. */
export const examples = (): readonly Block[] => sources().flatMap((path) => examplesIn(path, read(path)))

const sources = (): readonly string[] =>
  readdirSync(new URL('src', root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `src/${path}`)

/** How often a docstring promises an example: all of them have to be found above. */
export const promisedExamples = (): number =>
  sources().reduce((sum, path) => sum + read(path).split('@example').length - 1, 0)
