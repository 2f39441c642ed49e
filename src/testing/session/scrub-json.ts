import type { Disguise } from './disguise.js'
import { scrubXml } from './scrub-xml.js'
import { addressFields, codeNumbers, jsonFields, nameFields, numberFields, timeFields } from './vocabulary.js'

type Fields = Readonly<Record<string, unknown>>

/** What a scrubbed value needs to know of its surroundings. */
interface Place {
  readonly disguise: Disguise
  /** Milliseconds to be added to times. */
  readonly shift: number
  readonly key: string
  /** The object that holds it. */
  readonly fields: Fields
  readonly depth: number
}

/** Nothing of the service is nested as deep; what is deeper is left out. */
const deepest = 50

/** Codes, flags and sizes are smaller, numbers of people and messages larger. */
const smallest = 100_000

/** JSON with made-up values; undefined for what is none. Ids come out as strings, since they are beyond what a number can hold. */
export function scrubJson(disguise: Disguise, shift: number, body: string): string | undefined {
  const value = parsed(body)
  return value === undefined
    ? undefined
    : JSON.stringify(scrub({ disguise, shift, key: '', fields: {}, depth: 0 }, value))
}

function parsed(body: string): unknown {
  // A string without its end reaches to the end of the text: nothing is searched twice.
  const quoted = body.replace(/"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|-?\d{16,}/g, (token) =>
    token.startsWith('"') ? token : `"${token}"`,
  )
  try {
    return JSON.parse(quoted)
  } catch {
    return undefined
  }
}

function scrub(place: Place, value: unknown): unknown {
  if (typeof value === 'string') return scrubString(place, value)
  if (typeof value === 'number') return scrubNumber(place, value)
  if (typeof value !== 'object' || value === null) return value
  const depth = place.depth + 1
  if (depth > deepest) return null
  if (Array.isArray(value)) return value.map((one) => scrub({ ...place, depth }, one))
  const fields = value as Fields
  return Object.fromEntries(
    Object.entries(fields).map(([key, one]) => [keyOf(place, key), scrub({ ...place, key, fields, depth }, one)]),
  )
}

const keyOf = ({ disguise }: Place, key: string): string => (jsonFields.has(key) ? key : disguise.text(key))

function scrubNumber({ disguise, shift, key }: Place, value: number): number {
  if (timeFields.has(key)) return value === 0 ? 0 : value + shift / 1_000
  return Math.abs(value) < smallest && codeNumbers.has(key) ? value : disguise.number(value)
}

function scrubString({ disguise, key, fields }: Place, value: string): string {
  if (value === '') return ''
  if (numberFields.has(key) && /^-?\d{1,5}$/.test(value)) return value
  if (nameFields.has(key)) return disguise.names(value)
  if (addressFields.has(key)) return disguise.address(value)
  if (key === 'KeyWord' || key === 'Keyword') return /^(?:wxi|gh_)$/.test(value) ? value : disguise.text(value)
  if (key === 'OriContent') return scrubXml(disguise, value)
  return key === 'Content' ? scrubContent(disguise, fields, value) : disguise.text(value)
}

/** Texts are texts, whatever they look like; everything else is XML or a notice. */
function scrubContent(disguise: Disguise, { MsgType, FromUserName }: Fields, value: string): string {
  const type = Number(MsgType)
  if (type === 10_000) return disguise.notice(value)
  if (type === 1 && FromUserName !== 'newsapp') return scrubText(disguise, value)
  return MsgType === undefined ? disguise.text(value) : scrubXml(disguise, value)
}

/** A location is a text that ends with the path of its map. */
function scrubText(disguise: Disguise, value: string): string {
  const at = value.indexOf('/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg')
  return at < 0 ? disguise.text(value) : `${disguise.text(value.slice(0, at))}${disguise.address(value.slice(at))}`
}
