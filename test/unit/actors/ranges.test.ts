import fc from 'fast-check'
import { expect, test } from 'vitest'
import { covers, type Ranges, withNumbers } from '../../../src/actors/ranges.js'

const step = fc.record({ more: fc.array(fc.integer({ min: 1, max: 60 })), low: fc.integer({ min: 0, max: 40 }) })

test('ranges hold what a set of numbers holds, whatever is put in and wherever the bottom rises to', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      let ranges: Ranges = []
      let numbers = new Set<number>()
      let bottom = 0
      for (const { more, low } of steps) {
        bottom = Math.max(bottom, low)
        ranges = withNumbers(ranges, more, bottom)
        numbers = new Set([...numbers, ...more].filter((number) => number > bottom))
        for (let number = 1; number <= 61; number += 1)
          expect(covers(ranges, [number, number])).toBe(numbers.has(number))
      }
      const apart = ranges.every(([from, to], at) => from <= to && from > (ranges[at - 1]?.[1] ?? -1) + 1)
      expect(apart).toBe(true)
    }),
  )
})

test('a range is covered as a whole or not at all', () => {
  const ranges = withNumbers([], [3, 4, 5, 9], 0)
  expect(ranges).toEqual([
    [3, 5],
    [9, 9],
  ])
  expect([covers(ranges, [3, 5]), covers(ranges, [4, 4]), covers(ranges, [4, 6]), covers(ranges, [5, 9])]).toEqual([
    true,
    true,
    false,
    false,
  ])
})
