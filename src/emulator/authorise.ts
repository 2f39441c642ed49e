import { codeOfSession } from './code-of-session.js'
import { plays, type Role } from './hosts.js'
import type { Request } from './request.js'
import type { Session } from './session.js'
import { fields, withNumbers } from './wire-json.js'
import type { WorldState } from './world-state.js'

export type Authorised =
  | { readonly type: 'session'; readonly session: Session; readonly body: Readonly<Record<string, unknown>> }
  | { readonly type: 'refused'; readonly ret: number }

const refused = (ret: number): Authorised => ({ type: 'refused', ret })

/** Fields of bodies that are numbers. */
const counted = [
  ...['Code', 'CmdId', 'OP', 'Opcode', 'VerifyUserListSize', 'SceneListCount'],
  ...['MemberCount', 'FileSize', 'FileType'],
]

/** Of an endpoint whose body carries a BaseRequest. */
export function authoriseBody(world: WorldState, request: Request): Authorised {
  const body = readJson(request.body)
  if (body.BaseRequest === undefined) return refused(request.body === '' || request.body === '{}' ? 1 : 1200)
  return authoriseFields(world, request, body, 'web', request.query.get('pass_ticket'))
}

/** Of a body that was read already, on a host of that role. */
export function authoriseFields(
  world: WorldState,
  request: Request,
  body: Readonly<Record<string, unknown>>,
  role: Role,
  ticket: string | null,
): Authorised {
  const base = fields(body.BaseRequest)
  const found = authoriseCookies(world, request, role)
  if (found.type === 'refused') return found
  const { session } = found
  if (String(base.Uin) !== session.uin || base.Sid !== session.sid) return refused(1100)
  if (!isSkey(session, base.Skey)) return refused(1100)
  return isTicket(session, ticket) ? { ...found, body: withNumbers(body, counted) } : refused(-14)
}

/** Of webwxgetcontact, whose body means nothing. */
export function authoriseQuery(world: WorldState, request: Request): Authorised {
  const found = authoriseCookies(world, request, 'web')
  if (found.type === 'refused') return found.ret === 1102 ? refused(1) : found
  return isSkey(found.session, request.query.get('skey')) ? found : refused(1)
}

/** Whose session it is, by its cookies alone. */
export function authoriseCookies(world: WorldState, request: Request, role: Role): Authorised {
  if (!plays(world, request, role)) return refused(1100)
  const sid = request.cookies.get('wxsid') ?? ''
  const uin = request.cookies.get('wxuin') ?? ''
  if (sid === '' || uin === '') return refused(1102)
  const session = world.sessions.get(sid)
  if (session === undefined || session.uin !== uin) return refused(1100)
  const over = codeOfSession(world, session)
  return over === undefined ? { type: 'session', session, body: {} } : refused(over)
}

/**
 * Both Skeys stay good: a client may keep the login's. Without one the cookies decide, as for published clients that restore
 * a session. DeviceID is not looked at: some send none.
 */
export const isSkey = (session: Session, skey: unknown): boolean =>
  isAbsent(skey) || skey === session.skey || (session.initialised && skey === session.freshSkey)

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === ''

/** What published clients write where they have no ticket at hand. */
const noTickets: readonly string[] = ['undefined', 'pass_ticket']

/** Encoded twice, once, or not at all; a missing one is tolerated. */
const isTicket = (session: Session, given: string | null): boolean =>
  given === null || given === '' || noTickets.includes(given) || settled(given) === settled(session.passTicket)

/** Percent-decoded until nothing changes; a `+` that became a space is one again. */
function settled(text: string): string {
  for (let now = text; ; ) {
    const next = decodeOnce(now)
    if (next === now) return now.replaceAll(' ', '+')
    now = next
  }
}

function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function readJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return fields(JSON.parse(text))
  } catch {
    return {}
  }
}
