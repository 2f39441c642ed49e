import { expect, test } from 'vitest'
import { knownCapabilities, learnt } from '../../../../src/actors/operations/capabilities.js'

test.each([
  ['remark', undefined, 'served'],
  ['befriend', undefined, 'served'],
  ['befriend', 1, 'mayBeRefused'],
  ['remark', 1, 'mayBeRefused'],
  ['befriend', 1203, 'impossible'],
  ['befriend', -1, 'impossible'],
  ['createRoom', 201, 'impossible'],
  ['createRoom', 1205, 'mayBeRefused'],
  ['remark', 1205, 'served'],
  ['remark', 1204, 'served'],
] as const)('%s after %s is %s', (name, code, capability) => {
  expect(learnt(knownCapabilities, name, code)[name]).toBe(capability)
})

test('what was impossible is served once it worked, and "not permitted" does not make it likelier', () => {
  const impossible = learnt(knownCapabilities, 'createRoom', 1203)
  expect(learnt(impossible, 'createRoom', 1)).toBe(impossible)
  expect(learnt(impossible, 'createRoom', undefined).createRoom).toBe('served')
})

test('what teaches nothing changes nothing', () => {
  expect(learnt(knownCapabilities, 'remark', undefined)).toBe(knownCapabilities)
})
