import fc from 'fast-check'
import { expect, test } from 'vitest'
import { collectBody } from '../../src/edge/collect-body.js'

/** The text of a body that comes in pieces of these sizes, and then the rest. */
function collected(bytes: Buffer, sizes: readonly number[]): string {
  let text: string | undefined
  const failed = (): never => {
    throw new Error('a plain body within its limit cannot fail')
  }
  const flow = { pause: failed, resume: failed }
  const outcome = {
    done: (whole: string) => {
      text = whole
    },
    tooLarge: failed,
    broken: failed,
  }
  const body = collectBody({}, bytes.length, flow, outcome)
  let at = 0
  for (const size of sizes) {
    body.take(bytes.subarray(at, at + size))
    at += size
  }
  body.take(bytes.subarray(at))
  body.end()
  return text ?? 'no end'
}

const sizes = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 })

test('a text is the same however its bytes are cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), sizes, (text, cuts) => {
      const wellFormed = text.toWellFormed()
      expect(collected(Buffer.from(wellFormed), cuts)).toBe(wellFormed)
    }),
  )
})

test('bytes that are no UTF-8 become the same replacement characters as in one piece', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), sizes, (bytes, cuts) => {
      const buffer = Buffer.from(bytes)
      expect(collected(buffer, cuts)).toBe(buffer.toString())
    }),
  )
})

test('the limit is counted in bytes over all pieces, and nothing is told after it', () => {
  const told: string[] = []
  const flow = { pause: () => {}, resume: () => {} }
  const body = collectBody({}, 5, flow, {
    done: () => told.push('done'),
    tooLarge: () => told.push('too large'),
    broken: () => told.push('broken'),
  })
  body.take(Buffer.from('你'))
  body.take(Buffer.from('好'))
  body.take(Buffer.from('你'))
  body.end()
  expect(told).toEqual(['too large'])
})
