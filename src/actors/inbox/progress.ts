/** Which entries are still open. The mark stands below the lowest of them. */
export interface Progress {
  readonly open: (seq: number) => void
  readonly close: (seq: number) => void
  readonly isOpen: (seq: number) => boolean
  /** Everything up to this entry is done with, given that those in `done` are. */
  readonly mark: (done?: ReadonlySet<number>) => number
  /** Everything up to this entry came, and was done with unless it is open. */
  readonly reach: (seq: number) => void
  /** The last entry that came. */
  readonly highest: () => number
}

/** `start`: everything up to this entry is done with. Entries are opened in the order of their `seq`. */
export function createProgress(start: number): Progress {
  // A Set keeps the order in which it was filled: the first is the lowest.
  const unsettled = new Set<number>()
  let highest = start
  const reach = (seq: number): void => {
    highest = Math.max(highest, seq)
  }
  return {
    open: (seq) => {
      unsettled.add(seq)
      reach(seq)
    },
    close: (seq) => void unsettled.delete(seq),
    isOpen: (seq) => unsettled.has(seq),
    mark: (done = nothing) => {
      for (const seq of unsettled) if (!done.has(seq)) return seq - 1
      return highest
    },
    reach,
    highest: () => highest,
  }
}

const nothing: ReadonlySet<number> = new Set()
