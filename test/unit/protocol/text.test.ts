import { describe, expect, it } from 'vitest'
import { decodeText, encodeText, outgoingText, splitRoomPrefix } from '../../../src/protocol/text.js'

describe('decodeText', () => {
  it.each([
    ['a<br/>b<br>c<br />d', 'a\nb\nc\nd'],
    ['a &lt; b &amp;&amp; c &gt; d &quot;e&quot; &#39;f&#39;&nbsp;g', `a < b && c > d "e" 'f' g`],
    ['&amp;lt;b&amp;gt;', '&lt;b&gt;'],
    ['&amp;amp;lt;', '&amp;lt;'],
    ['&lt;br/&gt;', '<br/>'],
    ['&#20013;&#x4e2d;&#X1F604;', '中中😄'],
    ['&#0;&#xd800;&#1114112;&nosuch;&', '&#0;&#xd800;&#1114112;&nosuch;&'],
    ['<span class="emoji emoji1f604"></span>', '😄'],
    ['<span class="emoji emoji2600"></span>', '☀'],
    ['<span class="emoji emoji3120e3"></span>', '1⃣'],
    ['<span class="emoji emoji002320e3"></span>', '#⃣'],
    ['<span class="emoji emoji1f1e81f1f3"></span>', '🇨🇳'],
    ['<span class="emoji emoji1f44d1f3fb"></span>', '👍🏻'],
    ['<span class="emoji emoji1f450"</span>', '👐'],
    ['<span class="emoji emojiffffff"></span>', '\u00ff\uffff'],
    ['<span class="emoji emojid800"></span>', '□'],
    ['<span class="emoji emoji1234567"></span>', '□'],
    ['<span class="emoji emoji1f6042600"></span>', '□'],
    ['<img class="emoji emoji1f604" text="_web" src="/x.png">', '😄'],
    ['&lt;span class=&quot;emoji emoji1f604&quot;&gt;&lt;/span&gt;', '<span class="emoji emoji1f604"></span>'],
    ['[微笑][Smile]', '[微笑][Smile]'],
    ['a < b & c', 'a < b & c'],
  ])('%s', (wire, text) => {
    expect(decodeText(wire)).toBe(text)
  })

  it.each([['<img class="emoji emoji1f604" '], ['<span class="emoji emoji1f604"'], ['&#1234567'], ['&amp'], ['<br']])(
    'takes time in proportion to the length of %j',
    (piece) => {
      const huge = piece.repeat(Math.ceil(8_000_000 / piece.length))
      expect(decodeText(huge)).toHaveLength(huge.length)
    },
  )
})

describe('encodeText', () => {
  it('writes what the server would send', () => {
    expect(encodeText(`<a>&'"\n`)).toBe('&lt;a&gt;&amp;&#39;&quot;<br/>')
  })
})

describe('splitRoomPrefix', () => {
  it.each([
    ['@ab12:<br/>hi', '@ab12', 'hi'],
    ['@ab12:\nhi', '@ab12', 'hi'],
    ['wxid_a-1:<br/>hi', 'wxid_a-1', 'hi'],
    ['12345@chatroom:<br/>&lt;sysmsg', '12345@chatroom', '&lt;sysmsg'],
    ['@@ab12:<br/>', '@@ab12', ''],
    ['@ab12:<br/>@cd34:<br/>hi', '@ab12', '@cd34:<br/>hi'],
  ])('takes the sender off %s', (whole, sender, content) => {
    expect(splitRoomPrefix(whole)).toEqual({ sender, content })
  })

  it.each([
    'hi',
    '@ab12: hi',
    'two words:<br/>hi',
    '中文:<br/>hi',
    ':<br/>hi',
    ' @ab12:<br/>hi',
    '@ab12:&lt;br/&gt;hi',
  ])('finds no sender in %s', (content) => {
    expect(splitRoomPrefix(content)).toEqual({ content })
  })
})

describe('outgoingText', () => {
  it('leaves nothing that JSON would write as an escape', () => {
    const text = outgoingText('a\r\nb\rc\td\u0000e\u001bf\ud83dg😄<&>')
    expect(text).toBe('a\nb\nc\tdef\ufffdg😄<&>')
    expect(JSON.stringify(text)).not.toMatch(/\\u/)
  })
})
