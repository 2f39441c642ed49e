/** How a long text is split. */
export interface SplitOptions {
  /** The longest part, in characters as people count them; default 2,000. */
  readonly limit?: number
}

/** Where to cut, the best place first: after an empty line, a line, a sentence, a clause, a word. */
const places: readonly RegExp[] = [
  /\n{2,}/gu,
  /\n/gu,
  /[。！？!?…]+["”’」』）)]*\s*|\.(?=\s)\s*/gu,
  /[，、；：,;:]\s*/gu,
  /\s+/gu,
]

/** Places in the first part of a piece are too early to cut at. */
const earliest = 0.3

/**
 * A long text in parts that are cut where sentences end, if need be where words do, and never within a character. Nothing but the white space around
 * a cut is lost. Throws a RangeError for a limit below 1.
 *
 * @example
 * splitText('One. Two. Three.', { limit: 10 }) // [ 'One. Two.', 'Three.' ]
 */
export function splitText(text: string, { limit = 2_000 }: SplitOptions = {}): readonly string[] {
  if (!(limit >= 1)) throw new RangeError('a part of a text has at least one character')
  const parts: string[] = []
  let rest = text.trim()
  while (rest.length > 0) {
    const end = endOf(rest, limit)
    const part = end >= rest.length ? rest : rest.slice(0, cutOf(rest.slice(0, end)))
    if (part.trim() !== '') parts.push(part.trim())
    rest = rest.slice(part.length).trimStart()
  }
  return parts
}

const segments = new Intl.Segmenter('zh', { granularity: 'grapheme' })

/** Where the first `limit` characters end. */
function endOf(text: string, limit: number): number {
  if (text.length <= limit) return text.length
  let count = 0
  for (const { index } of segments.segment(text.slice(0, limit * 20))) {
    if (count === limit) return index
    count += 1
  }
  return Math.min(text.length, limit * 20)
}

/** Where a piece that is full is best cut: its own end where there is no good place. */
function cutOf(piece: string): number {
  for (const place of places) {
    const cut = lastEnd(piece, place)
    if (cut >= piece.length * earliest) return cut
  }
  return piece.length
}

function lastEnd(text: string, place: RegExp): number {
  let end = -1
  for (const found of text.matchAll(place)) end = found.index + found[0].length
  return end
}
