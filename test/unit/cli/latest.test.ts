import { expect, test } from 'vitest'
import { createLatest } from '../../../src/cli/latest.js'

const keptOf = (keys: readonly string[], limit: number): readonly string[] => {
  const latest = createLatest<string>(limit)
  for (const key of keys) latest.set(key, key)
  return [...new Set(keys)].filter((key) => latest.get(key) === key)
}

test('beyond the limit the oldest are forgotten', () => {
  expect(keptOf(['a', 'b', 'c'], 3)).toEqual(['a', 'b', 'c'])
  expect(keptOf(['a', 'b', 'c', 'd', 'e'], 3)).toEqual(['c', 'd', 'e'])
})

test('what is set again is the latest, and takes no room twice', () => {
  expect(keptOf(['a', 'b', 'a', 'c', 'd'], 3)).toEqual(['a', 'c', 'd'])
})
