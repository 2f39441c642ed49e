import { defer, NEVER, of } from 'rxjs'
import type { Changes, Store } from '../../../src/index.js'

/** A store whose process can die: nothing is committed or answered afterwards, and what was committed stays. */
export interface MortalStore extends Store {
  readonly isAlive: () => boolean
  readonly die: () => void
  /** Dies at the first commit that fits: before it is made, or when it is safe and nobody has heard of it yet. */
  readonly dieAt: (when: 'before' | 'after', fits: (changes: Changes) => boolean) => void
}

export function mortalStore(inner: Store): MortalStore {
  let alive = true
  let trap: { readonly when: 'before' | 'after'; readonly fits: (changes: Changes) => boolean } | undefined
  const die = (): void => {
    alive = false
  }
  return {
    load: inner.load,
    commit: (changes) =>
      defer(() => {
        if (!alive) return NEVER
        if (trap === undefined || !trap.fits(changes)) return inner.commit(changes)
        die()
        if (trap.when === 'after') inner.commit(changes).subscribe()
        return NEVER
      }),
    // The next process opens the same store.
    close: () => of(undefined),
    isAlive: () => alive,
    die,
    dieAt: (when, fits) => {
      trap = { when, fits }
    },
  }
}
