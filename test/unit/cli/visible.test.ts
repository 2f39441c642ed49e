import { expect, test } from 'vitest'
import { visible } from '../../../src/cli/visible.js'

test.each([
  ['terminal escapes', '\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
  ['line breaks and tabs', 'a\nb\r\tc', 'a⏎b␍⇥c'],
  ['NUL, backspace and the C1 set', 'a\u0000\u0008\u009b1m', 'a\\u0000\\u0008\\u009b1m'],
  ['what turns the direction of writing', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['what has no width', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
  ['joiners that join nothing', 'Ali\u200cce \u200d你\u200d好', 'Ali\\u200cce \\u200d你\\u200d好'],
  ['tags that are no flag', 'a\u{e0041}\u{e007f}', 'a\\u{e0041}\\u{e007f}'],
])('%s become visible', (_, text, shown) => {
  expect(visible(text)).toBe(shown)
})

/** From, to: as Unicode lists them. */
const ranges: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  'the controls of both sets': [
    [0x00, 0x1f],
    [0x7f, 0x9f],
  ],
  'every mark and turn of direction': [
    [0x061c, 0x061c],
    [0x200e, 0x200f],
    [0x202a, 0x202e],
    [0x2066, 0x2069],
  ],
  'the ends of lines and paragraphs': [
    [0x0a, 0x0a],
    [0x0d, 0x0d],
    [0x85, 0x85],
    [0x2028, 0x2029],
  ],
  'what has no width, and what fills a place with nothing': [
    [0x00ad, 0x00ad],
    [0x034f, 0x034f],
    [0x115f, 0x1160],
    [0x180e, 0x180e],
    [0x200b, 0x200d],
    [0x2060, 0x2064],
    [0x206a, 0x206f],
    [0x3164, 0x3164],
    [0xfeff, 0xfeff],
    [0xffa0, 0xffa0],
    [0xfff9, 0xfffb],
    [0x1d173, 0x1d17a],
    [0xe0001, 0xe007f],
  ],
}

test.each(Object.entries(ranges))('%s: none passes', (_, list) => {
  for (const [from, to] of list)
    for (let code = from; code <= to; code += 1) {
      const text = `a${String.fromCodePoint(code)}b`
      expect([code.toString(16), visible(text)]).not.toEqual([code.toString(16), text])
    }
})

test.each([
  '你好 Grüße 👨‍👩‍👧 @me\u2005hi',
  '👩🏽‍⚕️ 🏳️‍🌈 🏴‍☠️ ❤️ 1️⃣ 🇨🇳 🏴󠁧󠁢󠁷󠁬󠁳󠁿',
  'می\u200cخواهم क\u094d\u200dष עברית العربية ไทย',
  'e\u0301 葛\u{e0100}',
])('letters of all scripts, emoji and the mention separator stay what they are: %s', (text) => {
  expect(visible(text)).toBe(text)
})
