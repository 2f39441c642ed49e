import { defer, map, type Observable, tap, throwError, timeout } from 'rxjs'
import { failure, isFailure } from '../errors.js'
import type { Endpoint } from '../protocol/endpoint.js'
import { orThrow } from '../protocol/result.js'
import type { Env, HttpResponse } from './env.js'
import { payloadOf, urlOf } from './payload.js'

/** Env + Endpoint → the decoded answer, once per subscription. Fails with a Failure and nothing else. */
export type Call = <I, O>(endpoint: Endpoint<I, O>, input: I) => Observable<O>

/** Whether the server could be understood: any WeChat answer counts, also a refusal. */
export interface Reached {
  readonly endpoint: string
  readonly reached: boolean
  /** In words, where it was not reached. */
  readonly problem: string
}

/** JSON answers larger than this are refused (bytes, after decompression). */
const bodyLimit = 8 * 1024 * 1024

/** Address books of large accounts come in pages of up to some thousand contacts. */
const bookLimit = 32 * 1024 * 1024

/**
 * The one place where an endpoint meets the network: adds cookies, applies the endpoint's patience on the
 * environment's clock, takes in the cookies of the answer and reads it.
 */
export const createCall =
  (env: Env, report: (reached: Reached) => void = () => {}): Call =>
  (endpoint, input) =>
    defer(() => {
      const wire = endpoint.request(input)
      const url = urlOf(wire)
      return env
        .http({
          endpoint: endpoint.name,
          method: wire.method,
          url,
          ...payloadOf(env, wire, env.cookies.header(url)),
          limit: limitOf(endpoint.name),
        })
        .pipe(
          timeout({
            first: wire.patience,
            scheduler: env.scheduler,
            with: () => throwError(() => failure('timeout', { endpoint: endpoint.name, after: wire.patience })),
          }),
          map((response) => {
            env.cookies.receive(url, response.setCookies)
            return orThrow(endpoint.read(answer(response), input))
          }),
          tap({
            next: () => report({ endpoint: endpoint.name, reached: true, problem: '' }),
            error: (error: unknown) => report(verdict(endpoint.name, error)),
          }),
        )
    })

const verdict = (endpoint: string, error: unknown): Reached => ({
  endpoint,
  reached: isFailure(error) && ['retcode', 'loggedOut', 'refused', 'foreignHost'].includes(error.kind),
  problem: error instanceof Error ? error.message : 'unknown',
})

const limitOf = (endpoint: string): number => (endpoint === 'webwxgetcontact' ? bookLimit : bodyLimit)

const answer = ({ status, headers, setCookies, body }: HttpResponse) => ({
  status,
  ...(headers.location === undefined ? {} : { location: headers.location }),
  cookies: cookieValues(setCookies),
  body,
})

/** Split at the first `=` only: values contain `=`, `+` and `/` and are never decoded. */
function cookieValues(setCookies: readonly string[]): Readonly<Record<string, string>> {
  if (setCookies.length === 0) return {}
  const values = setCookies.map((line): readonly [string, string] => {
    const pair = line.split(';', 1)[0] ?? ''
    const cut = pair.indexOf('=')
    return cut < 0 ? [pair.trim(), ''] : [pair.slice(0, cut).trim(), pair.slice(cut + 1).trim()]
  })
  return Object.fromEntries(values)
}
