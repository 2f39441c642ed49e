/** A leftist heap as a value: adding and taking the first answer with a new one, in logarithmic time. */
export type Heap<T> = Node<T> | undefined

interface Node<T> {
  readonly item: T
  /** The length of the way down on the right, which is the shorter one. */
  readonly rank: number
  readonly left: Heap<T>
  readonly right: Heap<T>
}

/** Whether one comes before another. */
export type IsBefore<T> = (one: T, other: T) => boolean

export const added = <T>(heap: Heap<T>, item: T, isBefore: IsBefore<T>): Heap<T> =>
  merged(heap, { item, rank: 1, left: undefined, right: undefined }, isBefore)

export const first = <T>(heap: Heap<T>): T | undefined => heap?.item

export const withoutFirst = <T>(heap: Heap<T>, isBefore: IsBefore<T>): Heap<T> =>
  heap === undefined ? undefined : merged(heap.left, heap.right, isBefore)

function merged<T>(one: Heap<T>, other: Heap<T>, isBefore: IsBefore<T>): Heap<T> {
  if (one === undefined) return other
  if (other === undefined) return one
  if (isBefore(other.item, one.item)) return merged(other, one, isBefore)
  const right = merged(one.right, other, isBefore)
  const { left, item } = one
  const [longer, shorter] = rankOf(left) < rankOf(right) ? [right, left] : [left, right]
  return { item, rank: rankOf(shorter) + 1, left: longer, right: shorter }
}

const rankOf = <T>(heap: Heap<T>): number => heap?.rank ?? 0
