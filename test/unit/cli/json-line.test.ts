import { expect, test } from 'vitest'
import { jsonLine } from '../../../src/cli/json-line.js'

const from = (first: number, last: number): readonly string[] =>
  Array.from({ length: last - first + 1 }, (_, at) => String.fromCharCode(first + at))

/** What a terminal obeys, a reader of lines splits at, or a screen shows in another order. */
const unsafe = [
  ...from(0x00, 0x1f),
  ...from(0x7f, 0x9f),
  '\u061c',
  '\u200e',
  '\u200f',
  ...from(0x2028, 0x202e),
  ...from(0x2066, 0x2069),
]

test.each(unsafe.map((character) => [`U+${character.charCodeAt(0).toString(16).padStart(4, '0')}`, character]))(
  '%s stands in no line as it is, and means the same',
  (_, character) => {
    const value = { text: `a${character}b`, [`key${character}`]: [character] }
    const line = jsonLine(value)
    expect(line).not.toContain(character)
    expect(JSON.parse(line)).toEqual(value)
  },
)

test('everything else stays as JSON has it: letters of all scripts, emoji, and what is half of one', () => {
  for (const text of ['plain "quoted" \\ text', '爱丽丝', 'שלום مرحبا', '👨‍👩‍👧 🇨🇳', '\ud83d', 'nbsp\u00a0'])
    expect(jsonLine({ text })).toBe(JSON.stringify({ text }))
  expect(jsonLine('')).toBe('""')
})
