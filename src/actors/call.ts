import { Observable } from 'rxjs'
import { failure, isFailure } from '../errors.js'
import { createDeadlines } from '../kernel/deadlines.js'
import type { Endpoint, WireAnswer } from '../protocol/endpoint.js'
import { foreignTarget } from '../protocol/hosts.js'
import { orThrow } from '../protocol/result.js'
import { urlOf } from '../protocol/url-of.js'
import type { Env, HttpResponse } from './env.js'
import { logExchange } from './log/log-exchange.js'
import { payloadOf } from './payload.js'

/**
 * Env + Endpoint → the decoded answer, once per subscription. Fails as the environment does, with `timeout` once the endpoint's patience is over, and with
 * what the answer says; all of these are Failures. Anything else is a defect: of an endpoint, or of an environment.
 */
export type Call = <I, O>(endpoint: Endpoint<I, O>, input: I) => Observable<O>

/** Whether the server could be understood: any WeChat answer counts, also a refusal. */
export interface Reached {
  readonly endpoint: string
  readonly reached: boolean
  /** Where it was not: whether somebody answered all the same, if only with an error page. The page of a network that leads elsewhere does not count. */
  readonly answered?: boolean
  /** In words, where it was not reached. */
  readonly problem: string
}

/** JSON answers larger than this are refused (bytes, after decompression). */
const bodyLimit = 8 * 1024 * 1024

/** Address books of large accounts come in pages of up to some thousand contacts. */
const bookLimit = 32 * 1024 * 1024

/** Times of the service and of this machine that are further apart are worth a word (ms). */
const apart = 2 * 60_000

/** Says once that the clocks of the service and of this machine differ: times of messages are the service's. */
function createClockWatch({ log, scheduler }: Env): (date: string | undefined) => void {
  let isTold = false
  return (date) => {
    const ahead = isTold ? 0 : scheduler.now() - Date.parse(date ?? '')
    if (!(Math.abs(ahead) > apart)) return
    isTold = true
    const by = Math.round(Math.abs(ahead) / 60_000)
    const problem = `the clock of this machine is ${by} minutes ${ahead > 0 ? 'ahead of' : 'behind'} WeChat's; set it, or times of messages do not fit times of your own`
    log('warn', 'clock', { problem, aheadSeconds: Math.round(ahead / 1_000) })
  }
}

/**
 * The one place where an endpoint meets the network: adds cookies, applies the endpoint's patience on the
 * environment's clock, takes in the cookies of the answer and reads it.
 */
export const createCall = (env: Env, report: (reached: Reached) => void = () => {}): Call => {
  const deadlines = createDeadlines(env.scheduler)
  const watchClock = createClockWatch(env)
  return (endpoint, input) =>
    // One subscriber instead of an operator for each step: this runs for every request.
    new Observable((out) => {
      const { name } = endpoint
      const wire = endpoint.request(input)
      const url = urlOf(wire)
      const exchange = logExchange(env, name, url)
      const fail = (error: unknown): void => {
        exchange?.ended(error)
        report(verdict(name, error))
        out.error(error)
      }
      const read = (response: HttpResponse) => {
        env.cookies.receive(url, response.setCookies, response.headers.date)
        watchClock(response.headers.date)
        const away = redirect(url, response)
        if (away !== undefined && !hasPage.has(name)) throw failure('foreignHost', { endpoint: name, host: away })
        return orThrow(endpoint.read(answer(response), input))
      }
      const payload = payloadOf(env, wire, env.cookies.header(url))
      const patience = deadlines.watch(wire.patience, () =>
        fail(failure('timeout', { endpoint: name, after: wire.patience })),
      )
      out.add(patience)
      if (exchange !== undefined) out.add(exchange.aborted)
      out.add(
        env.http({ endpoint: name, method: wire.method, url, limit: limitOf(name), ...payload }).subscribe({
          next: (response) => {
            let value: ReturnType<typeof read>
            exchange?.answered(response)
            try {
              value = read(response)
            } catch (error) {
              return fail(error)
            }
            exchange?.ended()
            report({ endpoint: name, reached: true, problem: '' })
            // What follows at once may be the next request: the timer goes on for that.
            out.next(value)
            patience.unsubscribe()
          },
          error: fail,
          complete: () => out.complete(),
        }),
      )
    })
}

/** The host that a redirect would lead to, if that is none of those which are spoken to. Redirects are not followed in any case. */
const redirect = (url: string, { status, headers }: HttpResponse): string | undefined =>
  status >= 300 && status < 400 && headers.location !== undefined ? foreignTarget(url, headers.location) : undefined

/** What a redirect of it brings may be the answer: it looks for itself. */
const hasPage: ReadonlySet<string> = new Set(['webwxnewloginpage'])

const verdict = (endpoint: string, error: unknown): Reached => ({
  endpoint,
  reached: isFailure(error) && ['retcode', 'loggedOut', 'refused'].includes(error.kind),
  answered: isFailure(error) && !['network', 'certificate', 'timeout', 'foreignHost'].includes(error.kind),
  problem: error instanceof Error ? error.message : 'unknown',
})

const limitOf = (endpoint: string): number => (endpoint === 'webwxgetcontact' ? bookLimit : bodyLimit)

const answer = ({ status, headers, setCookies, body }: HttpResponse): WireAnswer =>
  headers.location === undefined
    ? { status, setCookies, body }
    : { status, location: headers.location, setCookies, body }
