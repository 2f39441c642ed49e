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
  if (isList(value)) {
    return value.length === 0 ? '[]' : `[\n${value.map((item) => inner + write(item, inner)).join(',\n')}\n${indent}]`
  }
  const fields = Object.entries(value).flatMap(([name, field]) =>
    field === undefined ? [] : [`${inner}${JSON.stringify(name)}: ${write(field, inner)}`],
  )
  return fields.length === 0 ? '{}' : `{\n${fields.join(',\n')}\n${indent}}`
}

export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value)

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The fields of an object; none where it is something else. */
export const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
