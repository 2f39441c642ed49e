import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { kept } from '../../../examples/kept.js'

const folders: string[] = []
const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'rxwx-kept-'))
  folders.push(path)
  return join(path, 'made')
}
afterEach(() => {
  for (const one of folders.splice(0)) rmSync(one, { recursive: true })
})

test.each(['on disk', 'in memory'])('what was written last is read, by its name and as a copy: %s', (where) => {
  const memory = kept(where === 'on disk' ? folder() : undefined)
  const value = { list: [1] }
  memory.write('a', [])
  memory.write('a', value)
  memory.write('../../a', 'another')
  memory.write('__proto__', 'a third')
  value.list.push(2)
  expect(['a', '../../a', '__proto__', 'b'].map(memory.read)).toEqual([{ list: [1] }, 'another', 'a third', undefined])
})

test('the files are private, stay in their folder, and outlive the process; one that is broken is as none', () => {
  const path = folder()
  kept(path).write('../a', 1)
  expect(statSync(path).mode & 0o077).toBe(0)
  const [name = '', ...others] = readdirSync(path)
  expect([others, name]).toEqual([[], expect.stringMatching(/^[0-9a-f]{64}\.json$/)])
  expect(statSync(join(path, name)).mode & 0o077).toBe(0)
  expect(kept(path).read('../a')).toBe(1)
  writeFileSync(join(path, name), '{"a":')
  expect(kept(path).read('../a')).toBeUndefined()
})

test('memory has an end', () => {
  const memory = kept()
  for (let n = 0; n <= 1_000; n += 1) memory.write(`${n}`, n)
  expect([memory.read('0'), memory.read('1'), memory.read('1000')]).toEqual([undefined, 1, 1_000])
})
