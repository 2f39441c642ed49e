import { expect, it, test } from 'vitest'
import { decodeMessage } from '../../../src/protocol/message.js'
import { encodeText } from '../../../src/protocol/text.js'
import { escapeXml } from '../../../src/protocol/xml.js'

const app = (type: number, inner: string) =>
  decodeMessage(
    { MsgType: 49, AppMsgType: type, Content: encodeText(`<msg><appmsg><type>${type}</type>${inner}</appmsg></msg>`) },
    '@me',
  )

const quote = (type: number, content: string) => {
  const refer = `<type>${type}</type><svrid>7</svrid><fromusr>wxid_lin</fromusr><displayname>Lin</displayname>`
  const message = app(57, `<title>yes</title><refermsg>${refer}<content>${escapeXml(content)}</content></refermsg>`)
  return message.type === 'quote' ? message.quoted : message
}

const inner = (type: number, title: string) => `<msg><appmsg><title>${title}</title><type>${type}</type></appmsg></msg>`

it.each([
  [1, 'what about <b>?', { kind: 'text', text: 'what about <b>?' }],
  [3, '<msg><img length="7"/></msg>', { kind: 'image', text: '' }],
  [34, '<msg><voicemsg/></msg>', { kind: 'voice', text: '' }],
  [43, '', { kind: 'video', text: '' }],
  [47, '', { kind: 'emoticon', text: '' }],
  [48, '', { kind: 'location', text: '' }],
  [42, '', { kind: 'card', text: '' }],
  [49, inner(6, 'plan.pdf'), { kind: 'file', text: 'plan.pdf' }],
  [49, inner(5, 'An article'), { kind: 'link', text: 'An article' }],
  [49, inner(57, 'an answer'), { kind: 'quote', text: 'an answer' }],
  [49, inner(33, 'Shop'), { kind: 'miniProgram', text: 'Shop' }],
  [49, inner(19, 'History'), { kind: 'chatHistory', text: 'History' }],
  [49, inner(3, 'Song'), { kind: 'music', text: 'Song' }],
  [49, inner(4711, 'What'), { kind: 'unknown', text: 'What' }],
  [49, 'no XML at all', { kind: 'unknown', text: '' }],
  [4711, 'x', { kind: 'unknown', text: '' }],
])('an answer to a message of type %i', (type, content, expected) => {
  expect(quote(type, content)).toMatchObject({
    id: '7',
    msgType: type,
    name: 'Lin',
    realId: 'wxid_lin',
    content,
    ...expected,
  })
})

test('the messages of a bundle, in order, whatever they are', () => {
  const items = [
    '<dataitem datatype="1"><datadesc>hi &lt;b&gt;</datadesc><sourcename>Lin</sourcename><sourcetime>2018-3-13 18:03</sourcetime></dataitem>',
    '<dataitem datatype="8"><datatitle>plan.pdf</datatitle><sourcename>Zoe</sourcename></dataitem>',
    '<dataitem><sourcename>Bob</sourcename></dataitem>',
  ]
  const record = `<recordinfo><datalist count="3">${items.join('')}</datalist></recordinfo>`
  expect(app(19, `<title>Chat</title><recorditem>${escapeXml(record)}</recorditem>`)).toMatchObject({
    type: 'chatHistory',
    items: [
      { name: 'Lin', text: 'hi <b>', time: '2018-3-13 18:03', dataType: 1 },
      { name: 'Zoe', text: 'plan.pdf', time: '', dataType: 8 },
      { name: 'Bob', text: '', time: '', dataType: 0 },
    ],
  })
})

it.each([
  '',
  '<recordinfo>',
  '<a/>',
  '<!DOCTYPE x><recordinfo/>',
  '<recordinfo><datalist>x</datalist></recordinfo>',
  '<recordinfo><datalist><dataitem datatype="1e999"/></datalist></recordinfo>',
])('a bundle that is damaged has nothing in it: %j', (record) => {
  const message = app(19, `<recorditem>${escapeXml(record)}</recorditem>`)
  if (message.type !== 'chatHistory') throw new Error(message.type)
  for (const { name, text, dataType } of message.items) expect([name, text, dataType]).toEqual(['', '', 0])
})

test('a bundle of any size is cut at a thousand', () => {
  const record = `<recordinfo><datalist>${'<dataitem datatype="1"/>'.repeat(1_200)}</datalist></recordinfo>`
  const message = app(19, `<recorditem>${escapeXml(record)}</recorditem>`)
  expect(message.type === 'chatHistory' && message.items.length).toBe(1_000)
})
