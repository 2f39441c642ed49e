import { VirtualTimeScheduler } from 'rxjs'
import { expect, test } from 'vitest'
import { createDeadlines } from '../../../src/kernel/deadlines.js'

function staged() {
  const scheduler = new VirtualTimeScheduler()
  const { watch } = createDeadlines(scheduler)
  const late: string[] = []
  /** Lets the clock come to `time`, whatever waits for it. */
  const advance = (time: number): void => {
    scheduler.maxFrames = time
    scheduler.flush()
    scheduler.frame = time
  }
  return {
    late,
    advance,
    timers: () => scheduler.actions.length,
    watch: (name: string, ms: number) => watch(ms, () => late.push(`${name} at ${scheduler.now()}`)),
  }
}

test('each is late when its own time has come, in whatever order they began', () => {
  const { watch, advance, late } = staged()
  watch('long', 300)
  watch('short', 100)
  advance(50)
  watch('later', 100)
  advance(1_000)
  expect(late).toEqual(['short at 100', 'later at 150', 'long at 300'])
})

test('what ended before is not late, and those after it are', () => {
  const { watch, advance, late } = staged()
  const first = watch('first', 100)
  advance(60)
  watch('second', 100)
  first.unsubscribe()
  first.unsubscribe()
  advance(1_000)
  expect(late).toEqual(['second at 160'])
})

test('one timer serves those that follow each other, and none is left where nothing waits', () => {
  const { watch, timers } = staged()
  let before = watch('0', 100)
  for (let at = 1; at < 50; at++) {
    const next = watch(String(at), 100)
    before.unsubscribe()
    before = next
    expect(timers()).toBe(1)
  }
  before.unsubscribe()
  expect(timers()).toBe(0)
})

test('one that is late may begin another, and end those that are late with it', () => {
  const scheduler = new VirtualTimeScheduler()
  const { watch } = createDeadlines(scheduler)
  const late: string[] = []
  watch(100, () => {
    late.push('first')
    together.unsubscribe()
    watch(100, () => late.push(`again at ${scheduler.now()}`))
  })
  const together = watch(100, () => late.push('together'))
  scheduler.flush()
  expect(late).toEqual(['first', 'again at 200'])
})
