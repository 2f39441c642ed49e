import type { Either } from 'fp-ts/lib/Either.js'
import type { Failure } from '../errors.js'
import type { FormFile } from './multipart.js'

/** Bytes of a file, from `start` up to and not including `end`. */
export interface Slice {
  readonly path: string
  /** Of the whole file, and when it was last written to (ms): what was changed since is not sent. */
  readonly size: number
  readonly modified: number
  readonly start: number
  readonly end: number
}

/** One HTTP request as data. Cookies are added by whoever performs it. */
export interface WireRequest {
  readonly method: 'GET' | 'POST'
  /** Origin and path; the query stands apart so that it is encoded in one place. */
  readonly url: string
  readonly query?: Readonly<Record<string, string | number>>
  readonly headers: Readonly<Record<string, string>>
  /** JSON goes out as raw UTF-8 text, a form as `application/x-www-form-urlencoded`. */
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  /** A form with a part of a file in it, which is put in by whoever performs the request. */
  readonly multipart?: {
    readonly fields: readonly (readonly [name: string, value: string])[]
    readonly file: FormFile
    readonly slice: Slice
  }
  /** How long a complete answer may take, in milliseconds. */
  readonly patience: number
}

/** What came back: enough of the HTTP answer for every endpoint to be read from it. */
export interface WireAnswer {
  readonly status: number
  readonly location?: string
  /** Set-Cookie headers as they came: what the login page leaves empty stands there. */
  readonly setCookies: readonly string[]
  readonly body: string
}

/** A pure description of one HTTP exchange: how to write the request, how to read the answer. */
export interface Endpoint<I, O> {
  /** As the wire spells it; it names the endpoint in errors and logs. */
  readonly name: string
  readonly request: (input: I) => WireRequest
  readonly read: (answer: WireAnswer, input: I) => Either<Failure, O>
}
