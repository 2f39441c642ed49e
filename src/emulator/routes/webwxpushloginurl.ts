import { defer, of } from 'rxjs'
import { textAnswer } from '../answer.js'
import { plays } from '../hosts.js'
import { beginAttempt } from '../login-attempt.js'
import type { Request } from '../request.js'
import type { Route } from '../route.js'
import type { WorldState } from '../world-state.js'

/** A login without a QR code: the phone that logged in last shows a dialog. `ret` is a string. */
export const webwxpushloginurl: Route = (world, request) =>
  defer(() => {
    const account = owner(world, request)
    if (account === undefined) return of(textAnswer(200, '{"ret":"1","msg":"device authinfo invalid"}'))
    const { uuid } = beginAttempt(world, 'push', account.id)
    return of(textAnswer(200, `{"ret":"0","msg":"all ok","uuid":"${uuid}"}`))
  })

/** Needs the cookies of the last login of that account. */
function owner(world: WorldState, request: Request) {
  if (!plays(world, request, 'web') && !plays(world, request, 'login')) return undefined
  const uin = request.cookies.get('wxuin')
  const asked = request.query.get('uin')
  const account = [...world.accounts.values()].find((one) => one.uin === uin)
  const device = account?.device
  if (account === undefined || device === undefined || asked !== account.uin) return undefined
  const known = request.cookies.get('webwx_auth_ticket') === device.ticket && world.now() < device.until
  return known ? account : undefined
}
