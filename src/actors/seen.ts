/** The message ids that were kept; at least the last `limit` of them, and never twice as many. */
export interface Seen {
  readonly has: (id: string) => boolean
  /** Adds an id; false if it was there already. */
  readonly add: (id: string) => boolean
  /** Takes back ids that were added and then could not be kept. */
  readonly remove: (ids: readonly string[]) => void
}

/** Two generations: a full one takes the place of the one before it. Taking single ids out of a Set costs more than all the rest. */
export function createSeen(ids: readonly string[], limit: number): Seen {
  let older = new Set<string>()
  let newer = new Set<string>(ids)
  return {
    has: (id) => newer.has(id) || older.has(id),
    add: (id) => {
      if (newer.has(id) || older.has(id)) return false
      if (newer.size >= limit) {
        older = newer
        newer = new Set()
      }
      newer.add(id)
      return true
    },
    remove: (gone) => {
      for (const id of gone) {
        newer.delete(id)
        older.delete(id)
      }
    },
  }
}
