import type { Either } from 'fp-ts/lib/Either.js'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { type Failure, failure } from '../errors.js'

/** More problems than these tell a reader nothing new. */
const problemsLimit = 5

/**
 * Checks a value against a codec; a `decode` failure names the paths that are wrong, never their contents.
 *
 * `is` is several times cheaper than `decode`, so the good path costs that; only a failure is decoded for its report.
 */
export const decodeAs =
  <A>(endpoint: string, codec: t.Type<A, unknown>) =>
  (value: unknown): Either<Failure, A> => {
    if (codec.is(value)) return E.right(value)
    const decoded = codec.decode(value)
    if (decoded._tag === 'Right') return decoded
    return E.left(failure('decode', { endpoint, problems: problemsOf(decoded.left), intact: true }))
  }

/** The bridge from pure decoding to the error channel: the value, or the failure thrown. */
export const orThrow = <A>(result: Either<Failure, A>): A => {
  if (result._tag === 'Left') throw result.left
  return result.right
}

/** The answer did not arrive as the text it should be: cut off, empty, or somebody else's page. */
export const unreadable = (endpoint: string, problem: string): Either<Failure, never> =>
  E.left(failure('decode', { endpoint, problems: [problem] }))

/** The answer arrived whole, and does not say what the protocol promises. */
export const misshapen = (endpoint: string, ...problems: readonly string[]): Either<Failure, never> =>
  E.left(failure('decode', { endpoint, problems, intact: true }))

const problemsOf = (errors: t.Errors): readonly string[] => [...new Set(errors.map(problemOf))].slice(0, problemsLimit)

/** Names come from our codecs and indices from the list, so nothing that the server wrote is repeated. */
function problemOf({ context }: t.ValidationError): string {
  const path = context
    .map(({ key }) => key)
    .filter((key) => key !== '' && !/^\d+$/.test(key))
    .join('.')
  const types = context.map(({ type }) => type)
  const expected = types.find((type) => type instanceof t.UnionType) ?? types[types.length - 1]
  return `${path === '' ? 'the answer' : path} is not ${expected?.name ?? 'readable'}`.slice(0, 120)
}
