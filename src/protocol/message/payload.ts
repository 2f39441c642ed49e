import { decodeText, inPieces } from '../text.js'
import { parseXml, type XmlElement } from '../xml.js'

/** The XML inside a Content, as text and read. An opaque token has no `xml`. */
export interface Payload {
  readonly text: string
  readonly xml: XmlElement | undefined
}

/**
 * XML comes escaped, with `<br/>` for its line breaks, and may end in an escaped `<br/>` of its own. What begins with a
 * raw `<` was not escaped, so its entities are the XML's.
 */
export function payloadOf(content: string): Payload {
  const broken = inPieces(content, withLines).trim()
  const text = (broken.startsWith('<') ? broken : decodeText(broken)).replace(/<br\s?\/?>\s*$/, '').trim()
  return { text, xml: text.startsWith('<') ? parseXml(text) : undefined }
}

/** Three searches for a text are linear; one for a pattern keeps notes of millions of matches. */
const withLines = (part: string): string =>
  part.replaceAll('<br/>', '\n').replaceAll('<br />', '\n').replaceAll('<br>', '\n')
