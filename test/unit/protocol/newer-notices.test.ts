import { describe, expect, test } from 'vitest'
import { decodeMessage } from '../../../src/protocol/message.js'
import { encodeText } from '../../../src/protocol/text.js'

const sysmsg = (xml: string, prefix = '') =>
  decodeMessage(
    { MsgId: '1', MsgType: 10002, FromUserName: '@@room', ToUserName: '@me', Content: `${prefix}${encodeText(xml)}` },
    '@me',
  )

describe('a to-do of a room', () => {
  const todo = (inner: string): string =>
    `<sysmsg type="roomtoolstips">\n<todo>\n  <op>0</op>\n  <todoid><![CDATA[related_msgid_7]]></todoid>\n  <username><![CDATA[roomannouncement@app.origin]]></username>\n  <time>1705045591</time>\n${inner}\n  <creator><![CDATA[wxid_a]]></creator>\n</todo>\n</sysmsg>`

  test('has its text from the title, or from the template', () => {
    expect(sysmsg(todo('<title><![CDATA[群公告]]></title>'))).toMatchObject({ type: 'system', text: '群公告' })
    expect(
      sysmsg(todo('<title><![CDATA[群公告]]></title><template><![CDATA[小林将群公告设为群待办]]></template>')),
    ).toMatchObject({
      type: 'system',
      text: '小林将群公告设为群待办',
    })
  })

  test('is said by the room, whose real id stands in front', () => {
    const found = sysmsg(todo('<title>群公告</title>'), '34757816141@chatroom:<br/>')
    expect(found).toMatchObject({ type: 'system', text: '群公告', sender: '@@room', peer: '@@room' })
  })

  test('any notice has the first words that are in it, wherever they stand', () => {
    expect(sysmsg('<sysmsg type="a"><b><digest>words</digest></b></sysmsg>')).toMatchObject({ text: 'words' })
    expect(sysmsg('<sysmsg type="a"><a><plain>words</plain></a></sysmsg>')).toMatchObject({ text: 'words' })
  })
})

/** In templates a real id stands in place of a name. */
const [a, b] = ['wxid_a', 'wxid_b'].map((id) => `$\{${id}}`)

const me = { name: '', isSelf: true, realId: '' }
const person = (name: string, realId = '') => ({ name, isSelf: false, realId })

describe('a pat', () => {
  test.each([
    ['"小林" 拍了拍我', person('小林'), me, ''],
    ['我拍了拍 "小林"', me, person('小林'), ''],
    ['"小林" 拍了拍 "周末" 的肩膀', person('小林'), person('周末'), '的肩膀'],
    ['"小林"拍了拍我的头', person('小林'), me, '的头'],
    ['我拍了拍自己', me, me, ''],
    ['"小林" 拍了拍自己', person('小林'), person('小林'), ''],
    ['小林 拍了拍 周末', person('小林'), person('周末'), ''],
    ['"Lin" tickled me', person('Lin'), me, ''],
    ['Lin tickled me', person('Lin'), me, ''],
    ['I tickled "Lin"', me, person('Lin'), ''],
    ['"Smith, John" tickled "Bonnie and Clyde"', person('Smith, John'), person('Bonnie and Clyde'), ''],
    ['"Lin" tickled herself', person('Lin'), person('Lin'), ''],
  ])('%j', (Content, by, patted, suffix) => {
    const found = decodeMessage({ MsgType: 10000, FromUserName: '@@room', Content: encodeText(Content) }, '@me')
    expect(found).toMatchObject({ type: 'pat', text: Content, by, patted, suffix })
  })

  const pat = (template: string): string =>
    `<sysmsg type="pat">\n<pat>\n<fromusername>wxid_a</fromusername><chatusername>1@chatroom</chatusername><pattedusername>wxid_b</pattedusername><patsuffix><![CDATA[]]></patsuffix><template><![CDATA[${template}]]></template></pat></sysmsg>`

  test('of newer phones has real ids', () => {
    expect(sysmsg(pat(`"${a}" 拍了拍 "${b}" 的肩膀`))).toMatchObject({
      type: 'pat',
      by: person('', 'wxid_a'),
      patted: person('', 'wxid_b'),
      suffix: '的肩膀',
    })
    expect(sysmsg(pat(`"${a}" 拍了拍我`))).toMatchObject({
      by: person('', 'wxid_a'),
      patted: { ...me, realId: 'wxid_b' },
    })
  })

  test('as an app message has both, too', () => {
    const xml = `<msg><appmsg><title>"Lin" tickled me</title><type>62</type><patinfo><fromusername>wxid_a</fromusername><pattedusername>wxid_b</pattedusername><template><![CDATA[${a} tickled me]]></template></patinfo></appmsg></msg>`
    expect(decodeMessage({ MsgType: 49, AppMsgType: 62, Content: encodeText(xml) }, '@me')).toMatchObject({
      type: 'pat',
      text: '"Lin" tickled me',
      by: { realId: 'wxid_a' },
      patted: { isSelf: true, realId: 'wxid_b' },
    })
  })
})

describe('who is quoted', () => {
  const quote = (refer: string) =>
    decodeMessage(
      {
        MsgType: 49,
        AppMsgType: 57,
        FromUserName: '@@room',
        ToUserName: '@me',
        Content: `@lin:<br/>${encodeText(`<msg><appmsg><title>yes</title><type>57</type><refermsg><type>1</type><svrid>7</svrid>${refer}</refermsg></appmsg></msg>`)}`,
      },
      '@me',
    )

  test.each([
    ['<fromusr>1@chatroom</fromusr><chatusr>wxid_zoe</chatusr><content>old</content>', 'wxid_zoe', 'old'],
    ['<fromusr>wxid_zoe</fromusr><chatusr>wxid_zoe</chatusr><content>old</content>', 'wxid_zoe', 'old'],
    ['<fromusr>wxid_zoe</fromusr><content>old</content>', 'wxid_zoe', 'old'],
    ['<fromusr>1@chatroom</fromusr><content>old</content>', '', 'old'],
    ['<fromusr>1@chatroom</fromusr><chatusr>wxid_zoe</chatusr><content>wxid_zoe:\nold</content>', 'wxid_zoe', 'old'],
    [
      '<fromusr>1@chatroom</fromusr><chatusr>wxid_zoe</chatusr><content>Notes:\nold</content>',
      'wxid_zoe',
      'Notes:\nold',
    ],
  ])('%s', (refer, realId, text) => {
    expect(quote(refer)).toMatchObject({ type: 'quote', quoted: { realId, text, content: text } })
  })
})
