import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAssignments } from '../../src/protocol/assignment.js'
import { quoteBigIntegers, readJson } from '../../src/protocol/json.js'
import { formatSyncKey, orPrevious, readSyncKey } from '../../src/protocol/sync-key.js'
import { decodeText, encodeText, outgoingText, splitRoomPrefix } from '../../src/protocol/text.js'
import { attribute, child, escapeXml, parseXml, textAt } from '../../src/protocol/xml.js'
import { right } from '../unit/protocol/fixtures/answers.js'

/** Texts full of what the codecs look for. */
const spicy = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '<br/>',
        '&lt;',
        '&amp;amp;',
        '<span class="emoji emoji1f604"></span>',
        '\n',
        ':',
        '"',
        '\\',
        '[微笑]',
        '@a1:',
        ']]>',
        '&#39;',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''))

describe('the text codec', () => {
  it('gives back every text that was encoded', () => {
    fc.assert(fc.property(spicy, (text) => decodeText(encodeText(text)) === text))
  })

  it('gives back the sender and the text of every room message', () => {
    const name = fc.stringMatching(/^@[0-9a-f]{8,64}$/)
    fc.assert(
      fc.property(name, spicy, (sender, text) => {
        const parts = splitRoomPrefix(`${sender}:<br/>${encodeText(text)}`)
        expect(parts.sender).toBe(sender)
        expect(decodeText(parts.content)).toBe(text)
      }),
    )
  })

  it('sends out nothing that JSON escapes, and changes an ordinary text in nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.stringify(outgoingText(text))).not.toMatch(/(?<!\\)(?:\\\\)*\\u/)
      }),
    )
    fc.assert(fc.property(fc.stringMatching(/^[ -~\n\t一-龥]*$/), (text) => outgoingText(text) === text))
  })
})

describe('long texts', () => {
  const pairs: readonly (readonly [string, string])[] = [
    ['&amp;', '&'],
    ['&lt;', '<'],
    ['<br/>', '\n'],
    ['<span class="emoji emoji1f604"></span>', '\u{1f604}'],
    [`<img class="emoji emoji1f604" alt="${'&x'.repeat(300)}">`, '\u{1f604}'],
    ['\u{1f604}', '\u{1f604}'],
    ['plain words ', 'plain words '],
    ['<', '<'],
    ['&', '&'],
  ]

  it('are decoded in pieces as if they were one', () => {
    const tokens = fc.array(fc.constantFrom(...pairs), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(tokens, (some) => {
        // A sign of markup before another token could make one of the two.
        const safe = some.flatMap((one): readonly (readonly [string, string])[] => [one, [' ', ' ']])
        const times = Math.ceil(200_000 / safe.reduce((sum, [wire]) => sum + wire.length, 0))
        const wire = safe
          .map(([text]) => text)
          .join('')
          .repeat(times)
        expect(
          decodeText(wire) ===
            safe
              .map(([, text]) => text)
              .join('')
              .repeat(times),
        ).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

describe('JSON', () => {
  const digits = fc.stringMatching(/^-?[1-9][0-9]{15,25}$/)
  const key = fc.stringMatching(/^[A-Za-z_]\w{0,12}$/).filter((name) => name !== '__proto__')

  it('keeps all digits of big numbers, among any texts and blanks', () => {
    const blanks = fc.stringMatching(/^[ \n\t]{0,20}$/)
    fc.assert(
      fc.property(key, digits, spicy, blanks, (name, number, text, blank) => {
        const body = `{"t":${JSON.stringify(text)},"${name}2"${blank}:${blank}${number}${blank},"z":[${JSON.stringify(text)}]}`
        expect(right(readJson('x', body))).toEqual({ t: text, [`${name}2`]: number, z: [text] })
      }),
    )
  })

  it('is what JSON.parse reads, where no number is big', () => {
    const big = /[:\s]-?\d{16}/
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value)),
        (body) => {
          fc.pre(!big.test(body))
          expect(right(readJson('x', body))).toEqual(JSON.parse(body))
        },
      ),
    )
  })

  it('never touches texts, whatever they hold', () => {
    const nasty = fc
      .array(fc.constantFrom('"', '\\', ':', ' ', ',', '}', '{', 'a', '1234567890123456789', '-', '.', 'e'), {
        maxLength: 12,
      })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(nasty, nasty, (a, b) => {
        const body = JSON.stringify({ a, b: { c: [b, a] } })
        expect(quoteBigIntegers(body)).toBe(body)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('sync keys', () => {
  const digits = fc.oneof(fc.nat(), fc.stringMatching(/^[0-9]{1,20}$/))
  const pair = fc.record({ Key: digits, Val: digits })
  const full = fc
    .tuple(fc.array(pair, { minLength: 1, maxLength: 13 }), fc.boolean())
    .map(([List, asText]) => ({ Count: asText ? String(List.length) : List.length, List }))

  it('are read as they were written, and never merged', () => {
    fc.assert(
      fc.property(full, full, (previous, next) => {
        expect(readSyncKey(JSON.parse(JSON.stringify(next)))).toEqual(next)
        expect(orPrevious(previous, next)).toBe(next)
      }),
    )
  })

  it('are formatted so that they can be told apart', () => {
    fc.assert(
      fc.property(full, (key) => {
        const pairs = formatSyncKey(key)
          .split('|')
          .map((one) => one.split('_'))
        expect(pairs).toEqual(key.List.map(({ Key, Val }) => [String(Key), String(Val)]))
      }),
    )
  })
})

describe('assignments and XML', () => {
  it('give back every value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, code) => {
        const quoted = JSON.stringify(text)
        const found = right(readAssignments('x', `window.code = ${code};\nwindow.text=${quoted};`))
        expect(Object.fromEntries(found)).toEqual({ 'window.code': `${code}`, 'window.text': text })
      }),
    )
  })

  it('carry every text that XML has a form for', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/[\u0000-\u001f\ufffe\uffff]/.test(text))
    fc.assert(
      fc.property(plain, (text) => {
        const xml = parseXml(`<m t="${escapeXml(text)}"><a>${escapeXml(text)}</a></m>`)
        expect(textAt(xml, 'm', 'a')).toBe(text.trim())
        expect(attribute(child(xml, 'm'), 't')).toBe(text)
      }),
    )
  })
})
