import { expect, test } from 'vitest'
import { parseCommand } from '../../../src/cli/listener-commands.js'

test.each([
  [
    '{"send":{"to":"alice","text":"hi","key":"k"}}',
    { type: 'send', to: 'alice', wish: { text: 'hi', key: 'k' }, key: 'k' },
  ],
  ['{"reply":{"id":7,"text":"hi"}}', { type: 'reply', id: '7', wish: { text: 'hi' } }],
  ['{"revoke":{"id":"9","to":"alice"}}', { type: 'revoke', what: '9', to: 'alice' }],
  ['{"revoke":{"key":"k"}}', { type: 'revoke', what: 'k', key: 'k' }],
  ['{"ack":"5"}', { type: 'ack', id: '5' }],
  ['{"nack":5}', { type: 'nack', id: '5' }],
  ['{"contacts":true}', { type: 'contacts', wanted: { kind: 'all', query: '' } }],
  ['{"contacts":{"kind":"room","query":"te"}}', { type: 'contacts', wanted: { kind: 'room', query: 'te' } }],
  [
    '{"operate":{"type":"leaveRoom","room":"Team"}}',
    { type: 'operate', operation: { type: 'leaveRoom', room: 'Team' } },
  ],
])('%s is understood', (line, command) => {
  expect(parseCommand(line)).toEqual(command)
})

test.each([
  '{',
  '[]',
  'null',
  '"text"',
  '7',
  '{}',
  '{"send":{"to":"alice"}}',
  '{"send":{"text":"hi"}}',
  '{"reply":{"text":"hi"}}',
  '{"revoke":{}}',
  '{"send":[]}',
  '{"__proto__":{"send":1}}',
])('%s is bad, and says what to write', (line) => {
  const command = parseCommand(line)
  expect(command.type).toBe('bad')
  expect('why' in command && command.why).toMatch(/write|needs/)
})

test('a bad command with a key is answered under that key', () => {
  expect(parseCommand('{"send":{"to":"alice","key":"k"}}')).toMatchObject({ type: 'bad', key: 'k' })
})
