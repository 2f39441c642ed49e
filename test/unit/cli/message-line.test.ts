import { expect, test } from 'vitest'
import { said } from '../../../marbles/messages.js'
import { messageJson } from '../../../src/cli/message-json.js'
import { messageLine } from '../../../src/cli/message-line.js'

test('a line shows time, speaker, room and text, and nothing of them can move the cursor', () => {
  const line = messageLine(said('al\u001bice', 'first\nsecond \u001b[2J', 'te\u0007am'), false)
  expect(line).toMatch(/^\d\d:\d\d:\d\d al␛ice \[te\\u0007am\]: first⏎second ␛\[2J$/)
})

test('a remark stands behind the public name, for the owner of the terminal', () => {
  const message = said('alice', 'hi', 'team')
  const from = { ...message.from, remark: 'al\u001bly' }
  expect(messageLine({ ...message, from }, false)).toContain(' alice (al␛ly) [team]: hi')
})

test('colours are there only where they are wanted', () => {
  expect(messageLine(said('alice', 'hi'), true)).toContain('\u001b[')
  expect(messageLine(said('alice', 'hi'), false)).not.toContain('\u001b[')
})

test('as JSON there is the envelope and the payload, and neither the raw form nor the inner names', () => {
  const json = messageJson({ ...said('alice', 'hi', 'team'), time: 1_577_836_800_000 })
  expect(json).toMatchObject({ type: 'text', text: 'hi', time: '2020-01-01T00:00:00.000Z', room: { name: 'team' } })
  for (const name of ['raw', 'own', 'peer', 'sender', 'fromUserName', 'toUserName'])
    expect(json).not.toHaveProperty(name)
})

test('a time that no calendar knows does not end the listener', () => {
  expect(messageJson({ ...said('alice', 'hi'), time: Number.MAX_SAFE_INTEGER }).time).toBeNull()
  expect(messageLine({ ...said('alice', 'hi'), time: Number.MAX_SAFE_INTEGER }, false)).toMatch(/^--:--:--/)
})
