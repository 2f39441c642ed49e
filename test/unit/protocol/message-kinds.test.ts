import { describe, expect, it } from 'vitest'
import { type Decoded, decodeMessage } from '../../../src/protocol/message.js'
import { escaped, friend, member, message, room, self } from './fixtures/messages.js'

const decode = (more: Readonly<Record<string, unknown>>): Decoded => decodeMessage(message(more), self)
const inRoom = (xml: string): object => ({ FromUserName: room, Content: `${member}:<br/>${escaped(xml)}` })

describe('pictures and sounds', () => {
  it('an image is a token, with the size of its thumbnail', () => {
    const Content = `${member}:<br/>@crypt_ab12_cd34`
    expect(decode({ MsgType: 3, FromUserName: room, Content, ImgWidth: 90, ImgHeight: 120 })).toMatchObject({
      type: 'image',
      sender: member,
      content: '@crypt_ab12_cd34',
      width: 90,
      height: 120,
      size: 0,
    })
  })

  it('an own image from the phone is XML', () => {
    const xml = '<?xml version="1.0"?>\n<msg>\n\t<img length="6503" hdlength="0" md5="ab" />\n</msg>\n'
    expect(decode({ MsgType: 3, FromUserName: self, ToUserName: room, Content: xml })).toMatchObject({
      type: 'image',
      size: 6503,
      md5: 'ab',
      own: true,
    })
  })

  it('a voice message lasts milliseconds', () => {
    const xml = '<msg><voicemsg voicelength="2540" length="3600" /></msg>'
    expect(decode({ MsgType: 34, VoiceLength: 2600, ...inRoom(xml) })).toMatchObject({
      type: 'voice',
      duration: 2600,
      size: 3600,
      sender: member,
    })
    expect(decode({ MsgType: 34, Content: escaped(xml) })).toMatchObject({ duration: 2540 })
  })

  it.each([
    [43, 'video'],
    [62, 'microVideo'],
  ])('MsgType %d is a %s', (MsgType, type) => {
    const xml =
      '<msg><videomsg length="611755" playlength="3" cdnthumbwidth="224" cdnthumbheight="398" md5="4d" /></msg>'
    expect(decode({ MsgType, PlayLength: 0, Content: escaped(xml) })).toMatchObject({
      type,
      duration: 3000,
      size: 611755,
      width: 224,
      height: 398,
      md5: '4d',
    })
  })

  it('an emoticon has its address, decoded once', () => {
    const xml =
      '<msg><emoji md5 = "cc56" len="2117" cdnurl = "http://h/s?m=1&amp;b=2" width= "240" height="240" productid=""></emoji> <gameext type="0" content="0" ></gameext></msg>'
    expect(decode({ MsgType: 47, ...inRoom(xml) })).toMatchObject({
      type: 'emoticon',
      md5: 'cc56',
      url: 'http://h/s?m=1&b=2',
      width: 240,
      size: 2117,
      isFromStore: false,
      game: 0,
    })
  })

  it('an emoticon of the store cannot be seen, dice can be read', () => {
    expect(decode({ MsgType: 47, Content: '', HasProductId: 1 })).toMatchObject({ type: 'emoticon', isFromStore: true })
    const dice = '<msg><emoji type="1" md5="d" productid=""/><gameext type="2" content="9"/></msg>'
    expect(decode({ MsgType: 47, Content: escaped(dice) })).toMatchObject({ game: 9 })
  })
})

describe('people', () => {
  const RecommendInfo = {
    UserName: '@new',
    NickName: 'Wu &amp; Wu',
    Province: 'Hubei',
    City: 'Wuhan',
    Content: 'it is me',
    Signature: '',
    Alias: '',
    Scene: 30,
    VerifyFlag: 0,
    Sex: 1,
    Ticket: 'v2_ab@stranger',
    OpCode: 2,
  }

  it('a friend request has a greeting and a ticket', () => {
    const xml =
      '<msg fromusername="wxid_1" fromnickname="Wu" content="it is me" sign="say &amp;quot;hi&amp;quot;" ticket="v2_x"></msg>'
    expect(decode({ MsgType: 37, FromUserName: 'fmessage', RecommendInfo, Content: escaped(xml) })).toMatchObject({
      type: 'friendRequest',
      peer: 'fmessage',
      userName: '@new',
      nickName: 'Wu & Wu',
      greeting: 'it is me',
      ticket: 'v2_ab@stranger',
      opCode: 2,
      scene: 30,
      sex: 1,
      isOfficial: false,
    })
  })

  it('is read from the XML alone where RecommendInfo is missing', () => {
    const xml =
      '<msg fromusername="wxid_1" fromnickname="Wu" content="hello" ticket="v2_x" scene="14" opcode="2" sex="2"></msg>'
    expect(decode({ MsgType: 37, Content: escaped(xml) })).toMatchObject({
      nickName: 'Wu',
      greeting: 'hello',
      ticket: 'v2_x',
      scene: 14,
      opCode: 2,
      sex: 2,
    })
  })

  it('a card introduces somebody, a suggestion too', () => {
    const info = { ...RecommendInfo, VerifyFlag: 24 }
    expect(decode({ MsgType: 42, RecommendInfo: info })).toMatchObject({
      type: 'card',
      userName: '@new',
      isOfficial: true,
    })
    expect(decode({ MsgType: 40, RecommendInfo })).toMatchObject({ type: 'friendSuggestion', nickName: 'Wu & Wu' })
  })
})

describe('app messages', () => {
  const app = (type: number, inner: string, more: object = {}): Decoded =>
    decode({
      MsgType: 49,
      Content: escaped(`<msg><appmsg appid="" sdkver="0">${inner}<type>${type}</type></appmsg></msg>`),
      ...more,
    })

  it('a link', () => {
    const inner =
      '<title>News &amp;amp; more</title><des>About</des><url>http://h/s?a=1&amp;b=2#rd</url><thumburl>http://t</thumburl><sourcedisplayname>The Paper</sourcedisplayname>'
    expect(app(5, inner)).toMatchObject({
      type: 'link',
      title: 'News &amp; more',
      description: 'About',
      url: 'http://h/s?a=1&b=2#rd',
      thumbUrl: 'http://t',
      source: 'The Paper',
    })
  })

  it('several articles', () => {
    const item = (n: number) =>
      `<item><title>T${n}</title><url>http://h/${n}</url><digest>D${n}</digest><cover>http://c/${n}|90|90</cover></item>`
    const inner = `<title>T1</title><url>http://h/1</url><mmreader><category count="2">${item(1)}${item(2)}</category></mmreader>`
    expect(app(5, inner)).toMatchObject({
      items: [
        { title: 'T1', description: 'D1', url: 'http://h/1', thumbUrl: 'http://c/1' },
        { title: 'T2', description: 'D2', url: 'http://h/2', thumbUrl: 'http://c/2' },
      ],
    })
  })

  it('a file, by the fields beside the XML first', () => {
    const inner =
      '<title>plan.xlsx</title><appattach><totallen>8939</totallen><attachid>@cdn_1</attachid><fileext>xlsx</fileext></appattach>'
    expect(app(6, inner)).toMatchObject({
      type: 'file',
      fileName: 'plan.xlsx',
      size: 8939,
      mediaId: '@cdn_1',
      extension: 'xlsx',
    })
    const fields = { FileName: 'a &amp; b.txt', FileSize: '17', MediaId: '@crypt_1', EncryFileName: 'a%20b%2Etxt' }
    expect(app(6, inner, fields)).toMatchObject({
      fileName: 'a & b.txt',
      size: 17,
      mediaId: '@crypt_1',
      encryFileName: 'a%20b%2Etxt',
    })
  })

  it('the notice that a file is on its way is not a file', () => {
    expect(app(74, '<title>plan.xlsx</title>').type).toBe('sysNotice')
  })

  it('a reply, with what it replies to', () => {
    const inner =
      '<title>yes</title><refermsg><type>1</type><svrid>361702964844351300</svrid><displayname>Lin</displayname><content>a &amp;lt; b</content></refermsg>'
    expect(app(57, inner)).toMatchObject({
      type: 'quote',
      text: 'yes',
      quoted: { id: '361702964844351300', msgType: 1, name: 'Lin', content: 'a &lt; b' },
    })
  })

  it('a mini program', () => {
    const inner =
      '<title>Shop</title><weappinfo><username><![CDATA[gh_1@app]]></username><appid><![CDATA[wx1]]></appid><pagepath><![CDATA[p/h.html?a=1&b=2]]></pagepath></weappinfo>'
    expect(app(33, inner)).toMatchObject({
      type: 'miniProgram',
      title: 'Shop',
      appId: 'wx1',
      userName: 'gh_1@app',
      pagePath: 'p/h.html?a=1&b=2',
    })
  })

  it('money: transfers and red packets', () => {
    const pay =
      '<title><![CDATA[微信转账]]></title><wcpayinfo><paysubtype>3</paysubtype><feedesc><![CDATA[￥1.00]]></feedesc><transferid>1000</transferid><pay_memo>lunch</pay_memo></wcpayinfo>'
    expect(app(2000, pay)).toMatchObject({
      type: 'transfer',
      amount: '￥1.00',
      memo: 'lunch',
      direction: 'received',
      transferId: '1000',
    })
    expect(app(2001, '<wcpayinfo><receivertitle>best wishes</receivertitle></wcpayinfo>')).toMatchObject({
      type: 'redPacket',
      text: 'best wishes',
    })
  })

  it.each([
    [1, '<title>just text</title>', { type: 'text', text: 'just text' }],
    [2, '<title>x</title>', { type: 'image' }],
    [
      3,
      '<title>Song</title><des>Singer</des><dataurl> http://d/1.m4a </dataurl>',
      { type: 'music', title: 'Song', dataUrl: 'http://d/1.m4a' },
    ],
    [4, '<title>Film</title><url>http://v</url>', { type: 'link', title: 'Film', url: 'http://v' }],
    [8, '<title>gif</title>', { type: 'emoticon' }],
    [17, '<title>here</title>', { type: 'liveLocation', text: 'here' }],
    [
      19,
      '<title>Chat</title><des>A: hi</des><recorditem>&lt;r/&gt;</recorditem>',
      { type: 'chatHistory', title: 'Chat', description: 'A: hi', records: '<r/>' },
    ],
    [
      51,
      '<title>upgrade</title><finderFeed><nickname>Chan</nickname><desc>Post</desc></finderFeed>',
      { type: 'link', title: 'Post', source: 'Chan' },
    ],
    [53, '<title>#list\n1. me</title>', { type: 'text', text: '#list\n1. me' }],
    [62, '<title>"A" tickled you</title>', { type: 'pat', text: '"A" tickled you' }],
    [
      87,
      '<title>old</title><textannouncement>meet at 8</textannouncement>',
      { type: 'announcement', text: 'meet at 8' },
    ],
    [4711, '<title>What</title>', { type: 'unknown', appType: 4711, title: 'What' }],
  ])('type %d', (type, inner, expected) => {
    expect(app(type, inner)).toMatchObject(expected)
  })

  it('trusts the XML before AppMsgType, and takes that where the XML is missing', () => {
    expect(app(57, '<title>x</title>', { AppMsgType: 5 }).type).toBe('quote')
    const fields = { MsgType: 49, AppMsgType: 5, FileName: 'T', Url: 'http://h/?a=1&amp;b=2', Content: '' }
    expect(decode(fields)).toMatchObject({ type: 'link', title: 'T', url: 'http://h/?a=1&b=2' })
  })
})

describe('notices', () => {
  it('a recall names the message that is gone, newer phones in another field', () => {
    const recall = (ids: string) =>
      `<sysmsg type="revokemsg">\n\t<revokemsg>${ids}<replacemsg><![CDATA["Lin" recalled a message]]></replacemsg></revokemsg>\n</sysmsg>`
    const old = decode({ MsgType: 10002, Content: escaped(recall('<oldmsgid>9</oldmsgid><msgid>4094675347</msgid>')) })
    expect(old).toMatchObject({ type: 'recall', recalledId: '4094675347', text: '"Lin" recalled a message' })
    const newer = decode({
      MsgType: 10002,
      ...inRoom(recall('<msgid>1040</msgid><newmsgid>5576224237104747184</newmsgid>')),
    })
    expect(newer).toMatchObject({ recalledId: '5576224237104747184', sender: member })
    expect(decode({ MsgType: 10002, Content: escaped(recall('<msgid>0</msgid>')) })).toMatchObject({ recalledId: '' })
  })

  it('a system text loses its links and markers, not what people typed', () => {
    const Content = 'Lin &lt;3 has left. <a href="weixin://findfriend/verifycontact">Verify</a>$revoke$  '
    expect(decode({ MsgType: 10000, Content })).toMatchObject({ type: 'system', text: 'Lin <3 has left. Verify' })
  })

  it.each([
    ['收到红包，请在手机上查看', 'redPacket'],
    ['"Lin" 拍了拍我', 'pat'],
    ['You removed "Lin" from the group chat', 'system'],
  ])('%s', (Content, type) => {
    expect(decode({ MsgType: 10000, FromUserName: room, Content })).toMatchObject({ type, text: Content })
  })

  it('a template names people', () => {
    const xml =
      '<sysmsg type="sysmsgtemplate"><sysmsgtemplate><content_template><template><![CDATA["$who$" invited "$names$"]]></template><link_list><link name="who"><memberlist><member><nickname>A</nickname></member></memberlist></link><link name="names"><memberlist><member><nickname><![CDATA[B]]></nickname></member><member><nickname>C</nickname></member></memberlist></link></link_list></content_template></sysmsgtemplate></sysmsg>'
    expect(decode({ MsgType: 10002, Content: escaped(xml) })).toMatchObject({
      type: 'system',
      text: '"A" invited "B、C"',
    })
  })

  it('the state of the phone lists chats', () => {
    const xml = "<msg>\n<op id='4'>\n<username>wxid_1,filehelper</username>\n</op>\n</msg>"
    const raw = { MsgType: 51, StatusNotifyCode: 4, StatusNotifyUserName: `${friend},filehelper,,${friend}` }
    expect(decode({ ...raw, Content: escaped(xml) })).toMatchObject({
      type: 'statusNotify',
      code: 4,
      userNames: [friend, 'filehelper'],
      realIds: ['wxid_1', 'filehelper'],
    })
    expect(decode({ ...raw, Content: '' })).toMatchObject({ realIds: [] })
  })

  it.each([
    [50, { type: 'call', event: 'call' }],
    [52, { type: 'call', event: 'ended' }],
    [53, { type: 'call', event: 'invited' }],
    [9999, { type: 'sysNotice' }],
  ])('MsgType %d', (MsgType, expected) => {
    expect(decode({ MsgType, Content: '' })).toMatchObject(expected)
  })
})
