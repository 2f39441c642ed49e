import { defer, filter, map, of, raceWith, startWith, take } from 'rxjs'
import { after } from '../../kernel/after.js'
import type { Account } from '../account.js'
import type { Answer } from '../answer.js'
import { isSkey } from '../authorise.js'
import { selectorAnswer, syncCheckAnswer } from '../code-answer.js'
import { codeOfSession } from '../code-of-session.js'
import { plays } from '../hosts.js'
import type { Request } from '../request.js'
import type { Route } from '../route.js'
import type { Session } from '../session.js'
import { positionInQuery } from '../sync-key.js'
import type { WorldState } from '../world-state.js'

/** Answers at once when there is something behind the given key; else holds the poll. */
export const synccheck: Route = (world, request) =>
  defer(() => {
    const found = authorise(world, request)
    if (typeof found === 'number') return of(over(found))
    const { session, account } = found
    const position = positionInQuery(world.settings, request.query.get('synckey') ?? '')
    if (position === undefined) return of(over(-1))
    return account.queue.changes$.pipe(
      startWith(undefined),
      map(() => state(world, account, session, position)),
      filter((answer) => answer !== undefined),
      raceWith(after(world.settings.hold, world.scheduler).pipe(map(() => selectorAnswer('0')))),
      take(1),
    )
  })

const over = (code: number): Answer => syncCheckAnswer(String(code), '0')

function state(world: WorldState, account: Account, session: Session, position: number): Answer | undefined {
  const code = codeOfSession(world, session)
  if (code !== undefined) return over(code)
  if (position >= account.queue.end()) return undefined
  return selectorAnswer(account.queue.after(position, 1)[0]?.selector ?? '2')
}

interface Found {
  readonly session: Session
  readonly account: Account
}

/** The query is enough, unless cookies are demanded. A number is the code of the refusal. */
function authorise(world: WorldState, request: Request): Found | number {
  const { query, cookies } = request
  if (!plays(world, request, 'push')) return 1102
  const cookie = cookies.get('wxsid')
  if (cookie === undefined && world.settings.pollNeedsCookies) return 1102
  const sid = (query.get('sid') ?? '').replaceAll(' ', '+')
  const session = world.sessions.get(sid)
  const account = session === undefined ? undefined : world.accounts.get(session.account)
  if (session === undefined || account === undefined) return 1100
  const code = codeOfSession(world, session)
  if (code !== undefined) return code
  if (query.get('uin') !== session.uin || (cookie !== undefined && cookie !== sid)) return 1100
  const skey = query.get('skey')
  if (!isSkey(session, skey)) return 1102
  return skey === session.skey && refusesOldSkey(world, request, session) ? 1102 : { session, account }
}

function refusesOldSkey(world: WorldState, request: Request, { initialised }: Session): boolean {
  if (!initialised || !world.settings.freshSkey) return false
  if (world.settings.oldSkeyRefused) return true
  return world.faults.matching(request).some(({ name, take }) => name === 'old-skey-rejected' && take())
}
