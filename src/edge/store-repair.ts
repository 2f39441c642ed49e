import type { Changes } from '../actors/env.js'
import { failure } from '../errors.js'
import { type Replayed, replay } from './replay.js'
import type { StoreDatabase } from './store-database.js'
import type { State } from './store-state.js'
import type { Format } from './store-write.js'

export interface Repair {
  /** A write failed; `opening` is that of the database at the time. */
  readonly failed: (changes: Changes, opening: number) => void
  /** To be called before the next write. What is on the disk, where that had to be found out; rejects while it cannot be. */
  readonly before: (known: State) => Promise<Replayed | undefined>
  /** Whether a change has landed although its write failed; asked once. */
  readonly hasLanded: (changes: Changes) => boolean
}

/**
 * What a failed write leaves (half a record, on a full disk) hides what is written after it from the next opening. So before the next
 * write the database is opened anew, which cuts the half off, and what is on the disk is read again: the failed change may be there or not.
 */
export function createRepair({ database, path, reopen }: StoreDatabase, format: Format): Repair {
  let doubt: { readonly opening: number; readonly text: string } | undefined
  const landed = new Set<string>()
  return {
    failed: (changes, opening) => {
      doubt = { opening, text: JSON.stringify(changes) }
    },
    before: async (known) => {
      if (doubt === undefined) return undefined
      await reopen(doubt.opening)
      const found = await replay(database, path, format, known.commit)
      if (found === undefined)
        throw failure('store', { reason: 'unreadable', path, why: 'it was emptied while it was in use' })
      if (found.state.commit > known.commit) landed.add(doubt.text)
      doubt = undefined
      return found
    },
    hasLanded: (changes) => landed.size > 0 && landed.delete(JSON.stringify(changes)),
  }
}
