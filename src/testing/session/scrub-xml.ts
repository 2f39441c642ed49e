import type { Disguise } from './disguise.js'
import { sysmsgTypes, xmlNames, xmlNumbers } from './vocabulary.js'

/** XML within XML within XML: what is deeper is a text. */
const deepest = 4

/** Longer ones (in characters) are texts, too: whoever wrote them may want us to search for ends that do not come. */
const longest = 64 * 1024

/**
 * CDATA, comments, instructions, tags, what looks like a tag and is none, texts. A piece without its end
 * reaches to the end of the text: nothing is searched twice.
 */
const pieces =
  /<!\[CDATA\[([\s\S]*?)(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)|<\?[^>]*(?:>|$)|<(\/?)([^\s<>/="']+)((?:\s+[^\s=<>/"']+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>|<[^<>]*>?|[^<]+/g

const attributes = /(?<![^\s=<>/"'])([^\s=<>/"']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g

/** XML with the names of the service and made-up values. What is no XML is a text; what is broken is left out. */
export function scrubXml(disguise: Disguise, text: string, depth = 0): string {
  const trimmed = text.trim()
  if (trimmed.length > longest) return disguise.text(text)
  if (trimmed.startsWith('<')) return tagged(disguise, trimmed, depth)
  if (!/&lt;[A-Za-z?!]/.test(trimmed) || depth >= deepest) return disguise.text(text)
  const [, sender = '', rest = ''] = /^([^<>&]{0,200}:<br\s?\/?>)?([\s\S]*)$/.exec(trimmed) ?? []
  const decoded = decode(rest.replace(/<br\s?\/?>/g, '\n'))
  return `${disguise.text(sender)}${encode(scrubXml(disguise, decoded, depth + 1))}`
}

function tagged(disguise: Disguise, text: string, depth: number): string {
  let inside = ''
  return text.replace(
    pieces,
    (whole, cdata?: string, closes?: string, name?: string, given?: string, empty?: string): string => {
      if (cdata !== undefined) return `<![CDATA[${madeOf(disguise, inside, cdata, depth)}]]>`
      if (name !== undefined) {
        inside = closes === '/' ? '' : name
        return `<${closes}${nameOf(disguise, name)}${attributesOf(disguise, given ?? '', depth)}${empty}>`
      }
      if (whole.startsWith('<')) return ''
      return whole.trim() === '' ? whole : madeOf(disguise, inside, whole, depth)
    },
  )
}

const nameOf = (disguise: Disguise, name: string): string => (xmlNames.has(name) ? name : disguise.text(name))

const attributesOf = (disguise: Disguise, given: string, depth: number): string =>
  [...given.matchAll(attributes)]
    .map(([, name = '', double, single = '']) => {
      const value = madeOf(disguise, name, double ?? single, depth).replaceAll('"', '&quot;')
      return ` ${nameOf(disguise, name)}="${value}"`
    })
    .join('')

function madeOf(disguise: Disguise, name: string, value: string, depth: number): string {
  const trimmed = value.trim()
  if (xmlNumbers.has(name) && /^-?\d{1,5}$/.test(trimmed)) return trimmed
  if (name === 'type' && sysmsgTypes.has(trimmed)) return trimmed
  if (name === 'username') return disguise.names(value)
  if (/^-?\d{1,3}\.\d+$/.test(trimmed)) return `10.${disguise.text(trimmed.split('.')[1] ?? '')}`
  if (/^https?:/.test(trimmed)) return disguise.address(trimmed)
  if (name === 'replacemsg' || name === 'template') return disguise.notice(value)
  return trimmed.startsWith('<') || trimmed.includes('&lt;')
    ? depth < deepest
      ? scrubXml(disguise, value, depth + 1)
      : disguise.text(value)
    : disguise.text(value)
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

const decode = (text: string): string =>
  text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => entities[name] ?? whole)

const encode = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
