import { expect, test } from 'vitest'
import { reduceWatch, type WatchEvent, watchStart } from '../../../src/cli/watch-state.js'

/** What is done at each of these: `load 1`, `say …`. */
function told(...events: readonly WatchEvent[]): readonly (readonly string[])[] {
  let state = watchStart
  return events.map((event) => {
    const step = reduceWatch(state, event)
    state = step.state
    return step.effects.map((effect) =>
      effect.type === 'say' ? effect.line : `${effect.type} ${effect.type === 'end' ? effect.code : effect.id}`,
    )
  })
}

const changed: WatchEvent = { type: 'changed' }
const signal: WatchEvent = { type: 'signal' }
const loaded = (id: number): WatchEvent => ({ type: 'loaded', id })
const left = (id: number, code?: number): WatchEvent => ({ type: 'left', id, code })

const running = [changed, loaded(1)] as const
const doneFor = (...events: readonly WatchEvent[]) => told(...running, ...events).slice(running.length)

test('a changed bot is loaded, then the running one is stopped, then it begins', () => {
  expect(told(changed, loaded(1), changed, loaded(2), left(1, 0))).toEqual([
    ['load 1'],
    ['go 1'],
    ['load 2'],
    ['stop 1'],
    ['the changed bot takes over', 'go 2'],
  ])
})

test('one that does not load leaves the running one alone', () => {
  expect(doneFor(changed, left(2, 2), changed, loaded(3))).toEqual([
    ['load 2'],
    ['the bot goes on as it was'],
    ['load 3'],
    ['stop 1'],
  ])
})

test('the first that does not load is waited for', () => {
  expect(told(changed, left(1, 2), changed, loaded(2))).toEqual([
    ['load 1'],
    ['waiting for a change'],
    ['load 2'],
    ['go 2'],
  ])
})

test('another change while one is loaded: the latest counts, and one that was killed is not mistaken for it', () => {
  expect(doneFor(changed, changed, left(2), loaded(2), loaded(3))).toEqual([
    ['load 2'],
    ['kill 2', 'load 3'],
    [],
    [],
    ['stop 1'],
  ])
})

test('another change while the old one stops: it is not stopped twice, and the latest begins once it is loaded', () => {
  expect(doneFor(changed, loaded(2), changed, left(1, 0), left(2), loaded(3))).toEqual([
    ['load 2'],
    ['stop 1'],
    ['kill 2', 'load 3'],
    [],
    [],
    ['go 3'],
  ])
  expect(doneFor(changed, loaded(2), changed, loaded(3), left(1, 0)).slice(2)).toEqual([
    ['kill 2', 'load 3'],
    [],
    ['the changed bot takes over', 'go 3'],
  ])
})

test('another change that does not load while the old one stops: a further change is waited for', () => {
  expect(doneFor(changed, loaded(2), changed, left(3, 2), left(1, 0), changed, loaded(4))).toEqual([
    ['load 2'],
    ['stop 1'],
    ['kill 2', 'load 3'],
    ['the changed bot does not start'],
    ['waiting for a change'],
    ['load 4'],
    ['go 4'],
  ])
})

test('a bot that fails by itself waits for a change; one that has lost its login, network or store ends the watch', () => {
  expect(doneFor(left(1, 1))).toEqual([['waiting for a change']])
  for (const code of [0, 3, 4, 5, 6]) expect(doneFor(left(1, code))).toEqual([[`end ${code}`]])
  expect(doneFor(left(1))).toEqual([['end 1']])
})

test('a signal stops the running one and ends with its code; the next is killed, and no change counts', () => {
  expect(doneFor(changed, signal, changed, loaded(2), left(2), left(1, 0))).toEqual([
    ['load 2'],
    ['kill 2', 'stop 1'],
    [],
    [],
    [],
    ['end 0'],
  ])
  expect(doneFor(signal, signal)).toEqual([['stop 1'], ['end 0']])
  expect(told(changed, signal)).toEqual([['load 1'], ['kill 1', 'end 0']])
})
