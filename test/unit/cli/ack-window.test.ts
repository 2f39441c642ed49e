import { expect, test } from 'vitest'
import { createAckWindow } from '../../../src/cli/ack-window.js'
import type { Delivery } from '../../../src/index.js'
import { createVirtualClock } from '../../../src/testing/index.js'

function windowOf(size: number, timeout = 0) {
  const { scheduler, advance } = createVirtualClock()
  const said: string[] = []
  const nacked: unknown[] = []
  const window = createAckWindow({ size, timeout }, (line) => said.push(line), scheduler)
  window.run$.subscribe()
  const give = (id: number): void =>
    window.expect({
      message: { id: `${id}` },
      nack: (reason: string) => nacked.push([id, reason]),
    } as unknown as Delivery)
  return { window, advance, said, nacked, give }
}

test('a full window is said once, and once more when it is free again', () => {
  const { window, advance, said, give } = windowOf(3)
  for (const id of [1, 2]) give(id)
  advance(10_000)
  expect(said).toEqual([])
  give(3)
  advance(10_000)
  expect(said).toEqual([expect.stringContaining('the window is full: 3 messages wait to be acknowledged')])
  expect(window.take('2')).toBeDefined()
  advance(10_000)
  expect(said.slice(1)).toEqual(['the window is free again: messages go on'])
})

test('a window that is full from the first moment on is said, too', () => {
  const { advance, said, give } = windowOf(1)
  give(1)
  advance(1_000)
  expect(said).toEqual([expect.stringContaining('the window is full: 1 message waits to be acknowledged')])
})

test('a reader that keeps pace at the edge of the window is no news', () => {
  const { window, advance, said, give } = windowOf(2)
  give(0)
  for (let id = 1; id < 500; id += 1) {
    give(id)
    advance(100)
    expect(window.take(`${id - 1}`)).toBeDefined()
    advance(100)
  }
  expect(said).toEqual([])
})

test('what waits too long becomes a dead letter, the oldest first, and an acknowledgement in time does not', () => {
  const { window, advance, said, nacked, give } = windowOf(10, 60_000)
  give(1)
  advance(30_000)
  give(2)
  give(3)
  window.take('2')
  advance(29_800)
  expect(nacked).toEqual([])
  advance(400)
  expect(nacked).toEqual([[1, 'not acknowledged within 60 s']])
  expect(said).toEqual([expect.stringContaining('message 1 was not acknowledged within 60 s')])
  expect(window.take('1')).toBeUndefined()
  advance(60_000)
  expect(nacked.slice(1)).toEqual([[3, 'not acknowledged within 60 s']])
})

test('without a time-out a message waits without end', () => {
  const { advance, nacked, give } = windowOf(10)
  give(1)
  advance(30 * 86_400_000)
  expect(nacked).toEqual([])
})
