import { lastValueFrom, of } from 'rxjs'
import { expect, test } from 'vitest'
import { tooLong } from '../../../src/cli/lines-of.js'
import { createListenerCommands, parseCommand } from '../../../src/cli/listener-commands.js'
import type { Bot } from '../../../src/index.js'

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

test.each([
  ['{"send":{"to":"alice","text":"hi"},"revoke":{"key":"k"}}', 'one command a line, not "send" and "revoke"'],
  ['{"send":{"to":"alice","text":"hi","key":{"a":1}}}', '"key" of "send" is a text'],
  ['{"reply":{"id":"7","text":"hi","key":[1]}}', '"key" of "reply" is a text'],
  [tooLong, 'this line is too long for a command'],
])('%s is bad, and says why', (line, why) => {
  expect(parseCommand(line)).toMatchObject({ type: 'bad', why: expect.stringContaining(why) })
})

test('a bad command with a key is answered under that key', () => {
  expect(parseCommand('{"send":{"to":"alice","key":"k"}}')).toMatchObject({ type: 'bad', key: 'k' })
})

test('10,000 sends can be revoked by their keys, and no more are remembered', async () => {
  let n = 0
  const revoked: string[] = []
  const bot = {
    submit: ({ key }: { key: string }) =>
      of({ key, to: 'filehelper', clientMsgId: key, outcome: 'accepted', msgId: `m${n++}` }),
    revoke: (_: string, msgId: string) => {
      revoked.push(msgId)
      return of({ key: '', to: 'filehelper', clientMsgId: '', outcome: 'accepted', msgId })
    },
  }
  const { handle } = createListenerCommands(bot as unknown as Bot, false)
  const tell = (command: object) => lastValueFrom(handle(JSON.stringify(command)))
  for (let at = 0; at <= 10_000; at += 1) await tell({ send: { to: 'filehelper', text: 'x', key: `k${at}` } })
  expect(JSON.parse(await tell({ revoke: { key: 'k0' } }))).toMatchObject({ outcome: 'refused' })
  expect(JSON.parse(await tell({ revoke: { key: 'm0' } }))).toMatchObject({ outcome: 'refused' })
  await tell({ revoke: { key: 'k1' } })
  await tell({ revoke: { key: 'k10000' } })
  expect(revoked).toEqual(['m1', 'm10000'])
})
