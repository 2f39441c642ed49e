/** The message ids that were kept, the oldest forgotten beyond a limit. */
export interface Seen {
  readonly has: (id: string) => boolean
  readonly add: (ids: readonly string[]) => void
}

export function createSeen(ids: readonly string[], limit: number): Seen {
  const known = new Set(ids)
  return {
    has: (id) => known.has(id),
    add: (more) => {
      for (const id of more) known.add(id)
      for (const id of known) {
        if (known.size <= limit) break
        known.delete(id)
      }
    },
  }
}
