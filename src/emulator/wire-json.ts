/** What the server's JSON is made of. A `bigint` is a bare number; `undefined` leaves a field out. */
export type Json =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly Json[]
  | { readonly [name: string]: Json }

/** An object as JSON has it. */
export type JsonObject = { readonly [name: string]: Json }

/** Pretty-printed over many lines, as the server does. Numbers beyond 2^53 keep all their digits. */
export const wireJson = (value: Json): string => write(value, '')

function write(value: Json, indent: string): string {
  if (typeof value === 'bigint') return value.toString()
  if (value === null || value === undefined) return 'null'
  if (typeof value !== 'object') return JSON.stringify(value)
  const inner = `${indent} `
  return isList(value) ? writeList(value, indent, inner) : writeObject(value, indent, inner)
}

function writeList(list: readonly Json[], indent: string, inner: string): string {
  let text = ''
  for (const item of list) text += `${text === '' ? '[\n' : ',\n'}${inner}${write(item, inner)}`
  return text === '' ? '[]' : `${text}\n${indent}]`
}

/** Concatenated as it goes: an answer of a hundred messages has some five thousand fields. */
function writeObject(object: JsonObject, indent: string, inner: string): string {
  let text = ''
  for (const name of Object.keys(object)) {
    const field = object[name]
    if (field !== undefined)
      text += `${text === '' ? '{\n' : ',\n'}${inner}${JSON.stringify(name)}: ${write(field, inner)}`
  }
  return text === '' ? '{}' : `${text}\n${indent}}`
}

export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value)

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

type Fields = Readonly<Record<string, unknown>>

/** The same fields, with numbers where some of these came as texts: a client in Perl writes both. */
export const withNumbers = (given: Fields, names: readonly string[]): Fields => ({
  ...given,
  ...Object.fromEntries(names.flatMap((name) => (isNumeric(given[name]) ? [[name, Number(given[name])]] : []))),
})

const isNumeric = (value: unknown): boolean => typeof value === 'string' && /^\d{1,15}$/.test(value)

/** The fields of an object; none where it is something else. */
export const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
