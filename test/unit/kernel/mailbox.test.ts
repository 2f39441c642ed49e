import { take } from 'rxjs'
import { expect, test } from 'vitest'
import { createMailbox } from '../../../src/kernel/mailbox.js'

test('what is sent while nobody reads waits for the reader, in order', () => {
  const mailbox = createMailbox<number>()
  for (const n of [1, 2, 3]) mailbox.send(n)
  const read: number[] = []
  mailbox.messages$.subscribe((n) => read.push(n))
  mailbox.send(4)
  expect(read).toEqual([1, 2, 3, 4])
})

test('a message sent while another is handled waits until that one is done', () => {
  const mailbox = createMailbox<string>()
  const trace: string[] = []
  mailbox.messages$.subscribe((message) => {
    trace.push(`begin ${message}`)
    if (message === 'a') mailbox.send('b')
    trace.push(`end ${message}`)
  })
  mailbox.send('a')
  expect(trace).toEqual(['begin a', 'end a', 'begin b', 'end b'])
})

test('100,000 messages that answer each other do not grow the stack', () => {
  const mailbox = createMailbox<number>()
  let last = 0
  mailbox.messages$.subscribe((n) => {
    last = n
    if (n < 100_000) mailbox.send(n + 1)
  })
  mailbox.send(1)
  expect(last).toBe(100_000)
})

test('a reader that leaves in the middle leaves the rest to the next one', () => {
  const mailbox = createMailbox<number>()
  for (const n of [1, 2, 3]) mailbox.send(n)
  const first: number[] = []
  const second: number[] = []
  mailbox.messages$.pipe(take(1)).subscribe((n) => first.push(n))
  mailbox.send(4)
  mailbox.messages$.subscribe((n) => second.push(n))
  expect([first, second]).toEqual([[1], [2, 3, 4]])
})

test('a full mailbox says so and keeps what it has', () => {
  const mailbox = createMailbox<number>(2)
  expect([mailbox.send(1), mailbox.send(2), mailbox.send(3)]).toEqual([true, true, false])
  const read: number[] = []
  mailbox.messages$.subscribe((n) => read.push(n))
  expect(read).toEqual([1, 2])
  expect(mailbox.send(4)).toBe(true)
})
