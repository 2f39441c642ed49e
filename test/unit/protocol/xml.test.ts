import { describe, expect, it } from 'vitest'
import { attribute, child, children, escapeXml, parseXml, readLoginTicket, textAt } from '../../../src/protocol/xml.js'

describe('parseXml', () => {
  it('reads elements, attributes with blanks around =, text and literal text', () => {
    const xml = parseXml(
      '<?xml version="1.0"?>\n<m><a x = "1 &lt; 2" y=\'b\'> t &amp;lt; <![CDATA[<b>&amp;]]></a><a/></m>',
    )
    expect(textAt(xml, 'm', 'a')).toBe('t &lt; <b>&amp;')
    expect(attribute(child(xml, 'm', 'a'), 'x')).toBe('1 < 2')
    expect(attribute(child(xml, 'm', 'a'), 'y')).toBe('b')
    expect(children(child(xml, 'm'), 'a')).toHaveLength(2)
    expect(textAt(xml, 'm', 'nothing', 'here')).toBe('')
  })

  it.each([
    '',
    'plain',
    '<!DOCTYPE m [<!ENTITY e "boom">]><m>&e;</m>',
    '<m><a></m',
    '<__proto__>x</__proto__>',
    `${'<a>'.repeat(2_000)}${'</a>'.repeat(2_000)}`,
    `<m>${'x'.repeat(300_000)}</m>`,
  ])('never throws, and is undefined or harmless: %#', (text) => {
    const xml = parseXml(text)
    expect(textAt(xml, 'm')).toBe('')
    expect(Reflect.get({}, 'x')).toBeUndefined()
  })

  it('does not expand entities of a document', () => {
    expect(textAt(parseXml('<m>&e;</m>'), 'm')).toBe('&e;')
  })

  it('does not find what only the prototype has', () => {
    const xml = parseXml('<m/>')
    expect(child(xml, 'constructor')).toBeUndefined()
    expect(textAt(xml, 'm', 'toString')).toBe('')
  })
})

describe('escapeXml', () => {
  it.each(['</title><type>5</type>', ']]>', `"quotes" & 'more'`, '名字 😄.txt'])('carries %s unchanged', (text) => {
    const xml = parseXml(`<m t="${escapeXml(text)}">${escapeXml(text)}</m>`)
    expect(textAt(xml, 'm')).toBe(text)
    expect(attribute(child(xml, 'm'), 't')).toBe(text)
  })

  it('leaves out characters that XML has no form for', () => {
    expect(escapeXml('a\u0000b\u000bc\ud800d\ufffe')).toBe('abc\ufffdd')
  })
})

describe('readLoginTicket', () => {
  it('reads the ticket', () => {
    const body =
      '<error><ret>0</ret><message></message><skey>@crypt_1_2</skey><wxsid>a+b/c</wxsid><wxuin>4001</wxuin><pass_ticket>a%2Bb</pass_ticket><isgrayscale>1</isgrayscale></error>'
    expect(readLoginTicket(body)).toEqual({
      ret: '0',
      message: '',
      skey: '@crypt_1_2',
      wxsid: 'a+b/c',
      wxuin: '4001',
      passTicket: 'a%2Bb',
    })
  })

  it.each(['', '<html><body>hi<br></body></html>', '<error></error>', '<error><ret>0', '{"ret":0}'])(
    'knows that %j is none',
    (body) => {
      expect(readLoginTicket(body)).toBeUndefined()
    },
  )
})
