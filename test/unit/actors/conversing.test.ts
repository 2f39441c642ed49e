import { expect, test } from 'vitest'
import { said } from '../../../marbles/messages.js'
import { createConversing } from '../../../src/actors/inbox/conversing.js'
import type { Message } from '../../../src/actors/message.js'
import { identityLimit } from '../../../src/actors/saved.js'

/** A dialogue that counts, and the number that each message led to. */
function counting(takes: () => boolean = () => true) {
  const counted: unknown[] = []
  const { consumer, recall } = createConversing<number>('count', {
    start: () => 0,
    reduce: (n) => ({ state: n + 1 }),
  })
  const say = (who: string): void => {
    const message: Message = said(who, 'hi')
    consumer.take({
      message,
      open: () => ({
        message,
        ack: (_, state) => {
          counted.push(state?.next)
          return takes()
        },
        nack: () => {},
        part: () => {},
        parts: () => 0,
      }),
    })
  }
  return { say, recall, counted }
}

test('as many conversations are remembered as a store remembers people; the one that was silent for longest is forgotten', () => {
  const { say, counted, recall } = counting()
  recall([{ consumer: 'count', conversation: 'alice', state: 5 }])
  for (let n = 0; n < identityLimit - 1; n += 1) say(`p${n}`)
  say('alice')
  expect(counted.at(-1)).toBe(6)
  say('one more')
  say('alice')
  expect(counted.at(-1)).toBe(7)
  say('p1')
  expect(counted.at(-1)).toBe(2)
  say('p0')
  expect(counted.at(-1)).toBe(1)
})

test('a turn that is not taken leaves the state as it was', () => {
  let isTaken = true
  const { say, counted } = counting(() => isTaken)
  say('alice')
  isTaken = false
  say('alice')
  say('bob')
  isTaken = true
  say('alice')
  say('bob')
  expect(counted).toEqual([1, 2, 1, 2, 1])
})
