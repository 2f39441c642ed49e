import { defer, mergeMap, NEVER, type Observable, of, type SchedulerLike, throwError, timer } from 'rxjs'
import { failure, type Http, type HttpRequest, type HttpResponse } from '../../index.js'
import { isRecorded, type Recorded } from './recorded.js'

/** How a record is played. */
export interface ReplayOptions {
  /** Where it is given, every answer takes as long as it took; otherwise none takes any time. */
  readonly scheduler?: SchedulerLike
}

/** Endpoints that wait at the server: at the end of a record nothing more happens there. */
const held: ReadonlySet<string> = new Set(['synccheck', 'login'])

/**
 * A recorded session in place of the network: each endpoint gives its answers in the order of the record, whatever is asked. When an endpoint has none left, polls wait for
 * ever and everything else is a `network` failure. Throws an `argument` failure for a line that is none of a record.
 *
 * @example
 * import { readFileSync } from 'node:fs'
 * const test = testBot((messages$) => messages$.pipe(hears(/^ding$/), map((one) => reply(one, 'dong'))), {
 *   wire: (_, { scheduler }) => replaySession(readFileSync('session.jsonl', 'utf8'), { scheduler }),
 * })
 * test.advance(3_600_000)
 * console.log(test.messages.length)
 */
export function replaySession(lines: string | readonly string[], { scheduler }: ReplayOptions = {}): Http {
  const queues = queuesOf(typeof lines === 'string' ? lines.split('\n') : lines)
  return (request) =>
    defer(() => {
      const recorded = queues.get(request.endpoint)?.shift()
      if (recorded === undefined) return atTheEnd(request)
      const ended$ = outcome(request, recorded)
      return scheduler === undefined ? ended$ : timer(recorded.took, scheduler).pipe(mergeMap(() => ended$))
    })
}

function queuesOf(lines: readonly string[]): Map<string, Recorded[]> {
  const all = lines.flatMap((line, index) => (line.trim() === '' ? [] : [recordedOf(line, index)]))
  const queues = new Map<string, Recorded[]>()
  for (const one of all.sort((before, after) => before.n - after.n)) {
    const queue = queues.get(one.endpoint)
    if (queue === undefined) queues.set(one.endpoint, [one])
    else queue.push(one)
  }
  return queues
}

function recordedOf(line: string, index: number): Recorded {
  const value = parsed(line)
  if (isRecorded(value)) return value
  throw failure('argument', { name: 'lines', why: `line ${index + 1} is none of a record` })
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function outcome({ endpoint, limit }: HttpRequest, { answer, failed }: Recorded): Observable<HttpResponse> {
  if (answer !== undefined) return of(answer)
  if (failed === undefined) return NEVER
  const { kind, reason, sent } = failed
  if (kind === 'tooLarge') return throwError(() => failure('tooLarge', { endpoint, limit }))
  if (kind === 'certificate') return throwError(() => failure('certificate', { endpoint, reason }))
  return throwError(() => failure('network', { endpoint, reason, sent }))
}

const atTheEnd = ({ endpoint }: HttpRequest): Observable<never> =>
  held.has(endpoint)
    ? NEVER
    : throwError(() => failure('network', { endpoint, reason: 'the record has no answer left', sent: false }))
