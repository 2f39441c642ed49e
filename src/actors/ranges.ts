/** Numbers from the first to the last. */
export type Range = readonly [first: number, last: number]

/** Numbers as ranges, ascending and apart: a hundred thousand in a row are one. */
export type Ranges = readonly Range[]

/** Those of `ranges` and `more` that are above `low`. */
export function withNumbers(ranges: Ranges, more: readonly number[], low: number): Ranges {
  const [first] = ranges
  if (more.length === 0 && (first === undefined || first[0] > low)) return ranges
  const added = more.map((number): Range => [number, number])
  const joined: Range[] = []
  for (const [from, to] of [...ranges, ...added].sort(([one], [other]) => one - other)) {
    const last = joined.at(-1)
    if (to <= low) continue
    if (last !== undefined && from <= last[1] + 1) joined[joined.length - 1] = [last[0], Math.max(last[1], to)]
    else joined.push([Math.max(from, low + 1), to])
  }
  return joined
}

/** Whether all of `range` is in `ranges`. */
export function covers(ranges: Ranges, [first, last]: Range): boolean {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const [from, to] = ranges[middle] ?? [0, 0]
    if (to < first) low = middle + 1
    else if (from > first) high = middle - 1
    else return last <= to
  }
  return false
}
