import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { faultNames } from '../../../src/emulator/index.js'

test('the documentation lists every fault, in the words of the code, and no other', () => {
  const page = readFileSync(new URL('../../../src/emulator/README.md', import.meta.url), 'utf8')
  const rows = page.split('\n').filter((line) => line.startsWith('| `'))
  expect(rows).toEqual(Object.entries(faultNames).map(([name, about]) => `| \`${name}\` | ${about} |`))
})

test('there are at least forty of them', () => {
  expect(Object.keys(faultNames).length).toBeGreaterThanOrEqual(40)
})
