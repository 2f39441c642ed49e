import { child, children, textAt, type XmlElement } from '../xml.js'
import type { LinkItem, MessageContent } from './content.js'
import { payloadOf } from './payload.js'

/** The articles of a `<category>`, as official accounts and the news send them. */
export const articlesOf = (category: XmlElement | undefined): readonly LinkItem[] =>
  children(category, 'item').map((item) => ({
    title: textAt(item, 'title'),
    description: textAt(item, 'digest'),
    url: textAt(item, 'url'),
    thumbUrl: textAt(item, 'cover').split('|', 1)[0] ?? '',
  }))

const none: LinkItem = { title: '', description: '', url: '', thumbUrl: '' }

/** Tencent's news come as a text that is XML. */
export function newsContent(content: string): MessageContent {
  const { text, xml } = payloadOf(content)
  const items = articlesOf(
    child(xml, 'mmreader', 'category') ?? child(xml, 'msg', 'category') ?? child(xml, 'category'),
  )
  return { type: 'link', source: 'newsapp', ...(items[0] ?? none), items, content: text }
}
