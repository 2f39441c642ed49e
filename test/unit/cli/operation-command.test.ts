import { expect, test } from 'vitest'
import { readOperation } from '../../../src/cli/operation-command.js'

const request = { type: 'friendRequest', userName: '@s', ticket: 'v2_x@stranger', id: '1', greeting: 'hi' }

test.each([
  [
    { type: 'createRoom', members: ['a', 'b'] },
    { type: 'createRoom', members: ['a', 'b'], topic: '' },
  ],
  [
    { type: 'remark', contact: 'a', name: 'b', other: 1 },
    { type: 'remark', contact: 'a', name: 'b' },
  ],
  [
    { type: 'remark', contact: 'a' },
    { type: 'remark', contact: 'a', name: '' },
  ],
  [
    { type: 'pin', contact: 'a' },
    { type: 'pin', contact: 'a', isPinned: true },
  ],
  [
    { type: 'pin', contact: 'a', pinned: false },
    { type: 'pin', contact: 'a', isPinned: false },
  ],
  [
    { type: 'accept', id: '12' },
    { type: 'accept', what: '12' },
  ],
  [
    { type: 'accept', message: request },
    { type: 'accept', what: { userName: '@s', ticket: 'v2_x@stranger' } },
  ],
  [
    { type: 'befriend', who: '@s' },
    { type: 'befriend', who: '@s', greeting: '' },
  ],
  [
    { type: 'remove', room: 'r', members: ['a'] },
    { type: 'remove', room: 'r', members: ['a'] },
  ],
])('%j is read', (fields, command) => {
  expect(readOperation(fields)).toEqual(command)
})

test.each([
  {},
  { type: 'toString' },
  { type: '__proto__' },
  { type: 'invite', room: 'r', members: [] },
  { type: 'invite', room: 'r', members: ['a', 7] },
  { type: 'invite', members: ['a'] },
  { type: 'createRoom', members: 'a' },
  { type: 'accept' },
  { type: 'accept', message: { ...request, ticket: '' } },
  { type: 'accept', message: { ...request, type: 'text' } },
  { type: 'accept', message: { ...request, ticket: 'x'.repeat(2_001) } },
  { type: 'markRead', conversation: '' },
  { type: 'pin' },
])('%j is none, and says what it needs', (fields) => {
  expect(readOperation(fields)).toMatch(/needs/)
})
