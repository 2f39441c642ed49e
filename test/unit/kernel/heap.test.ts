import { expect, test } from 'vitest'
import { added, first, type Heap, withoutFirst } from '../../../src/kernel/heap.js'

const isBefore = (one: number, other: number): boolean => one < other

function drained(heap: Heap<number>): readonly number[] {
  const items: number[] = []
  for (let rest = heap; rest !== undefined; rest = withoutFirst(rest, isBefore)) items.push(first(rest) ?? Number.NaN)
  return items
}

test('items come out in their order, whatever the order in which they went in, and an older heap stays as it was', () => {
  const numbers = Array.from({ length: 5_000 }, (_, n) => (n * 7_919) % 5_003)
  const heap = numbers.reduce<Heap<number>>((all, n) => added(all, n, isBefore), undefined)
  const sorted = [...numbers].sort((one, other) => one - other)
  expect(drained(heap)).toEqual(sorted)
  expect(drained(heap)).toEqual(sorted)
  const ascending = sorted.reduce<Heap<number>>((all, n) => added(all, n, isBefore), undefined)
  expect(drained(ascending)).toEqual(sorted)
})
