import { defer, of } from 'rxjs'
import { pageAnswer, withHeader } from '../answer.js'
import { endSession } from '../end-session.js'
import { plays, webOrigin } from '../hosts.js'
import type { Route } from '../route.js'

/** Ends the session with 1101. Its device cookies stay good for a push login. */
export const webwxlogout: Route = (world, request) =>
  defer(() => {
    const sid = request.cookies.get('wxsid') ?? new URLSearchParams(request.body).get('sid') ?? ''
    const session = plays(world, request, 'web') ? world.sessions.get(sid.replaceAll(' ', '+')) : undefined
    const account = session === undefined ? undefined : world.accounts.get(session.account)
    if (account !== undefined && account.session === session) endSession(world, account, 1101)
    return of(withHeader(pageAnswer(301, '<body></body>'), 'location', `${webOrigin(world, request)}/`))
  })
