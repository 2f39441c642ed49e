import { expect, test } from 'vitest'
import { allowed, direct, fromKind, fromSender, inChat, isFailure, ofType } from '../../../src/index.js'

const as = <T>(value: unknown): T => value as T

test.each<readonly [string, () => unknown, RegExp]>([
  ['direct({ kind })', () => direct(as({ kind: ['official'] })), /^kind: .*did you mean kinds\?$/],
  [
    'direct with a kind that is none',
    () => direct({ kinds: [as('persn')] }),
    /^kinds: expected .*"person".* got "persn"$/,
  ],
  ['direct of rooms', () => direct({ kinds: [as('room')] }), /^kinds: expected .* got "room"$/],
  ['direct with one kind', () => direct({ kinds: as('person') }), /^kinds: expected a list of kinds, got a string$/],
  ['fromKind of none', () => fromKind(as('persn')), /^fromKind: expected .* got "persn"$/],
  ['fromKind of undefined', () => fromKind(as(undefined)), /^fromKind: expected a kind, got undefined$/],
  ['ofType of none', () => ofType(as<'text'>('txt')), /^ofType: expected "text" or .* got "txt"$/],
  ['ofType of undefined', () => ofType(as<'text'>(undefined)), /^ofType: expected a kind of message.* got undefined$/],
  ['allowed of undefined', () => allowed(as(undefined)), /^allowed: undefined is no own id/],
  ['fromSender of undefined', () => fromSender(as(undefined)), /^whom: expected a name, .* got undefined$/],
  ['inChat of a number', () => inChat(as(7)), /^whom: expected a name, .* got a number$/],
])('%s would never be heard, and throws', (_, make, why) => {
  let told: unknown
  try {
    make()
  } catch (error) {
    told = error
  }
  expect(isFailure(told) && told.kind).toBe('argument')
  expect(String(isFailure(told) && told.message)).toMatch(why)
})
