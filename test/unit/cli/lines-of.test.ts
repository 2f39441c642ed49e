import { PassThrough } from 'node:stream'
import { lastValueFrom, toArray } from 'rxjs'
import { expect, test } from 'vitest'
import { linesOf, tooLong } from '../../../src/cli/lines-of.js'

/** The lines of these chunks, with at most ten characters each. */
async function linesIn(...chunks: readonly (string | Buffer)[]): Promise<readonly string[]> {
  const input = new PassThrough()
  const lines = lastValueFrom(linesOf(input, 10).pipe(toArray()))
  for (const chunk of chunks) input.write(chunk)
  input.end()
  return lines
}

const bytes = Buffer.from('爱丽丝\n')

test.each([
  ['one after the other', ['a\nb\n'], ['a', 'b']],
  ['the last one without an end', ['a\nb'], ['a', 'b']],
  ['none of nothing', [], []],
  ['an empty one', ['\n\na\n'], ['', '', 'a']],
  ['in pieces', ['a', 'b', '\nc', '\n'], ['ab', 'c']],
  ['as Windows ends them', ['a\r\nb\r', '\n'], ['a', 'b']],
  ['a mark of byte order before them', ['\ufeffa\n'], ['a']],
  ['a character in two pieces', [bytes.subarray(0, 4), bytes.subarray(4)], ['爱丽丝']],
  ['what is no UTF-8', [Buffer.from([0x61, 0xff, 0x0a])], ['a\ufffd']],
  ['ends of lines of other kinds, which are none', ['a\u2028b\u0085c\n'], ['a\u2028b\u0085c']],
  ['one that is too long', ['a\n', 'x'.repeat(11), '\nb\n'], ['a', tooLong, 'b']],
  ['one that is too long, in many pieces', [...Array.from({ length: 100 }, () => 'xxxxx'), '\nb\n'], [tooLong, 'b']],
  ['one that is too long, and has no end', ['x'.repeat(50)], [tooLong]],
  ['one that is just not too long', [`${'x'.repeat(10)}\n`], ['x'.repeat(10)]],
])('%s', async (_, chunks, lines) => {
  expect(await linesIn(...chunks)).toEqual(lines)
})
