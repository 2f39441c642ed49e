import { expect, it, test } from 'vitest'
import { messageFromJson } from '../../../src/cli/message-from-json.js'
import { messageJson } from '../../../src/cli/message-json.js'
import { message } from '../../../src/testing/index.js'

it.each([
  message.image(),
  message.emoticon(),
  message.voice(),
  message.location(),
  message.video(),
  message.friendRequest(),
  message.file('report.pdf'),
  message.file('report.pdf', { room: 'team' }),
])('what was printed of $type is enough to fetch it', (one) => {
  const read = messageFromJson(JSON.parse(JSON.stringify(messageJson(one))))
  expect(read).toMatchObject({ type: one.type, id: one.id })
  if (one.type === 'file')
    expect(read).toMatchObject({
      fromUserName: one.fromUserName,
      fileName: 'report.pdf',
      mediaId: one.mediaId,
      size: one.size,
    })
})

test('anything else is none', () => {
  const wrong = [null, 1, 'image', [], {}, { type: 'text', id: '1' }, { type: 'image' }, { type: 'image', id: '../1' }]
  for (const value of wrong) expect(messageFromJson(value)).toBeUndefined()
  const hostile = {
    type: 'file',
    id: '1',
    size: Number.POSITIVE_INFINITY,
    fileName: { toString: 1 },
    from: null,
    origin: 'phone',
  }
  expect(messageFromJson(hostile)).toMatchObject({ size: 0, fileName: '', fromUserName: '' })
})
