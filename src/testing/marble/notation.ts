/** One frame of a row: nothing, or what happens in it, in order. */
export type Frame = readonly string[]

/** The frames of a row. Throws for a group that is not closed or holds none. */
export function framesOf(row: string): readonly Frame[] {
  const frames: Frame[] = []
  const text = row.replace(/\s/g, '')
  for (let at = 0; at < text.length; at += 1) {
    const one = text[at] ?? ''
    if (one !== '(') {
      frames.push(one === '-' ? [] : [one])
      continue
    }
    const end = text.indexOf(')', at)
    if (end < at + 2) throw new SyntaxError(`the group at ${at} of ${row} is not one`)
    frames.push([...text.slice(at + 1, end)])
    at = end
  }
  return frames
}

/** The same row as the TestScheduler of RxJS reads it, where a frame is one millisecond; it wants a space after each time. */
export const stretched = (row: string, unit: number): string =>
  framesOf(row)
    .map((frame) => {
      const taken = frame.length < 2 ? frame.length : frame.length + 2
      if (taken > unit) throw new RangeError(`a unit of ${unit} ms is too short for (${frame.join('')})`)
      const what = frame.length < 2 ? frame.join('') : `(${frame.join('')})`
      return unit === taken ? `${what} ` : `${what} ${unit - taken}ms `
    })
    .join('')
