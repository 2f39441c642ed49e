import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import type { Failure } from '../errors.js'
import { unreadable } from './result.js'

/** Dotted name to value, as text: `window.QRLogin.code` → `200`. */
export type Assignments = ReadonlyMap<string, string>

interface Cursor {
  readonly text: string
  at: number
}

/**
 * Reads `window.code=200;` and its like without evaluating anything: names, numbers, quoted strings, and objects of
 * these with bare or quoted keys. Whatever else stands there is a `decode` failure, and so is an answer that was cut off.
 */
export function readAssignments(endpoint: string, body: string): Either<Failure, Assignments> {
  const cursor: Cursor = { text: body, at: body.charCodeAt(0) === 0xfeff ? 1 : 0 }
  const found = new Map<string, string>()
  skip(cursor)
  while (cursor.at < body.length) {
    const name = take(cursor, names)
    if (name === undefined || take(cursor, equals) === undefined || !readValue(cursor, name, found))
      return unreadable(endpoint, 'the answer is not a list of assignments')
    take(cursor, semicolon)
  }
  return found.size === 0 ? unreadable(endpoint, 'the answer is empty') : E.right(found)
}

const blank = /\s*/y
const names = /[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){0,8}/y
const equals = /=/y
const semicolon = /;/y
const number = /-?\d{1,20}/y
const open = /\{/y
const close = /\}/y
const colon = /:/y
const comma = /,/y
const key = /[\w$]+|"[\w$]+"|'[\w$]+'/y

const skip = (cursor: Cursor): void => {
  blank.lastIndex = cursor.at
  cursor.at += blank.exec(cursor.text)?.[0].length ?? 0
}

/** Takes a token and the blanks after it. */
function take(cursor: Cursor, token: RegExp): string | undefined {
  token.lastIndex = cursor.at
  const found = token.exec(cursor.text)?.[0]
  if (found === undefined) return undefined
  cursor.at += found.length
  skip(cursor)
  return found
}

function readValue(cursor: Cursor, name: string, found: Map<string, string>): boolean {
  if (take(cursor, open) !== undefined) return readObject(cursor, name, found)
  const text = readString(cursor) ?? take(cursor, number)
  if (text === undefined) return false
  found.set(name, text)
  return true
}

function readObject(cursor: Cursor, name: string, found: Map<string, string>): boolean {
  while (take(cursor, close) === undefined) {
    const property = take(cursor, key)
    if (property === undefined || take(cursor, colon) === undefined) return false
    const text = readString(cursor) ?? take(cursor, number)
    if (text === undefined) return false
    found.set(`${name}.${property.replace(/["']/g, '')}`, text)
    if (take(cursor, comma) === undefined && cursor.text[cursor.at] !== '}') return false
  }
  return true
}

/** Walks to the closing quote by hand: a pattern with alternatives could run out of stack in a huge string. */
function readString(cursor: Cursor): string | undefined {
  const { text, at } = cursor
  const mark = text[at]
  if (mark !== '"' && mark !== "'") return undefined
  let end = at + 1
  let escaped = false
  for (; end < text.length && text[end] !== mark; end += 1) {
    if (text[end] === '\n' || text[end] === '\r') return undefined
    if (text[end] !== '\\') continue
    escaped = true
    end += 1
  }
  if (end >= text.length) return undefined
  cursor.at = end + 1
  skip(cursor)
  const value = text.slice(at + 1, end)
  return escaped ? value.replace(escapes, unescaped) : value
}

const escapes = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/g
const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

const unescaped = (_: string, byte?: string, unit?: string, letter = ''): string => {
  const code = byte ?? unit
  return code === undefined ? (letters[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16))
}
