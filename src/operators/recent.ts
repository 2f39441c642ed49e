import { checkNumber } from '../check-number.js'

/** What was used lately, by key. */
export interface Recent<V> {
  /** The value of a key, which counts as used now. */
  readonly get: (key: string) => V | undefined
  /** Keeps a value, used now. Above the limit the one that was used longest ago is forgotten. */
  readonly set: (key: string, value: V) => void
  readonly delete: (key: string) => void
  /** The one that was used longest ago comes first. */
  readonly keys: () => readonly string[]
}

/** Keys come from what people write, so there is an end to them: `forgotten` is told of each that had to make room. */
export function createRecent<V>(limit: number, forgotten: (value: V, key: string) => void = () => {}): Recent<V> {
  checkNumber('limit', limit, atLeastOne)
  const kept = new Map<string, V>()
  const makeRoom = (): void => {
    for (const [key, value] of kept) {
      if (kept.size <= limit) return
      kept.delete(key)
      forgotten(value, key)
    }
  }
  return {
    get: (key) => {
      const value = kept.get(key)
      if (value === undefined) return undefined
      kept.delete(key)
      kept.set(key, value)
      return value
    },
    set: (key, value) => {
      kept.delete(key)
      kept.set(key, value)
      makeRoom()
    },
    delete: (key) => kept.delete(key),
    keys: () => [...kept.keys()],
  }
}

/** Bounds and spans of time: none of nothing makes sense. */
export const atLeastOne = { from: 1 } as const
