import { countOf, numberOf, stringOf } from '../fields.js'
import type { Fields } from '../json.js'
import { AppMsgType } from '../message-type.js'
import { decodeText } from '../text.js'
import { isRoomName } from '../user-name.js'
import { child, textAt, type XmlElement } from '../xml.js'
import type { MessageContent } from './content.js'
import { historyOf } from './history.js'
import { emoticonContent, imageContent } from './media.js'
import { moneyContent } from './money.js'
import { articlesOf } from './news.js'
import { patOf } from './pat.js'
import { payloadOf } from './payload.js'
import { quotedOf } from './quoted.js'

/** A message of MsgType 49, read from its XML and where that is missing from the fields beside it. */
interface App {
  readonly raw: Fields
  readonly element: XmlElement | undefined
  readonly type: number
  readonly title: string
  readonly description: string
  readonly url: string
  /** The whole Content, decoded. */
  readonly content: string
}

/** MsgType 49 is many kinds of messages; the type in the XML is trusted first. */
export function appContent(raw: Fields, content: string): MessageContent {
  const { text, xml } = payloadOf(content)
  const element = child(xml, 'msg', 'appmsg') ?? child(xml, 'appmsg')
  const app: App = {
    raw,
    element,
    type: numberOf(textAt(element, 'type')) || numberOf(raw.AppMsgType),
    title: textAt(element, 'title') || decodeText(stringOf(raw.FileName)),
    description: textAt(element, 'des'),
    url: textAt(element, 'url') || decodeText(stringOf(raw.Url)),
    content: text,
  }
  return special(app, content) ?? titled(app)
}

function special(app: App, content: string): MessageContent | undefined {
  switch (app.type) {
    case AppMsgType.image:
      return imageContent(app.raw, content)
    case AppMsgType.emoji:
      return emoticonContent(app.raw, content)
    case AppMsgType.file:
      return file(app)
    case AppMsgType.quote:
      return quote(app)
    case AppMsgType.miniProgram:
    case AppMsgType.miniProgramPage:
      return miniProgram(app)
    case AppMsgType.transfer:
    case AppMsgType.redPacket:
      return moneyContent(app.type, app.element, app.title, app.content)
    case AppMsgType.chatHistory:
    case AppMsgType.forwardedHistory:
      return chatHistory(app)
    case AppMsgType.music:
      return music(app)
    case AppMsgType.channels:
    case AppMsgType.channelsLive:
      return channels(app)
    default:
      return undefined
  }
}

function titled(app: App): MessageContent {
  const { type, title, url, content } = app
  switch (type) {
    case AppMsgType.text:
    case AppMsgType.groupNote:
      return { type: 'text', text: title }
    case AppMsgType.liveLocation:
      return { type: 'liveLocation', text: title, content }
    case AppMsgType.pat:
      return patOf(child(app.element, 'patinfo'), title, content)
    case AppMsgType.announcement:
      return {
        type: 'announcement',
        text: textAt(app.element, 'textannouncement') || app.description || title,
        content,
      }
    case AppMsgType.fileUploading:
      return { type: 'sysNotice', content }
    default:
      return url === '' && type !== AppMsgType.link
        ? { type: 'unknown', msgType: 49, appType: type, title, content }
        : link(app)
  }
}

function link({ element, title, description, url, content }: App): MessageContent {
  const items = articlesOf(child(element, 'mmreader', 'category'))
  const own = { title, description, url, thumbUrl: textAt(element, 'thumburl') }
  return {
    type: 'link',
    ...(items[0] !== undefined && url === '' ? items[0] : own),
    source: textAt(element, 'sourcedisplayname'),
    items: items.length === 0 ? [own] : items,
    content,
  }
}

/** `title` of a channels post asks for a newer app; what was posted stands in `finderFeed`. */
function channels(app: App): MessageContent {
  const feed = child(app.element, 'finderFeed') ?? child(app.element, 'finderLive')
  const item = {
    title: textAt(feed, 'desc') || app.title,
    description: textAt(feed, 'nickname'),
    url: textAt(feed, 'mediaList', 'media', 'url') || app.url,
    thumbUrl: textAt(feed, 'mediaList', 'media', 'thumbUrl') || textAt(feed, 'avatar'),
  }
  return { type: 'link', ...item, source: item.description, items: [item], content: app.content }
}

function file({ raw, element, title, content }: App): MessageContent {
  const attached = child(element, 'appattach')
  return {
    type: 'file',
    fileName: decodeText(stringOf(raw.FileName)) || title,
    size: countOf(raw.FileSize) || countOf(textAt(attached, 'totallen')),
    mediaId: stringOf(raw.MediaId) || textAt(attached, 'attachid'),
    encryFileName: stringOf(raw.EncryFileName),
    extension: textAt(attached, 'fileext') || (/\.([A-Za-z0-9]{1,12})$/.exec(title)?.[1] ?? ''),
    content,
  }
}

function quote({ element, title, content }: App): MessageContent {
  const quoted = child(element, 'refermsg')
  const msgType = numberOf(textAt(quoted, 'type'))
  const said = withoutSender(quoted)
  return {
    type: 'quote',
    text: title,
    quoted: {
      id: textAt(quoted, 'svrid'),
      msgType,
      ...quotedOf(msgType, said),
      name: textAt(quoted, 'displayname'),
      realId: quotedBy(quoted),
      content: said,
    },
    content,
  }
}

/** In a room `fromusr` is the room, and `chatusr` who said it; between two people both are that person. */
function quotedBy(quoted: XmlElement | undefined): string {
  const [person, place] = [textAt(quoted, 'chatusr'), textAt(quoted, 'fromusr')]
  return [person, place].find((id) => id !== '' && !isRoomName(id)) ?? ''
}

/** What somebody said in a room may have their real id in front. */
function withoutSender(quoted: XmlElement | undefined): string {
  const said = textAt(quoted, 'content')
  const prefix = `${quotedBy(quoted)}:\n`
  return prefix.length > 2 && said.startsWith(prefix) ? said.slice(prefix.length) : said
}

function miniProgram({ element, title, description, url, content }: App): MessageContent {
  const app = child(element, 'weappinfo')
  return {
    type: 'miniProgram',
    title,
    description,
    url,
    appId: textAt(app, 'appid'),
    pagePath: textAt(app, 'pagepath'),
    userName: textAt(app, 'username'),
    iconUrl: textAt(app, 'weappiconurl'),
    content,
  }
}

/** `records` is XML of its own. */
const chatHistory = ({ element, title, description, content }: App): MessageContent => ({
  type: 'chatHistory',
  title,
  description,
  items: historyOf(textAt(element, 'recorditem')),
  records: textAt(element, 'recorditem'),
  content,
})

const music = ({ element, title, description, url, content }: App): MessageContent => ({
  type: 'music',
  title,
  description,
  url,
  dataUrl: textAt(element, 'dataurl') || textAt(element, 'lowdataurl'),
  thumbUrl: textAt(element, 'thumburl'),
  content,
})
