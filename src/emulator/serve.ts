import { defer, finalize, map, type Observable, of, switchMap, tap } from 'rxjs'
import { after } from '../kernel/after.js'
import { type Answer, type Body, pageAnswer } from './answer.js'
import type { Bytes } from './bytes.js'
import type { Misreading } from './fault-kinds.js'
import type { Armed } from './fault-plan.js'
import { type Incoming, type Request, readRequest } from './request.js'
import { routeTable } from './route-table.js'
import { wireJson } from './wire-json.js'
import type { WorldState } from './world-state.js'

/** What goes out on the connection, the same on every front. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly setCookies: readonly string[]
  readonly body: string | Bytes
  /** Milliseconds per byte. */
  readonly drip?: number
  readonly gzip?: Answer['gzip']
  readonly broken?: Answer['broken']
  readonly promised?: number
}

/**
 * Answers one request, once. Never answers where a fault says so. Unsubscribing is the client hanging up; what the server
 * did until then stays done.
 */
export function serve(world: WorldState, incoming: Incoming): Observable<Reply> {
  return defer(() => {
    const request = readRequest(incoming)
    const close = world.exchanges.open({
      endpoint: request.endpoint,
      method: request.method,
      host: request.host,
      ...whose(world, request),
      startedAt: world.now(),
    })
    const struck = (name: string): void => {
      close({ fault: name })
      world.tell({ type: 'fault', name, endpoint: request.endpoint })
    }
    let answered = false
    return route(world, request, struck).pipe(
      switchMap((answer) =>
        after(world.settings.latency + (answer.delay ?? 0), world.scheduler).pipe(map(() => answer)),
      ),
      map((answer) => reply(answer, world.now())),
      tap(({ broken, status, body }) => {
        answered = true
        const code = typeof body === 'string' ? codeIn(body) : undefined
        const outcome = broken !== undefined ? ('broken' as const) : ('answered' as const)
        close({ endedAt: world.now(), outcome, status, ...(code === undefined ? {} : { code }) })
      }),
      finalize(() => {
        if (!answered) close({ endedAt: world.now(), outcome: 'aborted' })
      }),
    )
  })
}

function whose(world: WorldState, { cookies, query }: Request): { account?: string; session?: number } {
  const sid = cookies.get('wxsid') ?? (query.get('sid') ?? '').replaceAll(' ', '+')
  const session = world.sessions.get(sid)
  return session === undefined ? {} : { account: session.account, session: session.serial }
}

function route(world: WorldState, request: Request, struck: (name: string) => void): Observable<Answer> {
  const armed = world.faults.matching(request)
  for (const { name, kind, numbers, take } of armed) {
    if (kind.instead === undefined || !take()) continue
    struck(name)
    return kind.instead(request, numbers)
  }
  const { asked, after } = misread(request, armed, struck)
  const answer$ = routeTable.get(request.endpoint)?.(world, asked) ?? of(notFound)
  return answer$.pipe(
    map((answer) => after.reduce((now, { after: last }) => last?.(now) ?? now, answer)),
    map((answer) => armed.reduce((now, one) => change(now, request, one, struck), answer)),
  )
}

/** The request as the server takes it, where a fault makes it take it for another one. */
function misread(
  request: Request,
  armed: readonly Armed[],
  struck: (name: string) => void,
): { readonly asked: Request; readonly after: readonly Misreading[] } {
  const after: Misreading[] = []
  for (const { name, kind, take } of armed) {
    const misreading = kind.misread?.(request)
    if (misreading === undefined || !take()) continue
    struck(name)
    after.push(misreading)
  }
  return { asked: after[0]?.request ?? request, after }
}

/** A change that does not fit this answer waits for one that it fits. */
function change(answer: Answer, request: Request, one: Armed, struck: (name: string) => void): Answer {
  const changed = one.kind.change?.(answer, request, one.numbers)
  if (changed === undefined || !one.take()) return answer
  struck(one.name)
  return changed
}

const notFound = pageAnswer(404, '<head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body>')

/** `Date` is of the clock that the cookies expire by, which may be a virtual one. */
const reply = ({ status, headers, setCookies, body, drip, gzip, broken, promised }: Answer, now: number): Reply => ({
  status,
  headers: { date: new Date(now).toUTCString(), ...headers },
  setCookies,
  body: written(body),
  ...(drip === undefined ? {} : { drip }),
  ...(gzip === undefined ? {} : { gzip }),
  ...(broken === undefined ? {} : { broken }),
  ...(promised === undefined ? {} : { promised }),
})

const written = (body: Body): string | Bytes => (body.type === 'json' ? wireJson(body.value) : body.value)

/** Ret, retcode or window.code, for the log of exchanges. */
const codeIn = (body: string): string | undefined =>
  /(?:"Ret": |retcode:"|window\.code=|<ret>|"ret":"|QRLogin\.code = )(-?\d+)/.exec(body.slice(0, 200))?.[1]
