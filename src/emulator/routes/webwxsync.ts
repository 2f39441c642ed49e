import { defer, of } from 'rxjs'
import type { Account } from '../account.js'
import { jsonAnswer, withCookies } from '../answer.js'
import { authoriseBody } from '../authorise.js'
import { changedContactJson } from '../changed-contact-json.js'
import { cookieDomain, siteDomain } from '../hosts.js'
import { messageJson } from '../message-json.js'
import type { News } from '../news.js'
import { baseResponse, emptySync, refusal } from '../refusal.js'
import type { Request } from '../request.js'
import type { Route } from '../route.js'
import type { Session } from '../session.js'
import { day, hour, setCookie } from '../set-cookie.js'
import { checkKey, positionInBody, syncKey } from '../sync-key.js'
import type { Json, JsonObject } from '../wire-json.js'
import type { WorldState } from '../world-state.js'

/** Everything after the given SyncKey, up to one batch; an older key gets the same again. Renews the cookies. */
export const webwxsync: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseBody(world, request)
    if (authorised.type === 'refused') {
      return of(refusal('webwxsync', authorised.ret === 1200 ? -1 : authorised.ret))
    }
    const { session, body } = authorised
    const account = world.accounts.get(session.account)
    const given = positionInBody(body.SyncKey)
    if (account === undefined || given === undefined) return of(refusal('webwxsync', -1))
    const end = account.queue.end()
    const position = Math.max(0, Math.min(given, end))
    // Whoever comes with a key has read what lies before it.
    account.read = Math.max(account.read, position)
    session.renewedAt = world.now()
    const answer = jsonAnswer(batch(world, account, session, position, end))
    return of(withCookies(answer, renewed(world, request, session)))
  })

function batch(world: WorldState, account: Account, session: Session, position: number, end: number): JsonObject {
  const { settings } = world
  const next = Math.min(end, position + settings.batchSize)
  const news = account.queue.after(position, next - position)
  const messages = news.flatMap((one) => message(session, one))
  const changed = unique(news, 'contact').flatMap((id) => changedContactJson(world, account, session, id) ?? [])
  const gone = unique(news, 'gone').map((id) => ({ UserName: session.names.nameOf(id), ContactFlag: 0 }))
  return {
    BaseResponse: baseResponse(0),
    ...emptySync,
    AddMsgCount: messages.length,
    AddMsgList: messages,
    ModContactCount: changed.length,
    ModContactList: changed,
    DelContactCount: gone.length,
    DelContactList: gone,
    ContinueFlag: next < end ? 1 : 0,
    SyncKey: syncKey(account, session, next),
    SKey: '',
    SyncCheckKey: checkKey(settings, account, session, next),
  }
}

function message(session: Session, news: News): readonly Json[] {
  if (news.only !== undefined && news.only !== session.serial) return []
  if (news.kind === 'message') return [messageJson(session, news.message, news.at)]
  if (news.kind !== 'raw') return []
  return [typeof news.entry === 'function' ? news.entry(session.names) : news.entry]
}

const unique = (news: readonly News[], kind: 'contact' | 'gone'): readonly string[] => [
  ...new Set(news.flatMap((one) => (one.kind === kind ? [one.id] : []))),
]

function renewed(world: WorldState, request: Request, session: Session): readonly string[] {
  const { secure } = request
  const now = world.now()
  const own = { domain: cookieDomain(world, request), secure }
  const site = { domain: siteDomain(world, request), secure }
  return [
    setCookie(own, 'wxloadtime', `${session.startedAt}_expired`, now + 12 * hour),
    setCookie(own, 'wxpluginkey', String(session.startedAt), now + 12 * hour),
    setCookie(own, 'wxuin', session.uin, now + 3 * day),
    setCookie(own, 'wxsid', session.sid, now + 12 * hour),
    setCookie(site, 'webwx_data_ticket', session.dataTicket, now + 12 * hour),
  ]
}
