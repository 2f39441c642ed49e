import { expect, test } from 'vitest'
import { dequeue, emptyQueue, enqueue, head, type Queue, toArray } from '../../../src/kernel/queue.js'

const of = (...items: readonly number[]): Queue<number> => items.reduce<Queue<number>>(enqueue, emptyQueue)

test('what goes in first comes out first, however puts and takes are mixed', () => {
  let queue = of(1, 2)
  const out: (number | undefined)[] = []
  for (const n of [3, 4, 5]) {
    out.push(head(queue))
    queue = enqueue(dequeue(queue), n)
  }
  expect([out, toArray(queue), queue.size]).toEqual([[1, 2, 3], [4, 5], 2])
})

test('an old value of the queue stays what it was', () => {
  const before = of(1, 2, 3)
  dequeue(enqueue(before, 4))
  expect(toArray(before)).toEqual([1, 2, 3])
})

test('taking from an empty queue leaves it empty', () => {
  expect(dequeue(dequeue(of(1)))).toEqual(emptyQueue)
  expect(head(emptyQueue)).toBeUndefined()
})
