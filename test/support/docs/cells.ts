import { readFileSync } from 'node:fs'
import type { Block } from './blocks.js'

const root = new URL('../../../', import.meta.url)

/** What the expressions of a comparison may use. */
const given = `declare const message: Message
declare const request: MessageOf<'friendRequest'>
`

const row = /^\|[^|]*\|((?:[^|\n]|\\\|)*)\|[^|]*\|$/

const spans = (cell: string): readonly string[] =>
  [...cell.replaceAll('\\|', '|').matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

/** The code in the second column of a table with three, each an expression: what takes the place of somebody else's call. */
export const cellsIn = (file: string, text: string): readonly Block[] =>
  text.split('\n').flatMap((line, index) =>
    spans(row.exec(line)?.[1] ?? '').map((code) => ({
      file,
      line: index + 1,
      code: `${given}void (${code})\n`,
      run: false,
      output: undefined,
    })),
  )

/** Those of a page. */
export const cellsOfPage = (file: string): readonly Block[] => cellsIn(file, readFileSync(new URL(file, root), 'utf8'))
