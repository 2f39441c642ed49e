import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageId } from '../../../src/actors/message-id.js'
import { createSeen } from '../../../src/actors/seen.js'

test('an id is new once', () => {
  const seen = createSeen(['old'], 10)
  expect([seen.add('old'), seen.add('a'), seen.add('a'), seen.has('a'), seen.has('b')]).toEqual([
    false,
    true,
    false,
    true,
    false,
  ])
})

test('at least the last so many are remembered, and never twice as many', () => {
  const seen = createSeen([], 100)
  for (let n = 0; n < 1_000; n += 1) {
    seen.add(`${n}`)
    for (let back = Math.max(0, n - 99); back <= n; back += 1) expect(seen.has(`${back}`)).toBe(true)
  }
  expect(Array.from({ length: 1_000 }, (_, n) => seen.has(`${n}`)).filter(Boolean).length).toBeLessThanOrEqual(200)
})

test('what could not be kept is new again', () => {
  const seen = createSeen([], 2)
  for (const id of ['a', 'b', 'c']) seen.add(id)
  seen.remove(['a', 'c'])
  expect(['a', 'b', 'c'].map((id) => seen.has(id))).toEqual([false, true, false])
  expect(seen.add('a')).toBe(true)
})

test('whatever is added and taken back, the last so many are known, and nothing else ever was', () => {
  const ids = fc.oneof(
    fc.integer({ min: 0, max: 40 }).map(String),
    fc.constantFrom('', '__proto__', '7466342607691052416', '7466342607691052417'),
  )
  const steps = fc.array(fc.record({ id: ids, takesBack: fc.boolean() }), { maxLength: 300 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), steps, (limit, list) => {
      const seen = createSeen([], limit)
      let added: readonly string[] = []
      for (const { id, takesBack } of list) {
        const known = seen.has(id)
        if (added.slice(-limit).includes(id)) expect(known).toBe(true)
        if (!added.includes(id)) expect(known).toBe(false)
        if (takesBack) {
          seen.remove([id])
          added = added.map((one) => (one === id ? 'gone' : one))
          expect(seen.has(id)).toBe(false)
        } else {
          expect(seen.add(id)).toBe(!known)
          if (!known) added = [...added, id]
        }
      }
    }),
  )
})

test.each([
  [{ MsgId: '7466342607691052416', NewMsgId: '1' }, '7466342607691052416'],
  [{ MsgId: '', NewMsgId: '7466342607691052416' }, '7466342607691052416'],
  [{ MsgId: '0', NewMsgId: 7 }, '7'],
  [{ MsgId: 12 }, '12'],
])('the id of %j', (raw, id) => {
  expect(messageId(raw)).toBe(id)
})

test('a message without an id is known by all of what it says', () => {
  const [one, same, other] = [{ Content: 'a' }, { Content: 'a' }, { Content: 'b' }].map(messageId)
  expect(one).toBe(same)
  expect(one).not.toBe(other)
  expect(one).toMatch(/^raw-[0-9a-f]{16}$/)
})
