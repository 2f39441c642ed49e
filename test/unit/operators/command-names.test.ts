import { expect, test } from 'vitest'
import { command, isFailure } from '../../../src/index.js'

const told = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    return isFailure(error) && error.kind === 'argument' ? error.message : String(error)
  }
  return 'nothing'
}

const given = (name: unknown, options?: unknown) => () => command(name as string, options as { prefix?: string })

test.each<readonly [act: () => unknown, words: RegExp]>([
  [given('/x'), /^command: "\/x" begins with the prefix "\/"/],
  [given('!x', { prefix: '!' }), /begins with the prefix "!"/],
  [given(''), /^command: expected the name of a command/],
  [given(undefined), /^command: expected the name of a command.* got undefined$/],
  [given('add friend'), /holds a blank or a quote/],
  [given('say"'), /holds a blank or a quote/],
  [given('x', { prefix: 'hey ' }), /holds a blank or a quote/],
  [given('x', { prefix: 7 }), /^prefix: expected a string, got a number$/],
  [given('x', { prefx: '!' }), /^prefx: .* did you mean prefix\?$/],
  [given('x', { args: 'word' }), /^args: expected a list/],
  [given('x', { args: ['integer'] }), /^args\[0\]: expected word, number/],
  [given('x', { args: ['rest', 'word'] }), /^args\[0\]: rest has to be the last one$/],
  [given('x', { args: ['number?', 'word'] }), /^args\[0\]: it cannot be left out, since word follows$/],
])('%# is told', (act, words) => {
  expect(told(act)).toMatch(words)
})

test.each([
  ['x', undefined],
  ['写', { prefix: '！' }],
  ['roll', { prefix: 'r' }],
  ['help', { prefix: '' }],
  ['/x', { prefix: '!' }],
  ['x', { args: ['word', 'number?', 'rest'] }],
])('%s can be meant', (name, options) => {
  expect(told(given(name, options))).toBe('nothing')
})
