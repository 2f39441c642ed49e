import type { Bytes } from './bytes.js'

/** Pieces read as one, without putting them together: only what crosses a border is copied. */
export function joinedBytes(pieces: readonly Uint8Array[]): Bytes {
  const ends: number[] = []
  let length = 0
  for (const piece of pieces) {
    length += piece.length
    ends.push(length)
  }
  return {
    length,
    subarray: (from, to) => {
      const end = Math.min(to, length)
      const bytes = new Uint8Array(Math.max(0, end - from))
      for (let at = from; at < end; ) {
        const index = pieceAt(ends, at)
        const piece = pieces[index] ?? new Uint8Array()
        const offset = at - ((ends[index] ?? 0) - piece.length)
        const part = piece.subarray(offset, Math.min(piece.length, offset + end - at))
        bytes.set(part, at - from)
        at += part.length
      }
      return bytes
    },
  }
}

/** The first piece that ends behind this place. */
function pieceAt(ends: readonly number[], at: number): number {
  let low = 0
  let high = ends.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] ?? 0) > at) high = middle
    else low = middle + 1
  }
  return low
}
