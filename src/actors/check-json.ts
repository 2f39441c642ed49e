import { classOf, whatIs } from '../check-argument.js'
import { type Failure, failure, isFailure } from '../errors.js'

/** How deep a value may be nested: writers of JSON overflow the stack at several thousand levels. */
const deepest = 1_000

/**
 * Throws an `argument` failure for a value that JSON cannot hold and give back as it was. The
 * failure names the place, such as `state.items[3].when`, and what stands there. A property that
 * is `undefined` counts as absent.
 */
export function checkJson(name: string, value: unknown): void {
  try {
    check({ key: name, value, depth: 0 })
  } catch (error) {
    if (isFailure(error)) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw failure('argument', { name, why: `it cannot be read (${why})` }, error)
  }
}

/** A copy of a value that JSON can hold, as a later process would read it. */
export const jsonCopy = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T))

/** A value and the way to it. The path becomes a text only where it is needed. */
interface Place {
  readonly key: string | number
  readonly value: unknown
  readonly depth: number
  readonly above?: Place
}

function check(place: Place): void {
  const { value } = place
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return
    case 'number':
      if (!Number.isFinite(value)) throw unfit(place, String(value))
      return
    case 'object':
      if (value !== null) checkObject(value, place)
      return
    default:
      throw unfit(place, whatIs(value))
  }
}

function checkObject(value: object, place: Place): void {
  if (isWithinItself(place)) throw unfit(place, 'a reference to what it is in')
  if (place.depth > deepest) throw unfit(place, `data nested deeper than ${deepest} levels`)
  if (Array.isArray(value)) return checkList(value, place)
  const made = classOf(value)
  if (made !== undefined) throw unfit(place, made)
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === 'symbol') throw unfit(place, `the key ${String(key)}`)
    const part: unknown = Reflect.get(value, key)
    if (part !== undefined) check(within(place, key, part))
  }
}

function checkList(list: readonly unknown[], place: Place): void {
  // By number: a hole is read as undefined, and would come back as null.
  for (let at = 0; at < list.length; at += 1) check(within(place, at, list[at]))
  const extra = Object.keys(list)[list.length]
  if (extra !== undefined) throw unfit(within(place, extra, undefined), 'a property of a list')
}

const within = (above: Place, key: string | number, value: unknown): Place => ({
  key,
  value,
  depth: above.depth + 1,
  above,
})

function isWithinItself({ value, above }: Place): boolean {
  for (let place = above; place !== undefined; place = place.above) if (place.value === value) return true
  return false
}

function pathOf({ key, above }: Place): string {
  if (above === undefined) return `${key}`
  if (typeof key === 'number') return `${pathOf(above)}[${key}]`
  return `${pathOf(above)}${isPlainKey.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`}`
}

const isPlainKey = /^[\p{L}_$][\p{L}\p{N}_$]*$/u

/** What to keep instead, by the name of a class. */
const hints: ReadonlyMap<string, string> = new Map([
  ['Date', 'keep its time as a number (getTime) or a string (toISOString)'],
  ['Map', 'keep its entries as an object or a list'],
  ['Set', 'keep its values as a list'],
])

const plainData = 'keep strings, finite numbers, booleans, null, lists and plain objects'

const unfit = (place: Place, what: string): Failure =>
  failure('argument', {
    name: pathOf(place),
    why: `${what} cannot be kept, since a store holds JSON; ${hints.get(what) ?? plainData}`,
  })
