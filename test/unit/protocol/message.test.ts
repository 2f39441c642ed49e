import { describe, expect, it } from 'vitest'
import { type Decoded, decodeMessage } from '../../../src/protocol/message.js'
import { friend, member, message, room, self } from './fixtures/messages.js'

const decode = (more: Readonly<Record<string, unknown>> = {}): Decoded => decodeMessage(message(more), self)

describe('the envelope of a message', () => {
  it('of a friend', () => {
    const raw = message()
    expect(decodeMessage(raw, self)).toEqual({
      type: 'text',
      text: 'hello',
      id: '8100000000000000001',
      time: 1_700_000_000_000,
      fromUserName: friend,
      toUserName: self,
      peer: friend,
      sender: friend,
      isRoom: false,
      own: false,
      raw,
    })
  })

  it('of a member of a room', () => {
    const content = `${member}:<br/>a &lt; b<br/>c<span class="emoji emoji1f604"></span>`
    expect(decode({ FromUserName: room, Content: content })).toMatchObject({
      type: 'text',
      text: 'a < b\nc😄',
      peer: room,
      sender: member,
      isRoom: true,
      own: false,
    })
  })

  it('of ourselves in a room: what looks like a sender is text', () => {
    const content = `${member}:<br/>quoted`
    expect(decode({ FromUserName: self, ToUserName: room, Content: content })).toMatchObject({
      type: 'text',
      text: `${member}:\nquoted`,
      peer: room,
      sender: self,
      own: true,
    })
  })

  it('of ourselves to a friend, and to the file helper', () => {
    expect(decode({ FromUserName: self, ToUserName: friend })).toMatchObject({ peer: friend, sender: self, own: true })
    expect(decode({ FromUserName: '', ToUserName: 'filehelper' })).toMatchObject({
      peer: 'filehelper',
      sender: self,
      own: true,
    })
  })

  it('of the room itself', () => {
    expect(decode({ FromUserName: room, MsgType: 10000, Content: 'wxid_1:<br/>x' })).toMatchObject({
      type: 'system',
      text: 'wxid_1:\nx',
      peer: room,
      sender: room,
      isRoom: true,
    })
  })

  it('takes the id from MsgId, else from NewMsgId, else has none', () => {
    expect(decode({ MsgId: '', NewMsgId: '81' }).id).toBe('81')
    expect(decode({ MsgId: '0', NewMsgId: '81' }).id).toBe('81')
    expect(decode({ MsgId: 7 }).id).toBe('7')
    expect(decode({ MsgId: undefined, NewMsgId: '0' }).id).toBe('')
  })
})

describe('a text', () => {
  it('is decoded once', () => {
    expect(decode({ Content: '&amp;lt;b&amp;gt; &lt;br/&gt;' })).toMatchObject({
      type: 'text',
      text: '&lt;b&gt; <br/>',
    })
  })

  it('keeps QQ faces and what looks like a command', () => {
    expect(decode({ Content: '@fil@/etc/passwd [微笑]' })).toMatchObject({ text: '@fil@/etc/passwd [微笑]' })
  })

  it('may stand for a red packet', () => {
    expect(decode({ AppMsgType: 2001, Content: 'look at your phone' })).toMatchObject({
      type: 'redPacket',
      text: 'look at your phone',
    })
  })

  it('of the news is a list of articles', () => {
    const xml =
      '&lt;mmreader&gt;&lt;category&gt;&lt;item&gt;&lt;title&gt;One&lt;/title&gt;&lt;url&gt;http://a/?b&amp;amp;c&lt;/url&gt;&lt;/item&gt;&lt;item&gt;&lt;title&gt;Two&lt;/title&gt;&lt;/item&gt;&lt;/category&gt;&lt;/mmreader&gt;'
    expect(decode({ FromUserName: 'newsapp', Content: xml })).toMatchObject({
      type: 'link',
      title: 'One',
      url: 'http://a/?b&c',
      items: [{ title: 'One' }, { title: 'Two' }],
    })
  })
})

describe('a location', () => {
  const path = '/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?url=x&msgid=1&pictype=location'
  const location = {
    SubMsgType: 48,
    Url: 'http://apis.map.qq.com/uri/v1/geocoder?coord=30.25,120.16',
    OriContent:
      '<?xml version="1.0"?>\n<msg>\n\t<location x="30.25" y="120.16" scale="16" label="West Lake 1" poiname="Lake" />\n</msg>\n',
  }
  const expected = {
    type: 'location',
    label: 'West Lake 1',
    name: 'Lake',
    latitude: 30.25,
    longitude: 120.16,
    scale: 16,
  }

  it('of a friend has a label and coordinates', () => {
    expect(decode({ ...location, Content: `West Lake 1:<br/>${path}` })).toMatchObject({ ...expected, sender: friend })
  })

  it('of a member has the member in front', () => {
    const content = `${member}:<br/>West Lake 1:<br/>${path}`
    expect(decode({ ...location, FromUserName: room, Content: content })).toMatchObject({ ...expected, sender: member })
  })

  it('is not taken apart where the label could be a sender', () => {
    const decoded = decode({ ...location, FromUserName: room, Content: `Lake1:<br/>${path}` })
    expect(decoded).toMatchObject({ type: 'location', label: 'Lake1', sender: room })
  })

  it('of ourselves in a room may have us in front', () => {
    const content = `${self}:<br/>Lake:<br/>${path}`
    const decoded = decode({ ...location, FromUserName: self, ToUserName: room, Content: content })
    expect(decoded).toMatchObject({ type: 'location', label: 'Lake', sender: self, own: true })
  })

  it('is known by its map where nothing marks it, and placed by the address of the map', () => {
    expect(decode({ Url: location.Url, Content: `Lake:<br/>${path}` })).toMatchObject({
      type: 'location',
      label: 'Lake',
      latitude: 30.25,
      longitude: 120.16,
    })
  })

  it('has no coordinates where there are none', () => {
    const decoded = decode({
      SubMsgType: 48,
      Content: `Lake:<br/>${path}`,
      OriContent: '<msg><location x="a" y="1"/></msg>',
    })
    expect(decoded).not.toHaveProperty('latitude')
  })
})

describe('whatever is not understood', () => {
  it('is unknown, with its numbers and text', () => {
    expect(decode({ MsgType: 4711, AppMsgType: 3, FileName: 'a &amp; b', Content: 'x&lt;y' })).toMatchObject({
      type: 'unknown',
      msgType: 4711,
      appType: 3,
      title: 'a & b',
      content: 'x<y',
    })
  })

  it.each([
    {},
    { MsgType: 49 },
    { MsgType: 49, Content: '&lt;msg&gt;&lt;appmsg&gt;' },
    { MsgType: null, Content: 7, FromUserName: null },
    { MsgType: 37, RecommendInfo: null, Content: null },
    { MsgType: 51, StatusNotifyUserName: {} },
    { MsgType: 10002, Content: '<sysmsg' },
    { MsgType: 1, SubMsgType: 48, Content: [], OriContent: 7 },
    { MsgType: '__proto__', Content: '__proto__' },
  ])('never throws: %j', (raw) => {
    expect(decodeMessage(raw, self).raw).toBe(raw)
  })
})
