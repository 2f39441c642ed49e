import { from, map, type Observable } from 'rxjs'
import { checkMarble, describe, type Recording } from './check-marble.js'
import type { Marble } from './marble.js'
import { type Frame, framesOf } from './notation.js'

/** A row of the picture: its name, and when it begins. */
interface Line {
  readonly name: string
  /** In frames. */
  readonly begins: number
  readonly frames: readonly Frame[]
}

/**
 * Draws a marble as SVG with Swirly, of which `@swirly/parser`, `@swirly/renderer-node` and `@swirly/theme-default-light` have to be installed. It is
 * run first: a marble that is not true throws, as in `checkMarble`, and has no picture.
 *
 * @example
 * const doubles: Marble = {
 *   title: 'each number is doubled',
 *   unit: 1_000,
 *   given: { numbers: 'a|' },
 *   values: { a: 1, b: 2 },
 *   run: ({ given }) => given<number>('numbers').pipe(map((number) => number * 2)),
 *   then: 'b|',
 * }
 * drawMarble(doubles).subscribe((svg) => console.log(svg))
 */
export function drawMarble(marble: Marble): Observable<string> {
  const specification = specificationOf(marble, checkMarble(marble))
  return from(
    Promise.all([import('@swirly/parser'), import('@swirly/renderer-node'), import('@swirly/theme-default-light')]),
  ).pipe(
    map(([{ parseMarbleDiagramSpecification }, { renderMarbleDiagram }, { lightStyles }]) => {
      const diagram = parseMarbleDiagramSpecification(specification)
      return `${renderMarbleDiagram(diagram, { styles: lightStyles }).xml}\n`
    }),
  )
}

/**
 * What the letters of a marble mean, for the legend below its picture: pairs of a letter and its value in words. Letters that are themselves are not
 * among them.
 *
 * @example
 * const legend = (marble: Marble) => legendOf(marble).map(([letter, words]) => `${letter}: ${words}`).join('\n')
 */
export const legendOf = ({ values = {}, error, told = describe }: Marble): readonly (readonly [string, string])[] => [
  ...Object.entries(values).map(([letter, value]) => [letter, told(value)] as const),
  ...(error === undefined ? [] : [['#', describe(error)] as const]),
]

/** The picture as Swirly's text: each given row begins where it was subscribed, so that retries can be seen. */
export function specificationOf(marble: Marble, { subscribed }: Recording): string {
  const lines: readonly Line[] = [
    ...Object.entries(marble.hot ?? {}).map(([name, row]) => ({ name, begins: 0, frames: framesOf(row) })),
    ...subscribed.map(({ name, row, from: begins, until }) => ({
      name,
      begins: Math.floor(begins / marble.unit),
      frames: cut(framesOf(row), Math.ceil((until - begins) / marble.unit) + 1),
    })),
  ]
  const result: Line = { name: '', begins: 0, frames: framesOf(marble.then) }
  const widths = widthsOf([...lines, result])
  const margin = ' '.repeat(marginOf(lines))
  const texts = lines.map((line) => `${margin}${textOf(line, widths)}\ntitle = ${line.name}\n`)
  return [...texts, `> ${marble.when ?? ''}\n`, `${margin}${textOf(result, widths)}\n`].join('\n')
}

/** Frames that are left free for names: eight letters fit beside a line, and a frame is two and a half letters wide. */
const marginOf = (lines: readonly Line[]): number =>
  Math.max(0, ...lines.map(({ name }) => Math.ceil((name.length - 8) / 2.5)))

const cut = (frames: readonly Frame[], length: number): readonly Frame[] => frames.slice(0, Math.max(1, length))

const tokenOf = (frame: Frame): string => (frame.length < 2 ? frame.join('') : `(${frame.join('')})`)

/** A frame is as wide as the widest thing that happens in it on any line, so that lines stay in step. */
function widthsOf(lines: readonly Line[]): readonly number[] {
  const length = Math.max(...lines.map(({ begins, frames }) => begins + frames.length))
  return Array.from({ length }, (_, at) =>
    Math.max(1, ...lines.map(({ begins, frames }) => tokenOf(frames[at - begins] ?? []).length)),
  )
}

function textOf({ begins, frames }: Line, widths: readonly number[]): string {
  const indent = ' '.repeat(widths.slice(0, begins).reduce((sum, width) => sum + width, 0))
  const last = frames.length - 1
  return (
    indent +
    frames
      .map((frame, at) => {
        const ends = at === last && (frame.includes('|') || frame.includes('#'))
        return ends ? tokenOf(frame) : tokenOf(frame).padEnd(widths[begins + at] ?? 1, '-')
      })
      .join('')
  )
}
