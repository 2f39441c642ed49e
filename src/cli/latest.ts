/** The latest entries by key, no more than a number of them. */
export interface Latest<V> {
  readonly get: (key: string) => V | undefined
  /** Keeps a value as the latest; the oldest ones make room. */
  readonly set: (key: string, value: V) => void
}

export function createLatest<V>(limit: number): Latest<V> {
  const kept = new Map<string, V>()
  return {
    get: (key) => kept.get(key),
    set: (key, value) => {
      kept.delete(key)
      kept.set(key, value)
      for (const oldest of kept.keys()) {
        if (kept.size <= limit) return
        kept.delete(oldest)
      }
    },
  }
}
