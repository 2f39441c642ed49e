import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Failure } from '../../errors.js'
import { codeOf, readBody } from '../answer.js'
import { type Assignments, readAssignments } from '../assignment.js'
import { api, turned } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import { loginHosts, type Realm } from '../hosts.js'
import { headersOf } from '../profile.js'
import { misshapen } from '../result.js'
import type { Profile } from '../session.js'

const name = 'login'

/** What the phone has done so far. */
export type LoginPoll =
  | { readonly type: 'waiting' }
  /** `avatar` is a data URL; its type is spelt `img/jpg`. */
  | { readonly type: 'scanned'; readonly avatar?: string }
  | { readonly type: 'confirmed'; readonly redirectUri: string }
  | { readonly type: 'cancelled' }
  | { readonly type: 'expired' }
  | { readonly type: 'error'; readonly code: number }

export interface LoginInput {
  readonly realm: Realm
  readonly uuid: string
  /** 1 in the first poll, 0 in all that follow. */
  readonly tip: 0 | 1
  readonly now: number
  /** Default: the browser. */
  readonly profile?: Profile
}

/** Waits for the phone: the server holds the poll for about 25 s, or until something happens. */
export const login: Endpoint<LoginInput, LoginPoll> = {
  name,
  request: ({ realm, uuid, tip, now, profile = 'web' }) => {
    const hosts = loginHosts(realm)
    return {
      method: 'GET',
      url: api(hosts.login, 'login'),
      query: { loginicon: 'true', uuid, tip, r: turned(now), _: now },
      headers: headersOf(profile, hosts.web),
      patience: 35_000,
    }
  },
  read: (answer, { realm }) =>
    pipe(
      readBody(name, answer, realm),
      E.chain((body) => readAssignments(name, body)),
      E.chain(readPoll),
    ),
}

function readPoll(found: Assignments): E.Either<Failure, LoginPoll> {
  const code = codeOf(found.get('window.code'))
  if (code === undefined) return misshapen(name, 'window.code is missing')
  switch (code) {
    case 408:
      return E.right({ type: 'waiting' })
    case 201: {
      const avatar = found.get('window.userAvatar')
      return E.right(avatar === undefined || avatar === '' ? { type: 'scanned' } : { type: 'scanned', avatar })
    }
    case 200: {
      const redirectUri = found.get('window.redirect_uri') ?? ''
      return redirectUri === ''
        ? misshapen(name, 'window.redirect_uri is missing')
        : E.right({ type: 'confirmed', redirectUri })
    }
    case 202:
      return E.right({ type: 'cancelled' })
    case 400:
      return E.right({ type: 'expired' })
    default:
      return E.right({ type: 'error', code })
  }
}
