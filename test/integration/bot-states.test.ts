import { describe, expect, test } from 'vitest'
import { type Bot, type Dialogue, memoryStore, reply } from '../../src/index.js'
import { testBot } from '../../src/testing/index.js'

/** Keeps whatever it is told to keep. */
const keeping = (
  states: Readonly<Record<string, unknown>>,
): Dialogue<{ readonly kept: unknown; readonly n: number }> => ({
  start: () => ({ kept: 'nothing', n: 0 }),
  reduce: ({ kept, n }, message) => {
    const text = message.type === 'text' ? message.text : ''
    const next = text in states ? states[text] : kept
    return { state: { kept: next, n: n + 1 }, commands: [reply(message, `${n + 1} ${JSON.stringify(kept)}`)] }
  },
})

const states = {
  map: new Map([['a', 1]]),
  date: new Date(0),
  holes: [1, undefined],
  nan: { deep: [Number.NaN] },
  fine: { list: [1, { a: null }], absent: undefined },
}

describe('a state that JSON cannot give back', () => {
  test.each([
    ['map', 'state.kept: Map'],
    ['date', 'state.kept: Date'],
    ['holes', 'state.kept[1]: undefined'],
    ['nan', 'state.kept.deep[0]: NaN'],
  ])('%s makes its message a dead letter that names the place, and the conversation goes on', (word, reason) => {
    const store = memoryStore()
    const prepare = (bot: Bot): void => bot.converse('keep', keeping(states))
    const first = testBot([], { store, prepare })
    for (const text of ['fine', word, 'more']) first.says('alice', text)
    expect(first.sentTo('alice')).toEqual(['1 "nothing"', '2 {"list":[1,{"a":null}]}'])
    const letters = first.events.flatMap((event) => (event.type === 'deadLetter' ? [event.letter.reason] : []))
    expect(letters).toEqual([expect.stringContaining(reason)])
    first.bot.stop()
    const second = testBot([], { store, prepare, in: first })
    second.says('alice', 'more')
    expect(second.sentTo('alice').at(-1)).toBe('3 {"list":[1,{"a":null}]}')
  })

  test('what a turn that fails did to its state is undone', () => {
    const pushing: Dialogue<string[]> = {
      start: () => [],
      reduce: (list, message) => {
        list.push(message.type === 'text' ? message.text : '')
        if (list.at(-1) === 'bad') throw new Error('bad')
        return { state: list, commands: [reply(message, list.join())] }
      },
    }
    const bot = testBot([], { prepare: (one) => one.converse('push', pushing) })
    for (const text of ['a', 'bad', 'b']) bot.says('alice', text)
    expect(bot.sentTo('alice')).toEqual(['a', 'a,b'])
  })
})
