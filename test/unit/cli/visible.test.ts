import { expect, test } from 'vitest'
import { visible } from '../../../src/cli/visible.js'

test.each([
  ['terminal escapes', '\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
  ['line breaks and tabs', 'a\nb\r\tc', 'a⏎b␍⇥c'],
  ['NUL, backspace and the C1 set', 'a\u0000\u0008\u009b1m', 'a\\u0000\\u0008\\u009b1m'],
  ['what turns the direction of writing', 'a\u202eb\u2066c', 'a\\u202eb\\u2066c'],
  ['what has no width', 'a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
])('%s become visible', (_, text, shown) => {
  expect(visible(text)).toBe(shown)
})

test('letters of all scripts, emoji and the mention separator stay what they are', () => {
  expect(visible('你好 Grüße 👨‍👩‍👧 @me\u2005hi')).toBe('你好 Grüße 👨‍👩‍👧 @me\u2005hi')
})
