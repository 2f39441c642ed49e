import { type Failure, failure } from './errors.js'

/** A value in a few words for an error message. It quotes nothing: a value may hold what people wrote. */
export function whatIs(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return describeObject(value)
  return withArticle(typeof value)
}

function describeObject(value: object): string {
  if (isThenable(value)) return 'a Promise'
  if ('subscribe' in value && typeof value.subscribe === 'function') return 'an Observable'
  const name = classOf(value)
  return name === undefined ? 'a plain object' : withArticle(name)
}

/** The name of an object's class; undefined for a plain object. */
export function classOf(value: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(value)
  // A plain object of another realm has another Object.prototype, which has no prototype either.
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return undefined
  const made: unknown = value.constructor
  return typeof made === 'function' && made.name !== '' ? made.name : 'class instance'
}

/** Is it a Promise, or something that can be awaited as one? */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

const withArticle = (word: string): string => (/^[aeiou]/i.test(word) ? `an ${word}` : `a ${word}`)

/** Throws an `argument` failure unless `value` is a function. `what` completes "expected …". */
export function checkFunction(name: string, value: unknown, what: string): void {
  if (typeof value !== 'function') throw unexpected(name, what, value)
}

/** Throws an `argument` failure that names the first key of `given` that is none of `known`. `of`: what has these keys. */
export function checkKeys(of: string, given: unknown, known: readonly string[]): void {
  if (given === undefined) return
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw unexpected(of, 'an object with options', given)
  const unknown = Object.keys(given).find((key) => !known.includes(key))
  if (unknown === undefined) return
  const meant = known.find((key) => isAlike(key, unknown))
  const hint = meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${meant}?`
  throw failure('argument', { name: unknown, why: `it is no option of ${of}; ${hint}` })
}

/** Throws an `argument` failure for a value that is none of `choices`; undefined is left alone. */
export function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  if (value === undefined || choices.some((choice) => choice === value)) return
  const got = typeof value === 'string' ? JSON.stringify(value) : whatIs(value)
  const expected = choices.map((choice) => JSON.stringify(choice)).join(' or ')
  throw failure('argument', { name, why: `expected ${expected}, got ${got}` })
}

/** Throws an `argument` failure for a value that is no string; undefined is left alone. */
export function checkText(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'string') throw unexpected(name, 'a string', value)
}

/** An `argument` failure: what was expected, and what came instead. */
export const unexpected = (name: string, expected: string, got: unknown): Failure =>
  failure('argument', { name, why: `expected ${expected}, got ${whatIs(got)}` })

/** Equal but for case, or but for one letter that is missing, more, or another one. */
function isAlike(known: string, given: string): boolean {
  const [a, b] = [known.toLowerCase(), given.toLowerCase()]
  if (a === b) return true
  if (Math.abs(a.length - b.length) > 1) return false
  let same = 0
  while (same < a.length && a[same] === b[same]) same += 1
  const [restA, restB] = [a.slice(same), b.slice(same)]
  return restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1)
}
