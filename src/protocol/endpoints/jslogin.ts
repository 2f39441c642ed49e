import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Failure, failure } from '../../errors.js'
import { codeOf, readBody } from '../answer.js'
import { type Assignments, readAssignments } from '../assignment.js'
import { api, patience } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import { loginHosts, type Realm } from '../hosts.js'
import { headersOf, lang } from '../profile.js'
import { misshapen } from '../result.js'
import { retMeaning } from '../retcode.js'
import type { Profile } from '../session.js'

const name = 'jslogin'

/** The id of the web client, the same for everybody. */
const appid = 'wx782c26e4c19acffb'

/** Asks for a uuid: the identity of one QR code, good for about five minutes. */
export const jslogin: Endpoint<
  { readonly realm: Realm; readonly profile: Profile; readonly now: number },
  { readonly uuid: string }
> = {
  name,
  request: ({ realm, profile, now }) => {
    const { login, web } = loginHosts(realm)
    const page = api(web, 'webwxnewloginpage')
    return {
      method: 'GET',
      url: `${login}/jslogin`,
      query: {
        appid,
        redirect_uri: profile === 'desktop' ? `${page}?mod=desktop` : page,
        fun: 'new',
        lang,
        _: now,
      },
      headers: headersOf(profile, web),
      patience,
    }
  },
  read: (answer, { realm }) =>
    pipe(
      readBody(name, answer, realm),
      E.chain((body) => readAssignments(name, body)),
      E.chain(readUuid),
    ),
}

function readUuid(found: Assignments): E.Either<Failure, { readonly uuid: string }> {
  const code = codeOf(found.get('window.QRLogin.code'))
  const uuid = found.get('window.QRLogin.uuid') ?? ''
  if (code === undefined) return misshapen(name, 'window.QRLogin.code is missing')
  if (code !== 200) {
    const message = found.get('window.QRLogin.error') ?? retMeaning(code)
    return E.left(failure('retcode', { endpoint: name, code, message: message.slice(0, 300) }))
  }
  return uuid === '' ? misshapen(name, 'window.QRLogin.uuid is missing') : E.right({ uuid })
}
