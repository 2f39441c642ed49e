import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyTable, lookup, put, type Table, without } from '../../../src/kernel/table.js'

const keys = fc.oneof(fc.integer({ min: 0, max: 50 }).map(String), fc.string(), fc.constant('__proto__'))
const step = fc.record({ key: keys, value: fc.option(fc.nat(), { nil: undefined }) })

test('a table holds what a map holds, whatever is put and taken', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const map = new Map<string, number>()
      let table: Table<number> = emptyTable
      for (const { key, value } of steps) {
        if (value === undefined) map.delete(key)
        else map.set(key, value)
        table = value === undefined ? without(table, key) : put(table, key, value)
      }
      for (const { key } of steps) expect(lookup(table, key)).toBe(map.get(key))
      if (map.size === 0) expect(table.branches.flat().every((leaf) => leaf === undefined)).toBe(true)
    }),
  )
})

test('an old table stays what it was', () => {
  const before = put<number>(emptyTable, 'one', 1)
  const after = without(put(before, 'one', 2), 'two')
  expect([lookup(before, 'one'), lookup(after, 'one'), lookup(without(after, 'one'), 'one')]).toEqual([1, 2, undefined])
})
