import type { Outcome } from './one-run.js'

export interface Row {
  readonly name: string
  /** The row whose median is 1. */
  readonly floor: string
  readonly runs: readonly Outcome[]
}

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const [low = 0, high = 0] = sorted.length % 2 === 0 ? sorted.slice(middle - 1) : [sorted[middle], sorted[middle]]
  return (low + high) / 2
}

const cpuOf = ({ runs }: Row): readonly number[] => runs.map(({ cpu }) => cpu)

/** A Markdown table; the ratio is that of the medians, to the floor that does the same exchanges. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => {
    const cpu = cpuOf(row)
    const figures = [
      Math.min(...cpu),
      median(cpu),
      Math.max(...cpu),
      median(row.runs.map(({ exchanges }) => exchanges)),
    ]
    const floor = rows.find(({ name }) => name === row.floor)
    const ratio = floor === undefined ? '' : (median(cpu) / median(cpuOf(floor))).toFixed(2)
    return [
      row.name.padEnd(width),
      ...figures.map((one) => one.toFixed(0).padStart(9)),
      ratio.padStart(5),
      row.floor.padEnd(width),
    ]
  })
  const head = ['client'.padEnd(width), '   min ms', 'median ms', '   max ms', 'exchanges', 'ratio', 'to'.padEnd(width)]
  const rule = head.map((cell, at) =>
    at === 0 || at === 6 ? '-'.repeat(cell.length) : `${'-'.repeat(cell.length - 1)}:`,
  )
  return [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

const width = 30
