import type { Disguise } from './disguise.js'
import { scrubJson } from './scrub-json.js'
import { scrubXml } from './scrub-xml.js'
import { scriptWords } from './vocabulary.js'

/** The body of an answer with made-up values; undefined for what is neither JSON, nor XML, nor one of the service's scripts. */
export function scrubBody(disguise: Disguise, shift: number, body: string): string | undefined {
  const text = body.trim()
  if (text === '') return ''
  if (text.startsWith('{') || text.startsWith('[')) return scrubJson(disguise, shift, text)
  if (text.startsWith('<')) return scrubXml(disguise, text)
  return text.startsWith('window.') ? scrubScript(disguise, text) : undefined
}

/** `window.code=200; window.redirect_uri="…"`. The picture of the person is left out. */
const scrubScript = (disguise: Disguise, text: string): string =>
  text.replace(/"([^"]*)"|'([^']*)'|[\p{L}\p{N}\p{M}_]+/gu, (whole, double?: string, single?: string) => {
    const value = double ?? single
    if (value === undefined) return isPlain(whole) ? whole : disguise.text(whole)
    if (isPlain(value)) return whole
    const quote = whole[0] ?? '"'
    return `${quote}${value.startsWith('data:') ? 'data:img/jpg;base64,' : disguise.address(value)}${quote}`
  })

const isPlain = (word: string): boolean => scriptWords.has(word) || /^\d{0,5}$/.test(word)
