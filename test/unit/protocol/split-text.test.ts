import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { splitText } from '../../../src/protocol/split-text.js'

describe('cuts where it is best', () => {
  it.each([
    ['One. Two. Three.', 10, ['One. Two.', 'Three.']],
    ['第一句。第二句！第三句？', 8, ['第一句。第二句！', '第三句？']],
    ['A line\nanother line\nthe last', 20, ['A line\nanother line', 'the last']],
    ['First part.\n\nSecond. Third.', 22, ['First part.', 'Second. Third.']],
    ['no sentence here at all', 12, ['no sentence', 'here at all']],
    ['没有标点的一段很长的文字', 5, ['没有标点的', '一段很长的', '文字']],
    ['甲，乙，丙丁戊己', 6, ['甲，乙，', '丙丁戊己']],
    ['a "quoted end." Then more.', 16, ['a "quoted end."', 'Then more.']],
    ['  short  ', 100, ['short']],
    ['   ', 3, []],
    ['', 3, []],
  ])('%j at %i', (text, limit, parts) => {
    expect(splitText(text, { limit })).toEqual(parts)
  })
})

test('never within a character, however it is made', () => {
  expect(splitText('👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', { limit: 1 })).toEqual(['👨‍👩‍👧', '👨‍👩‍👧', '👨‍👩‍👧'])
  expect(splitText('e\u0301e\u0301e\u0301', { limit: 2 })).toEqual(['e\u0301e\u0301', 'e\u0301'])
})

test('nothing but white space is lost, and no part is too long', () => {
  const piece = fc.constantFrom('a', '你', '。', '. ', '\n', '\n\n', ' ', '，', '👍🏽', '!', 'word ', '\ud800')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 200 }), fc.integer({ min: 1, max: 40 }), (pieces, limit) => {
      const text = pieces.join('')
      const parts = splitText(text, { limit })
      expect(parts.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
      const segments = new Intl.Segmenter('zh', { granularity: 'grapheme' })
      for (const part of parts) {
        expect([...segments.segment(part)].length).toBeLessThanOrEqual(limit)
        expect(part.trim()).toBe(part)
        expect(part).not.toBe('')
      }
    }),
  )
})

test('a limit below one is a mistake', () => {
  expect(() => splitText('a', { limit: 0 })).toThrow(RangeError)
  expect(() => splitText('a', { limit: Number.NaN })).toThrow(RangeError)
})
