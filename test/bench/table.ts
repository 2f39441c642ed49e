export interface Row {
  readonly name: string
  /** CPU in ms, one figure per run. */
  readonly runs: readonly number[]
}

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const [low = 0, high = 0] = sorted.length % 2 === 0 ? sorted.slice(middle - 1) : [sorted[middle], sorted[middle]]
  return (low + high) / 2
}

/** A Markdown table; ratios are of medians, to the first row. */
export function table(rows: readonly Row[]): string {
  const floor = median(rows[0]?.runs ?? [])
  const lines = rows.map(({ name, runs }) => {
    const figures = [Math.min(...runs), median(runs), Math.max(...runs)].map((ms) => ms.toFixed(0).padStart(6))
    return `| ${name.padEnd(width)} | ${figures.join(' | ')} | ${(median(runs) / floor).toFixed(2).padStart(5)} |`
  })
  return [
    `| ${'CPU of the client, ms'.padEnd(width)} |    min | median |    max | ratio |`,
    `|${'-'.repeat(width + 2)}|-------:|-------:|-------:|------:|`,
    ...lines,
  ].join('\n')
}

const width = 34
