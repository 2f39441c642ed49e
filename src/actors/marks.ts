import type { Changes } from './env.js'
import { covers, withNumbers } from './ranges.js'
import type { ConsumerMark, Entry } from './saved.js'

/** The marks after a commit. A mark only grows: what an earlier commit said stays true. */
export function putMarks(old: readonly ConsumerMark[], { done = [] }: Pick<Changes, 'done'>): readonly ConsumerMark[] {
  if (done.length === 0) return old
  const byConsumer = new Map(old.map((mark) => [mark.consumer, mark]))
  for (const { consumer, upTo, seqs = [] } of done) {
    const { upTo: before, above } = byConsumer.get(consumer) ?? { upTo: 0, above: [] }
    byConsumer.set(consumer, raised(consumer, Math.max(before, upTo), withNumbers(above, seqs, Math.max(before, upTo))))
  }
  return [...byConsumer.values()]
}

/** Entries that follow the mark at once belong to it. */
function raised(consumer: string, upTo: number, above: ConsumerMark['above']): ConsumerMark {
  const [first, ...rest] = above
  return first?.[0] === upTo + 1 ? { consumer, upTo: first[1], above: rest } : { consumer, upTo, above }
}

/** Whether the consumer with this mark is done with an entry. */
export const isDoneWith = (mark: ConsumerMark | undefined, { seq }: Pick<Entry, 'seq'>): boolean =>
  mark !== undefined && (seq <= mark.upTo || covers(mark.above, [seq, seq]))
