import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../errors.js'
import { unreadable } from './result.js'

/** A JSON object whose fields have not been looked at. */
export type Fields = Readonly<Record<string, unknown>>

/**
 * Reads JSON as WeChat writes it: a byte order mark is skipped, integers of 16 digits or more become exact strings.
 *
 * Finding them takes a third of the time of reading. It is spared where `restore` says of what was read without it that no
 * id is rounded any more.
 */
export function readJson(
  endpoint: string,
  body: string,
  restore: (value: unknown, text: string) => boolean = () => false,
): E.Either<Failure, unknown> {
  const text = body.charCodeAt(0) === 0xfeff ? body.slice(1) : body
  const first = /\S/.exec(text)?.[0]
  if (first === undefined) return unreadable(endpoint, 'the answer is empty')
  // Every answer is an object; what is none is not read, however deep it goes.
  if (first !== '{') return unreadable(endpoint, first === '<' ? 'the answer is a web page' : 'the answer is not JSON')
  try {
    const plain: unknown = JSON.parse(text)
    return E.right(restore(plain, text) ? plain : JSON.parse(quoteBigIntegers(text)))
  } catch {
    return unreadable(endpoint, 'the answer is not JSON')
  }
}

/** Beyond this many digits a number may be larger than 2^53. */
const digits = 16

const quote = 0x22
const colon = 0x3a
const minus = 0x2d

/**
 * Puts quotes around integers of 16 digits or more that are values of a key: NewMsgId is a bare 64-bit number.
 *
 * A run of 16 digits covers one of every 16 positions, so only those are looked at. What stands in front decides
 * whether a run is a value: the end of a key, that is a letter, a quote and a colon. Inside a string a quote has a
 * backslash in front, and the quote that opens a string has no letter in front: message texts cannot look like that.
 */
export function quoteBigIntegers(text: string): string {
  const parts: string[] = []
  let copied = 0
  for (let at = digits - 1; at < text.length; at += digits) {
    if (!isDigit(text.charCodeAt(at))) continue
    let start = at
    while (isDigit(text.charCodeAt(start - 1))) start -= 1
    let end = at + 1
    while (isDigit(text.charCodeAt(end))) end += 1
    if (text.charCodeAt(start - 1) === minus) start -= 1
    if (end - start >= digits && isInteger(text.charCodeAt(end)) && followsKey(text, start)) {
      parts.push(text.slice(copied, start), text.slice(start, end))
      copied = end
    }
    at = end - 1
  }
  if (copied === 0) return text
  parts.push(text.slice(copied))
  return parts.join('"')
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

/** Not followed by a fraction or an exponent. */
const isInteger = (next: number): boolean => next !== 0x2e && next !== 0x65 && next !== 0x45

function followsKey(text: string, start: number): boolean {
  const mark = skipBack(text, start - 1)
  if (text.charCodeAt(mark) !== colon) return false
  const end = skipBack(text, mark - 1)
  return text.charCodeAt(end) === quote && isWord(text.charCodeAt(end - 1))
}

function skipBack(text: string, from: number): number {
  let at = from
  while (at >= 0 && text.charCodeAt(at) <= 0x20) at -= 1
  return at
}

const isWord = (code: number): boolean =>
  isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Deeper than this nothing is taken in: nothing on the wire is nested deeply, and writing it again takes stack for each level. */
const depthLimit = 500

/** Whether a value can be stored and printed without running out of stack. */
export function isShallow(value: object, depth = depthLimit): boolean {
  if (depth === 0) return false
  for (const key in value) {
    const inner: unknown = value[key as keyof typeof value]
    if (typeof inner === 'object' && inner !== null && !isShallow(inner, depth - 1)) return false
  }
  return true
}

/** Whether nothing in a text can be nested too deeply, since it has no more brackets than that: far cheaper than a look at every value. */
export const hasFewBrackets = (text: string): boolean =>
  countUpTo(depthLimit, text, '{') + countUpTo(depthLimit, text, '[') <= depthLimit

function countUpTo(limit: number, text: string, bracket: string): number {
  let count = 0
  for (let at = text.indexOf(bracket); at >= 0 && count <= limit; at = text.indexOf(bracket, at + 1)) count += 1
  return count
}
