import { XMLParser } from 'fast-xml-parser'
import { wellFormed } from './well-formed.js'

/** An element: children and `@attribute`s by name, its text under `#text`, literal text under `#cdata`. */
export type XmlElement = Readonly<Record<string, unknown>>

/** Larger texts are not read as XML (characters): the largest real payload, a forwarded chat history, is far below. */
const sizeLimit = 256 * 1024

/** Entities stay as they are (we decode the five standard ones ourselves, once), values stay text. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  cdataPropName: '#cdata',
  textNodeName: '#text',
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: 64,
})

/** Reads XML; undefined for what is none, is too large, or defines a document type (which payloads never do). */
export function parseXml(text: string): XmlElement | undefined {
  if (text.length > sizeLimit || !text.includes('<') || /<!(?:DOCTYPE|ENTITY)/i.test(text)) return undefined
  try {
    const parsed: unknown = parser.parse(text)
    return isElement(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

const isElement = (value: unknown): value is XmlElement =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first element at the end of a path. */
export function child(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  let at: unknown = element
  for (const name of path) at = first(isElement(at) ? own(at, name) : undefined)
  if (typeof at === 'string') return { '#text': at }
  return isElement(at) ? at : undefined
}

/** All elements of one name. */
export function children(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  const found = element === undefined ? undefined : own(element, name)
  const list: readonly unknown[] = Array.isArray(found) ? found : [found]
  return list.flatMap((one) => (typeof one === 'string' ? [{ '#text': one }] : isElement(one) ? [one] : []))
}

/** The elements inside one, the first of each name. */
export const elementsIn = (element: XmlElement): readonly XmlElement[] =>
  Object.keys(element)
    .filter((name) => !/^[@#]/.test(name))
    .flatMap((name) => children(element, name).slice(0, 1))

/** The trimmed text at the end of a path; '' where there is none. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string {
  const found = child(element, ...path)
  if (found === undefined) return ''
  return `${decodeEntities(joined(own(found, '#text')))}${joined(own(found, '#cdata'))}`.trim()
}

/** An attribute's value; '' where there is none. */
export function attribute(element: XmlElement | undefined, name: string): string {
  const value = element === undefined ? undefined : own(element, `@${name}`)
  return typeof value === 'string' ? decodeEntities(value) : ''
}

const own = (element: XmlElement, name: string): unknown => (Object.hasOwn(element, name) ? element[name] : undefined)

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value)

const joined = (value: unknown): string => {
  if (typeof value === 'string') return value
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string').join('') : ''
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

const decodeEntities = (text: string): string =>
  text.includes('&')
    ? text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot|apos));/g, (whole, decimal, hex, name) => {
        if (typeof name === 'string') return named[name] ?? whole
        const point = typeof decimal === 'string' ? Number.parseInt(decimal, 10) : Number.parseInt(String(hex), 16)
        const isText = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
        return isText ? String.fromCodePoint(point) : whole
      })
    : text

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Text for an element or an attribute. Characters that XML has no form for are left out. */
export const escapeXml = (text: string): string =>
  wellFormed(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')).replace(
    /[&<>"']/g,
    (one) => escapes[one] ?? one,
  )

/** What the login page says. */
export interface LoginTicket {
  readonly ret: string
  readonly message: string
  readonly skey: string
  readonly wxsid: string
  readonly wxuin: string
  readonly passTicket: string
}

/** Reads the login page's `<error>` element, which also carries success; undefined for any other page, and for one that was cut off. */
export function readLoginTicket(body: string): LoginTicket | undefined {
  const error = /<\/error\s*>/.test(body) ? child(parseXml(body), 'error') : undefined
  if (error === undefined || textAt(error, 'ret') === '') return undefined
  return {
    ret: textAt(error, 'ret'),
    message: textAt(error, 'message'),
    skey: textAt(error, 'skey'),
    wxsid: textAt(error, 'wxsid'),
    wxuin: textAt(error, 'wxuin'),
    passTicket: textAt(error, 'pass_ticket'),
  }
}
