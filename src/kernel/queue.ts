interface Cell<T> {
  readonly item: T
  readonly next: Cell<T> | undefined
}

/** A queue as a value: putting and taking answer with a new one, in constant time on average. */
export interface Queue<T> {
  readonly size: number
  readonly front: Cell<T> | undefined
  readonly back: Cell<T> | undefined
}

export const emptyQueue: Queue<never> = { size: 0, front: undefined, back: undefined }

export function enqueue<T>(queue: Queue<T>, item: T): Queue<T> {
  return queue.front === undefined
    ? { size: 1, front: { item, next: undefined }, back: undefined }
    : { ...queue, size: queue.size + 1, back: { item, next: queue.back } }
}

export const head = <T>(queue: Queue<T>): T | undefined => queue.front?.item

export function dequeue<T>({ size, front, back }: Queue<T>): Queue<T> {
  if (front === undefined) return emptyQueue
  return front.next === undefined
    ? { size: size - 1, front: reversed(back), back: undefined }
    : { size: size - 1, front: front.next, back }
}

function reversed<T>(cells: Cell<T> | undefined): Cell<T> | undefined {
  let turned: Cell<T> | undefined
  for (let cell = cells; cell !== undefined; cell = cell.next) turned = { item: cell.item, next: turned }
  return turned
}

/** All items, first to last. */
export function toArray<T>({ front, back }: Queue<T>): readonly T[] {
  const items: T[] = []
  for (let cell = front; cell !== undefined; cell = cell.next) items.push(cell.item)
  for (let cell = reversed(back); cell !== undefined; cell = cell.next) items.push(cell.item)
  return items
}
