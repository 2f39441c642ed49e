import { of } from 'rxjs'
import { scriptAnswer } from '../answer.js'
import { plays } from '../hosts.js'
import { beginAttempt } from '../login-attempt.js'
import type { Route } from '../route.js'

/** The application id of web logins, the same for everybody. */
const appid = 'wx782c26e4c19acffb'

/** Begins a login: a uuid for a QR code. Parameters may come in the query or as a form. */
export const jslogin: Route = (world, request) => {
  const given = request.query.get('appid') ?? new URLSearchParams(request.body).get('appid')
  if (given !== appid || !plays(world, request, 'login')) {
    return of(scriptAnswer('window.QRLogin.code = 400; window.QRLogin.error = "Invalid Parameter";'))
  }
  const { uuid } = beginAttempt(world, 'qr')
  return of(scriptAnswer(`window.QRLogin.code = 200; window.QRLogin.uuid = "${uuid}";`))
}
