import { defer, of } from 'rxjs'
import type { Account } from '../account.js'
import { type Answer, textAnswer, withCookies, withHeader } from '../answer.js'
import { beginSession } from '../begin-session.js'
import { notOnTheWeb, pageRefusal } from '../code-answer.js'
import { cookieDomain, plays, siteDomain, webOrigin } from '../hosts.js'
import type { Request } from '../request.js'
import type { Route } from '../route.js'
import type { Session } from '../session.js'
import { day, hour, setCookie } from '../set-cookie.js'
import type { WorldState } from '../world-state.js'

/** Exchanges the ticket for a session. A ticket is good for one login. */
export const webwxnewloginpage: Route = (world, request) =>
  defer(() => {
    if (!plays(world, request, 'web')) return of(pageRefusal(1, ''))
    const ticket = world.tickets.get(request.query.get('ticket') ?? '')
    const account = ticket === undefined ? undefined : world.accounts.get(ticket.account)
    if (ticket === undefined || account === undefined || ticket.used)
      return of(pageRefusal(1203, 'check ticket failed'))
    ticket.used = true
    const attempt = world.attempts.get(ticket.uuid)
    if (attempt !== undefined) attempt.state = 'spent'
    const desktop = isDesktop(request)
    if (account.webLogin === 'refused' || (account.webLogin === 'desktopOnly' && !desktop)) {
      return of(pageRefusal(1203, notOnTheWeb))
    }
    const session = beginSession(world, account, desktop)
    const page = withCookies(ticketPage(world, session, request), loginCookies(world, request, account, session))
    const moved = page.status === 301 && world.settings.loginLocation
    return of(moved ? withHeader(page, 'location', `${webOrigin(world, request)}/`) : page)
  })

/** What the desktop client says of itself. */
const isDesktop = ({ headers }: Request): boolean =>
  headers['client-version'] !== undefined && (headers.extspam ?? '') !== ''

/** 301 with the same body for those who do not ask for `fun=new`. */
function ticketPage({ settings }: WorldState, session: Session, { query }: Request): Answer {
  const { skey, passTicket } = session
  const shown = settings.credentials === 'xml'
  const xml =
    `<error><ret>0</ret><message></message><skey>${skey}</skey><wxsid>${shown ? session.sid : ''}</wxsid>` +
    `<wxuin>${shown ? session.uin : ''}</wxuin><pass_ticket>${passTicket}</pass_ticket><isgrayscale>1</isgrayscale></error>`
  const redirects = query.get('fun') !== 'new' || (session.desktop && settings.loginLocation)
  return textAnswer(redirects ? 301 : 200, xml, 'text/plain;charset=utf-8')
}

function loginCookies(world: WorldState, request: Request, account: Account, session: Session): readonly string[] {
  const { secure } = request
  const now = world.now()
  const own = { domain: cookieDomain(world, request), secure }
  const site = { domain: siteDomain(world, request), secure }
  const long = now + 10 * 365 * day
  const short = now + 12 * hour
  return [
    setCookie(own, 'wxuin', session.uin, short),
    setCookie(own, 'wxsid', session.sid, short),
    setCookie(own, 'wxloadtime', String(session.startedAt), short),
    setCookie(own, 'mm_lang', 'zh_CN', short),
    setCookie(site, 'webwx_data_ticket', session.dataTicket, short),
    setCookie(own, 'webwxuvid', account.device?.uvid ?? '', long),
    setCookie(own, 'webwx_auth_ticket', account.device?.ticket ?? '', long),
  ]
}
