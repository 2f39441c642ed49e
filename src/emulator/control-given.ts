import { Buffer } from 'node:buffer'
import { failure } from '../errors.js'

/** What came as query or JSON. */
export type Given = Readonly<Record<string, unknown>>

export const wrong = (name: string, why: string) => failure('argument', { name, why })

export function maybe(given: Given, name: string): string | undefined {
  const value = given[name]
  if (value === undefined || typeof value === 'string') return value
  throw wrong(name, 'a text')
}

export function text(given: Given, name: string): string {
  const value = maybe(given, name)
  if (value === undefined) throw wrong(name, 'is missing')
  return value
}

export function texts(given: Given, name: string): readonly string[] {
  const value = given[name]
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value
  throw wrong(name, 'a list of texts')
}

export function numberOf(given: Given, name: string, otherwise: number): number {
  const value = given[name] ?? otherwise
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw wrong(name, 'a number')
}

/** `base64`: the bytes of a picture or file. */
export function bytesOf(given: Given): Uint8Array {
  const value = text(given, 'base64')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw wrong('base64', 'not base64')
  return Buffer.from(value, 'base64')
}
