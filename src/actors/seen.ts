import { hashOf } from '../kernel/hash.js'

/** The message ids that were kept; at least the last `limit` of them, and never twice as many. */
export interface Seen {
  readonly has: (id: string) => boolean
  /** Adds an id; false if it was there already. */
  readonly add: (id: string) => boolean
  /** Takes back ids that were added and then could not be kept. */
  readonly remove: (ids: readonly string[]) => void
}

/**
 * A ring of ids, with chains through it from the newest of a hash to the oldest: what the ring has written over is never
 * reached, so nothing is ever taken out of a chain. Two Sets in its place take
 * about twice as long: they compare texts that lie far apart in memory.
 */
export function createSeen(ids: readonly string[], limit: number): Seen {
  const size = 2 ** Math.ceil(Math.log2(limit))
  const mask = size - 1
  const ring = new Array<string | undefined>(size).fill(undefined)
  const hashes = new Int32Array(size)
  /** Where the newest id of a hash stands, and where the one before it: counted over all that were ever added, 0 for none. */
  const newest = new Float64Array(size)
  const earlier = new Float64Array(size)
  let last = size

  const placeOf = (id: string, hash: number): number => {
    let place = newest[hash & mask] ?? 0
    while (place > last - size) {
      const at = place % size
      if (hashes[at] === hash && ring[at] === id) return at
      place = earlier[at] ?? 0
    }
    return -1
  }
  const add = (id: string): boolean => {
    const hash = hashOf(id)
    if (placeOf(id, hash) >= 0) return false
    last += 1
    const at = last % size
    ring[at] = id
    hashes[at] = hash
    earlier[at] = newest[hash & mask] ?? 0
    newest[hash & mask] = last
    return true
  }
  for (const id of ids) add(id)
  return {
    has: (id) => placeOf(id, hashOf(id)) >= 0,
    add,
    remove: (gone) => {
      for (const id of gone) {
        const at = placeOf(id, hashOf(id))
        if (at >= 0) ring[at] = undefined
      }
    },
  }
}
