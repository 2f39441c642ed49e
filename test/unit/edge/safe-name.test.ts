import { expect, test } from 'vitest'
import { safeName } from '../../../src/edge/safe-name.js'

test.each([
  ['-rf.pdf', '_rf.pdf'],
  ['--help', '_help'],
  ['.-x', '_x'],
  ['–o.pdf', '_o.pdf'],
  ['\u200b-rf.pdf', '_rf.pdf'],
  ['a-b.pdf', 'a-b.pdf'],
  ['.bashrc', '_bashrc'],
])('%j is saved as %j', (name, saved) => {
  expect(safeName(name)).toBe(saved)
})
