import { wellFormed } from './well-formed.js'

/**
 * Texts travel as a kind of HTML: `<br/>` for a new line, five entities, and emoji as empty spans. One pass undoes all of
 * it, so that each entity is decoded exactly once: a typed `&lt;` arrives as `&amp;lt;`.
 */
const markup =
  /<br\s?\/?>|<span class="emoji emoji([0-9a-fA-F]{4,16})"\s?>?<\/span>|<img class="emoji emoji([0-9a-fA-F]{4,16})"[^<>]{0,1000}>|&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' }

/** How what is to be undone begins, besides entities. */
const tags = ['<br', '<span class="emoji ', '<img class="emoji ']

const hasTag = (content: string): boolean => content.includes('<') && tags.some((tag) => content.includes(tag))

/** A text or name as people read it. QQ faces such as `[微笑]` are text and stay. */
export function decodeText(content: string): string {
  if (!content.includes('&') && !hasTag(content)) return content
  return inPieces(content, (part) => part.replace(markup, plain))
}

/** Changes a text piece by piece; no tag and no entity is cut: what one replacement keeps of millions of matches costs more than the matches. */
export function inPieces(content: string, change: (part: string) => string): string {
  if (content.length <= piece) return change(content)
  const parts: string[] = []
  for (let at = 0; at < content.length; at += parts.at(-1)?.length ?? 1) parts.push(pieceAt(content, at))
  return parts.map(change).join('')
}

/** The longest piece, in characters. */
const piece = 64 * 1024

/** No tag and no entity is longer. */
const longest = 2_000

/** A piece that ends where no tag and no entity is in the middle. */
function pieceAt(content: string, at: number): string {
  const whole = content.slice(at, at + piece)
  if (at + piece >= content.length) return whole
  let tag = whole.lastIndexOf('<')
  while (tag >= 0 && content[at + tag + 1] === '/') tag = tag === 0 ? -1 : whole.lastIndexOf('<', tag - 1)
  const entity = whole.lastIndexOf('&')
  return whole.slice(0, tag > longest ? tag : entity > 2 * longest ? entity : undefined)
}

function plain(whole: string, span?: string, image?: string, decimal?: string, hex?: string, name?: string): string {
  const emoji = span ?? image
  if (emoji !== undefined) return emojiOf(emoji)
  if (decimal !== undefined) return pointOf(Number.parseInt(decimal, 10)) ?? whole
  if (hex !== undefined) return pointOf(Number.parseInt(hex, 16)) ?? whole
  if (name !== undefined) return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole
  return '\n'
}

/** What stands where an emoji is unknown. */
const placeholder = '\u25a1'

/** By the number of hex digits: keycaps are 2+4 or 4+4, flags and skin tones 5+5, the rest is one code point. */
const splits: Readonly<Record<number, readonly number[]>> = {
  4: [4],
  5: [5],
  6: [2, 4],
  8: [4, 4],
  10: [5, 5],
}

function emojiOf(hex: string): string {
  let at = 0
  let text = ''
  for (const length of splits[hex.length] ?? []) {
    text += pointOf(Number.parseInt(hex.slice(at, at + length), 16)) ?? placeholder
    at += length
  }
  return text === '' ? placeholder : text
}

/** The character of a code point; undefined for NUL, halves of surrogate pairs and what lies beyond Unicode. */
function pointOf(point: number): string | undefined {
  const isText = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
  return isText ? String.fromCodePoint(point) : undefined
}

const escaped: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\n': '<br/>',
}

/** A text as the server would send it: the opposite of {@link decodeText}. */
export const encodeText = (text: string): string => text.replace(/[&<>"'\n]/g, (one) => escaped[one] ?? one)

/** Room messages begin with who said them: a UserName, a real id in newer payloads, then `:` and a line break. */
const prefix = /^(@{0,2}[A-Za-z0-9_-]{1,140}(?:@chatroom)?):(?:<br\s?\/?>|\n)/

/** Takes the sender off a room message. Text without one has no `sender`. */
export function splitRoomPrefix(content: string): { readonly sender?: string; readonly content: string } {
  const match = prefix.exec(content)
  return match?.[1] === undefined ? { content } : { sender: match[1], content: content.slice(match[0].length) }
}

/**
 * A text as it goes out. JSON would turn control characters and halves of surrogate pairs into `\u` escapes, which the
 * server stores literally: the ones are left out, the others become U+FFFD.
 */
export const outgoingText = (text: string): string =>
  wellFormed(text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ''))
