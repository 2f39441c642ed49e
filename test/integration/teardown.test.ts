import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

interface Left {
  readonly name: string
  readonly before: readonly string[]
  readonly after: readonly string[]
}

test('after a stop, whenever it comes, nothing is left that would keep the process from ending', () => {
  const program = new URL('../support/teardown/moments.ts', import.meta.url).pathname
  // It ends by itself, or this fails.
  const out = execFileSync(process.execPath, ['--import', 'tsx', program], { encoding: 'utf8', timeout: 60_000 })
  const lines: readonly Left[] = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.length).toBeGreaterThan(8)
  for (const { name, before, after } of lines) expect(after, name).toEqual(before)
}, 90_000)
