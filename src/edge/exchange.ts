import { type Subscriber, Subscription, type TeardownLogic, toArray } from 'rxjs'
import type { Dispatcher } from 'undici'
import type { HttpRequest, HttpResponse } from '../actors/env.js'
import { type Failure, failure } from '../errors.js'
import { type Body, collectBody, type Flow } from './collect-body.js'
import { codeOf, isConnectProblem } from './connect-problem.js'
import { targetOf } from './target-of.js'

/** The beginning of an answer. */
export type Head = Pick<HttpResponse, 'status' | 'headers' | 'setCookies'>

/** What happens to a body. `done` ends the exchange well, `fail` with a failure; each settles what the subscriber hears. */
export interface Ending {
  readonly done: (settle: () => void) => void
  readonly fail: (failed: Failure) => void
}

/** Where the bytes of an answer go, once it has begun. */
export type Opening = (head: Head, flow: Flow, ending: Ending) => Body

/** The whole answer at once, as text. */
export const exchange = (
  agent: Dispatcher,
  request: HttpRequest,
  subscriber: Subscriber<HttpResponse>,
): TeardownLogic =>
  dispatch(agent, request, subscriber, (head, flow, { done, fail }) => {
    const { endpoint, limit } = request
    return collectBody(head.headers, limit, flow, {
      done: (body) =>
        done(() => {
          subscriber.next({ ...head, body })
          subscriber.complete()
        }),
      tooLarge: () => fail(failure('tooLarge', { endpoint, limit })),
      broken: (reason) => fail(failure('network', { endpoint, reason, sent: true })),
    })
  })

/** Pieces of a body are few and small: they are joined before anything leaves. */
export function dispatch(
  agent: Dispatcher,
  request: HttpRequest,
  subscriber: Pick<Subscriber<never>, 'error'>,
  open: Opening,
): TeardownLogic {
  const { body } = request
  if (body === undefined || typeof body === 'string') return dispatchWith(agent, request, body, subscriber, open)
  const run = new Subscription()
  run.add(
    body.pipe(toArray()).subscribe({
      next: (pieces) => run.add(dispatchWith(agent, request, Buffer.concat(pieces), subscriber, open)),
      error: (error) => subscriber.error(error),
    }),
  )
  return run
}

/**
 * One HTTP exchange on an agent; the returned teardown aborts it at any point, also before it has a connection.
 *
 * undici's `dispatch` is used rather than its `request`: it tells whether the request left, aborts without a signal and
 * hands out chunks without a stream in between.
 */
function dispatchWith(
  agent: Dispatcher,
  request: HttpRequest,
  sent: string | Buffer | undefined,
  subscriber: Pick<Subscriber<never>, 'error'>,
  open: Opening,
): TeardownLogic {
  const { endpoint } = request
  const target = targetOf(request.url)
  if (target === undefined) {
    subscriber.error(failure('argument', { name: 'url', why: `${endpoint}: not an http or https URL` }))
    return
  }
  let control: Dispatcher.DispatchController | undefined
  let body: Body | undefined
  let over = false

  const end = (settle: () => void): void => {
    if (over) return
    over = true
    settle()
  }
  const abort = (): void => {
    body?.cancel()
    control?.abort(new Error('no longer wanted'))
  }
  const fail = (failed: Failure): void =>
    end(() => {
      abort()
      subscriber.error(failed)
    })
  /** What has come may be of use to whoever asks for the rest. */
  const broke = (failed: Failure): void => {
    const salvage = body?.salvage
    if (salvage === undefined) return fail(failed)
    end(() => salvage(() => subscriber.error(failed)))
  }

  agent.dispatch(
    { ...target, method: request.method, headers: headersOf(request), body: sent ?? null },
    {
      onRequestStart: (controller) => {
        control = controller
        if (over) abort()
      },
      onResponseStart: (controller, status, wire) => {
        if (over || status < 200) return
        body = open({ status, ...tidy(wire) }, controller, { done: end, fail })
      },
      onResponseData: (_, chunk) => body?.take(chunk),
      onResponseEnd: () => body?.end(),
      onResponseError: (_, error) => broke(explain(endpoint, error, control !== undefined)),
    },
  )
  return () => end(abort)
}

function explain(endpoint: string, error: Error, sent: boolean): Failure {
  if (isConnectProblem(error)) {
    const { certificate, reason } = error
    return certificate
      ? failure('certificate', { endpoint, reason })
      : failure('network', { endpoint, reason, sent: false })
  }
  const reason = codeOf(error)
  if (reason === 'UND_ERR_INVALID_ARG') {
    return failure('argument', {
      name: 'request',
      why: `${endpoint}: a header or the path holds what HTTP cannot carry`,
    })
  }
  // The other side hung up, before or within the answer.
  return failure('network', { endpoint, reason: reason === 'UND_ERR_SOCKET' ? 'ECONNRESET' : reason, sent })
}

const encodings = 'gzip, deflate, br'

/** Names and values in turn. */
function headersOf({ headers }: HttpRequest): string[] {
  const list: string[] = []
  for (const name in headers) list.push(name, headers[name] ?? '')
  if (headers['accept-encoding'] === undefined) list.push('accept-encoding', encodings)
  return list
}

type WireHeaders = Readonly<Record<string, string | string[] | undefined>>

function tidy(wire: WireHeaders): Pick<HttpResponse, 'headers' | 'setCookies'> {
  const headers: Record<string, string> = {}
  let setCookies: readonly string[] = []
  for (const name in wire) {
    const value = wire[name] ?? ''
    if (name === 'set-cookie') setCookies = Array.isArray(value) ? value : [value]
    else headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return { headers, setCookies }
}
