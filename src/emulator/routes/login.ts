import { defer, filter, map, of, raceWith, startWith, take } from 'rxjs'
import { after } from '../../kernel/after.js'
import { type Answer, scriptAnswer } from '../answer.js'
import { plays, webOrigin } from '../hosts.js'
import { pictureBase64 } from '../picture.js'
import type { Request } from '../request.js'
import type { Route } from '../route.js'
import type { Attempt, WorldState } from '../world-state.js'

/** Waits for the phone, as long as the server holds polls. */
export const login: Route = (world, request) =>
  defer(() => {
    const attempt = world.attempts.get(request.query.get('uuid') ?? '')
    if (attempt === undefined || !plays(world, request, 'login')) return of(expired)
    if (attempt.state === 'scanned' && request.query.get('tip') !== '0') attempt.told = false
    return world.attempts$.pipe(
      startWith(attempt),
      map(() => outcome(world, request, attempt)),
      filter((answer) => answer !== undefined),
      raceWith(after(world.settings.hold, world.scheduler).pipe(map(() => scriptAnswer('window.code=408;')))),
      take(1),
    )
  })

const expired = scriptAnswer('window.code=400;')

/** Undefined: go on waiting. */
function outcome(world: WorldState, request: Request, attempt: Attempt): Answer | undefined {
  switch (attempt.state) {
    case 'confirmed':
      return scriptAnswer(`window.code=200;\nwindow.redirect_uri="${redirectUri(world, request, attempt)}";`)
    case 'cancelled':
      attempt.state = 'spent'
      return scriptAnswer('window.code=202;')
    case 'spent':
      return expired
    case 'waiting':
    case 'scanned':
      if (world.now() >= attempt.createdAt + world.settings.uuidLife) return expired
      return attempt.state === 'scanned' ? scanned(request, attempt) : undefined
  }
}

/** A scan is told once to polls with tip=0, and again and again to those with tip=1. */
function scanned(request: Request, attempt: Attempt): Answer | undefined {
  if (attempt.told || attempt.kind === 'push') return undefined
  attempt.told = true
  const avatar = `window.userAvatar = 'data:img/jpg;base64,${pictureBase64}';`
  return scriptAnswer(`window.code=201;${request.query.get('loginicon') === 'true' ? avatar : ''}`)
}

/** Lasts until its ticket is used: a client that lost the answer may ask again. */
function redirectUri(world: WorldState, request: Request, { uuid, ticket = '' }: Attempt): string {
  const scan = Math.floor(world.now() / 1_000)
  const page = `${webOrigin(world, request)}/cgi-bin/mmwebwx-bin/webwxnewloginpage`
  return `${page}?ticket=${ticket}&uuid=${uuid}&lang=zh_CN&scan=${scan}`
}
