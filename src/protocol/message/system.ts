import { decodeText } from '../text.js'
import { attribute, child, children, elementsIn, textAt, type XmlElement } from '../xml.js'
import type { MessageContent } from './content.js'
import { noticeOf } from './notice.js'
import { isPat, patInText, patOf } from './pat.js'
import { payloadOf } from './payload.js'

/** Texts that stand for a red packet, which can be opened on the phone only. */
const redPackets: ReadonlySet<string> = new Set([
  '收到红包，请在手机上查看',
  '发出红包，请在手机上查看',
  'Red packet received. View on phone.',
])

/** A notice in a chat: a text in the language of the phone. Links in it become their words. */
export function systemContent(content: string): MessageContent {
  const text = cleaned(content)
  if (redPackets.has(text)) return { type: 'redPacket', text, content: text }
  const notice = noticeOf(text)
  // A name may hold the words of a pat, too.
  if (notice.kind === 'other' && isPat(text)) return patInText(text)
  return { type: 'system', text, notice, content: decodeText(content) }
}

/** Real tags are raw; what somebody typed is escaped, and survives. */
const cleaned = (content: string): string =>
  decodeText(content.replace(/<\/?a(?:\s[^<>]*)?>/g, ''))
    .replace(/\$revoke\$\s*$/, '')
    .trim()

/** MsgType 10002: mostly a recall; newer phones send all kinds of notices this way. */
export function sysmsgContent(content: string): MessageContent {
  const { text: whole, xml } = payloadOf(content)
  const sysmsg = child(xml, 'sysmsg')
  switch (attribute(sysmsg, 'type')) {
    case 'revokemsg':
      return recallOf(child(sysmsg, 'revokemsg'), whole)
    case 'pat':
      return patOf(child(sysmsg, 'pat'), '', whole)
    case 'mmchatroombarannouncememt':
    case 'mmchatroombarannouncement':
      return { type: 'announcement', text: announced(sysmsg), content: whole }
    case 'sysmsgtemplate':
      return notice(templated(child(sysmsg, 'sysmsgtemplate', 'content_template')), whole)
    default:
      return notice(sysmsg === undefined ? cleaned(content) : plainOf(sysmsg), whole)
  }
}

const notice = (text: string, content: string): MessageContent => ({
  type: 'system',
  text,
  notice: noticeOf(text),
  content,
})

/** Newer phones put a short local number into `msgid` and the MsgId into `newmsgid`. */
function recallOf(revoked: XmlElement | undefined, content: string): MessageContent {
  const ids = [textAt(revoked, 'newmsgid'), textAt(revoked, 'msgid')]
  const recalledId = ids.find((id) => /^[1-9]\d{0,19}$/.test(id)) ?? ''
  return { type: 'recall', recalledId, text: textAt(revoked, 'replacemsg'), content }
}

const announced = (sysmsg: XmlElement | undefined): string =>
  textAt(sysmsg, 'mmchatroombarannouncememt', 'content') || textAt(sysmsg, 'mmchatroombarannouncement', 'content')

/** `$name$` in a template stands for the people of the link of that name. */
function templated(template: XmlElement | undefined): string {
  const links = new Map(
    children(child(template, 'link_list'), 'link').map((link) => [attribute(link, 'name'), peopleOf(link)] as const),
  )
  const text = textAt(template, 'template').replace(
    /\$([A-Za-z_]{1,40})\$/g,
    (whole, name: string) => links.get(name) ?? whole,
  )
  return text || textAt(template, 'plain')
}

const peopleOf = (link: XmlElement): string =>
  children(child(link, 'memberlist'), 'member')
    .map((member) => textAt(member, 'nickname'))
    .filter((name) => name !== '')
    .join('、') || textAt(link, 'plain')

/** Where the words of a notice stand, the best first. A to-do of a room has a title, and a template where somebody did something. */
const wordy = ['text', 'plain', 'content', 'template', 'title', 'digest', 'des']

/** Some text of a notice that we do not know: its element mostly, and not always, has the name of its type. */
function plainOf(sysmsg: XmlElement): string {
  const places = [child(sysmsg, attribute(sysmsg, 'type')), sysmsg, ...elementsIn(sysmsg)]
  for (const place of places)
    for (const name of wordy) {
      const text = textAt(place, name)
      if (text !== '') return text
    }
  return ''
}
