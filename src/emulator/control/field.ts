import { Buffer } from 'node:buffer'
import { checkNumber, type Sense } from '../../check-number.js'
import { failure } from '../../errors.js'
import { isObject, type Json, type JsonObject } from '../wire-json.js'

/** What came as query or JSON. */
export type Given = Readonly<Record<string, unknown>>

/** One field of a control: how it is read, and what the page of controls says about it. */
export interface Field<T> {
  /** `text`, `number`, or the words that it may be. */
  readonly type: string
  readonly about: string
  readonly optional: boolean
  /** Throws an `argument` failure for a value of another type. */
  readonly read: (name: string, value: unknown) => T
}

/** The fields of one control, by name. */
export type Fields = Readonly<Record<string, Field<unknown>>>

/** What the fields of a control give to it. */
export type Values<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never }

export const wrong = (name: string, why: string) => failure('argument', { name, why })

const required = <T>(type: string, about: string, read: (name: string, value: unknown) => T): Field<T> => ({
  type,
  about,
  optional: false,
  read: (name, value) => {
    if (value === undefined) throw wrong(name, `is missing; it has to be ${type}`)
    return read(name, value)
  },
})

/** A field of which `fits` decides whether the value is one. */
export const fitting = <T>(type: string, about: string, fits: (value: unknown) => value is T): Field<T> =>
  required(type, about, (name, value) => {
    if (fits(value)) return value
    throw wrong(name, `has to be ${type}`)
  })

/** The same field where it may be left out. */
export const optional = <T>(field: Field<T>): Field<T | undefined> => ({
  ...field,
  optional: true,
  read: (name, value) => (value === undefined ? undefined : field.read(name, value)),
})

/** The same field where null takes back what it says. */
export const orNull = <T>(field: Field<T>): Field<T | null> => ({
  ...field,
  type: `${field.type}, or null`,
  read: (name, value) => (value === null ? null : field.read(name, value)),
})

const isText = (value: unknown): value is string => typeof value === 'string'

export const text = (about: string): Field<string> => fitting('a text', about, isText)

export const texts = (about: string): Field<readonly string[]> =>
  fitting('a list of texts', about, (value) => Array.isArray(value) && value.every(isText))

export const flag = (about: string): Field<boolean> =>
  fitting('true or false', about, (value) => typeof value === 'boolean')

export const object = (about: string): Field<JsonObject> => fitting('an object', about, isJsonObject)

export const list = (about: string): Field<readonly Json[]> =>
  fitting('a list', about, (value): value is readonly Json[] => Array.isArray(value))

export const number = (
  about: string,
  range: Sense = { from: -Number.MAX_VALUE, to: Number.MAX_VALUE },
): Field<number> =>
  required('a number', about, (name, value) => {
    checkNumber(name, value, range)
    return Number(value)
  })

/** One of these words or numbers. */
export const oneOf = <const T extends string | number>(about: string, ...words: readonly T[]): Field<T> =>
  fitting(wordsOf(words), about, (value): value is T => words.some((word) => word === value))

const wordsOf = (words: readonly (string | number)[]): string =>
  words.length === 1 ? String(words[0]) : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

/** The bytes of a picture or file, in base64. */
export const bytes = (about: string): Field<Uint8Array> =>
  required('bytes in base64', about, (name, value) => {
    if (typeof value === 'string' && isBase64(value)) return new Uint8Array(Buffer.from(value, 'base64'))
    throw wrong(name, 'has to be bytes in base64')
  })

const isBase64 = (value: string): boolean => /^[A-Za-z0-9+/]*={0,2}$/.test(value)

/** A list of which each item is such a field. */
export const each = <T>(about: string, item: Field<T>): Field<readonly T[]> =>
  required(`a list, each ${item.type}`, about, (name, value) => {
    if (!Array.isArray(value)) throw wrong(name, `has to be a list, each ${item.type}`)
    return value.map((one: unknown, at) => item.read(`${name}[${at}]`, one))
  })

/** One object with these fields. */
export const objectOf = <F extends Fields>(about: string, fields: F): Field<Values<F>> =>
  required(`an object with ${signature(fields)}`, about, (name, value) => {
    if (!isObject(value)) throw wrong(name, 'has to be an object')
    return readFields(`${name}.`, fields, value)
  })

/** A word or a text, or an object or a list in its place. */
export function either<A, B>(plain: Field<A>, rich: Field<B>): Field<A | B> {
  const type = `${plain.type}, or ${rich.type}`
  return required(type, plain.about, (name, value) => {
    if (typeof value === 'object' && value !== null) return rich.read(name, value)
    try {
      return plain.read(name, value)
    } catch {
      throw wrong(name, `has to be ${type}`)
    }
  })
}

/** `title, url, des?`: the names of fields, those with a question mark may be left out. */
export const signature = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, field]) => (field.optional ? `${name}?` : name))
    .join(', ')

/** Of a field that is not known. */
export const stranger = (name: string, fields: Fields) =>
  wrong(name, `is not a field here; the fields are ${signature(fields) || 'none'}`)

/** Reads all fields; throws an `argument` failure for the first that is wrong, missing or unknown. */
export function readFields<F extends Fields>(prefix: string, fields: F, given: Given): Values<F> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(fields, name))
  if (unknown !== undefined) throw stranger(`${prefix}${unknown}`, fields)
  const read = Object.entries(fields).map(([name, field]): [string, unknown] => [
    name,
    field.read(`${prefix}${name}`, own(given, name)),
  ])
  return Object.fromEntries<unknown>(read) as Values<F>
}

const own = (given: Given, name: string): unknown => (Object.hasOwn(given, name) ? given[name] : undefined)

const isJsonObject = (value: unknown): value is JsonObject => isObject(value)
