import { expect, test } from 'vitest'
import { createLoopBreaker } from '../../../src/actors/loop-breaker.js'
import { createVirtualClock } from '../../../src/testing/index.js'

const limit = { answers: 3, per: 60_000 }

function breaker(of: Parameters<typeof createLoopBreaker>[0] = limit) {
  const clock = createVirtualClock()
  const tripped: string[] = []
  const { take } = createLoopBreaker(of, clock.scheduler, (conversation, pause) =>
    tripped.push(`${conversation} ${pause}`),
  )
  const takes = (conversation: string): boolean => {
    try {
      take(conversation)
      return true
    } catch (error) {
      expect(error).toMatchObject({ kind: 'overflow' })
      return false
    }
  }
  return { clock, tripped, takes }
}

test('so many answers pass, the next one does not, and that is told once', () => {
  const { takes, tripped } = breaker()
  expect([1, 2, 3, 4, 5].map(() => takes('a'))).toEqual([true, true, true, false, false])
  expect(takes('b')).toBe(true)
  expect(tripped).toEqual(['a 60000'])
})

test('the count begins anew after the time of the limit, and so do answers after a rest', () => {
  const { takes, tripped, clock } = breaker()
  for (let minute = 0; minute < 5; minute += 1) {
    expect([takes('a'), takes('a'), takes('a')]).toEqual([true, true, true])
    clock.advance(60_000)
  }
  expect([1, 2, 3, 4].map(() => takes('a'))).toEqual([true, true, true, false])
  clock.advance(59_999)
  expect(takes('a')).toBe(false)
  clock.advance(1)
  expect(takes('a')).toBe(true)
  expect(tripped).toHaveLength(1)
})

test('off is off', () => {
  const { takes } = breaker('off')
  expect(Array.from({ length: 10_000 }, () => takes('a')).every(Boolean)).toBe(true)
})

test('conversations beyond ten thousand are forgotten, the longest known first, and memory stays bounded', () => {
  const { takes } = breaker({ answers: 1, per: 60_000 })
  expect(takes('first')).toBe(true)
  for (let n = 0; n < 10_000; n += 1) expect(takes(`c${n}`)).toBe(true)
  expect(takes('first')).toBe(true)
  expect(takes('c9999')).toBe(false)
})
