import { expect, test } from 'vitest'
import { parseCount, parseDuration, parsePace, parsePort } from '../../../src/cli/settings.js'

test.each([
  ['0', 0],
  ['30', 30_000],
  ['500ms', 500],
  ['90s', 90_000],
  ['10m', 600_000],
  ['2h', 7_200_000],
])('a duration of %s is %i ms', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each(['', '-1', '1.5m', '10 m', 'ten', '1d', '99999999999s'])('%j is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow(/30s, 10m, 2h or 0/)
})

test('a pace is default, off or messages a second', () => {
  expect([parsePace('default'), parsePace('off'), parsePace('2/s'), parsePace('0.5/s')]).toEqual([
    undefined,
    'off',
    { burst: 2, interval: 500 },
    { burst: 1, interval: 2_000 },
  ])
  for (const text of ['', '0/s', '-1/s', '2', 'fast', '1/m']) expect(() => parsePace(text)).toThrow(/messages a second/)
})

test('ports and counts are whole numbers in their range', () => {
  expect([parsePort('0'), parsePort('65535'), parseCount('1')]).toEqual([0, 65_535, 1])
  for (const text of ['65536', '-1', 'x', '1.5']) expect(() => parsePort(text)).toThrow()
  for (const text of ['0', '-1', 'x', '1.5']) expect(() => parseCount(text)).toThrow()
})
