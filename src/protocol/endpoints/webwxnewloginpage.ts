import * as E from 'fp-ts/lib/Either.js'
import { type Failure, failure } from '../../errors.js'
import { codeOf, refusedRet, refusedStatus } from '../answer.js'
import { patience } from '../base-request.js'
import type { Endpoint, WireAnswer } from '../endpoint.js'
import { foreign, hostsOf, parse, type Realm, trustedWeb } from '../hosts.js'
import { desktopHeaders, headersOf } from '../profile.js'
import { misshapen, orThrow } from '../result.js'
import { Ret, retMeaning } from '../retcode.js'
import { isUin, type Profile, type Session } from '../session.js'
import { cookieValue } from '../set-cookie.js'
import { type LoginTicket, readLoginTicket } from '../xml.js'

const name = 'webwxnewloginpage'

export interface NewLoginPageInput {
  readonly realm: Realm
  /** As the login poll delivered it. */
  readonly redirectUri: string
  readonly profile: Profile
  readonly now: number
  readonly deviceId: string
}

/**
 * The address of the login page, or a `foreignHost` failure. The redirect decides where all secrets go from now on, so
 * it must be the web host of a shard; ask before anything is sent.
 */
export function redirectTarget(realm: Realm, redirectUri: string): E.Either<Failure, string> {
  const url = parse(redirectUri)
  if (url === undefined || !trustedWeb(realm, redirectUri)) return E.left(foreign(name, redirectUri))
  url.hash = ''
  return E.right(url.href)
}

/**
 * Exchanges the ticket for a session. The ticket is good for one use. `refused` says that the account may not log in
 * with this client; `request` throws the failure of {@link redirectTarget} for a foreign host.
 */
export const webwxnewloginpage: Endpoint<NewLoginPageInput, Session> = {
  name,
  request: ({ realm, redirectUri, profile }) => {
    const target = new URL(orThrow(redirectTarget(realm, redirectUri)))
    const wanted = { fun: 'new', version: 'v2', ...(profile === 'desktop' ? { mod: 'desktop' } : {}) }
    const query = Object.entries(wanted).filter(([key]) => !target.searchParams.has(key))
    const web = realm.type === 'wechat' && profile === 'desktop' ? 'https://wx.qq.com' : target.origin
    return {
      method: 'GET',
      url: target.href,
      query: Object.fromEntries(query),
      headers: { ...headersOf(profile, web), ...(profile === 'desktop' ? desktopHeaders : {}) },
      patience,
    }
  },
  read: (answer, input) => {
    const ticket = isPage(answer) ? readLoginTicket(answer.body) : undefined
    return ticket === undefined ? E.left(noTicket(answer, input)) : enter(ticket, answer, input)
  },
}

/** The ticket comes with 200, or as the body of a redirect that is not followed. */
const isPage = ({ status }: WireAnswer): boolean => status >= 200 && status < 400

function noTicket({ status, location, body }: WireAnswer, { realm }: NewLoginPageInput): Failure {
  if (status < 200 || status >= 300) return refusedStatus(name, status, location, realm)
  const problem = body.trim() === '' ? 'the answer is empty' : 'the answer is not a login ticket'
  return failure('decode', { endpoint: name, problems: [problem] })
}

function enter(ticket: LoginTicket, answer: WireAnswer, input: NewLoginPageInput): E.Either<Failure, Session> {
  const code = codeOf(ticket.ret)
  if (code === undefined) return misshapen(name, 'ret is not a code')
  if (code !== Ret.ok) return E.left(refusal(code, ticket.message))
  const { realm, redirectUri, profile, deviceId } = input
  const given = { uin: cookieValue(answer.setCookies, 'wxuin'), sid: cookieValue(answer.setCookies, 'wxsid') }
  const uin = ticket.wxuin || (given.uin ?? '')
  const sid = ticket.wxsid || (given.sid ?? '')
  if (!isUin(uin) || sid === '') return E.left(incomplete(answer, realm, isUin(uin) ? 'wxsid' : 'wxuin'))
  // Everything that follows is asked with them: without any, the first of it would end the session again.
  if (given.uin === undefined && given.sid === undefined) return E.left(incomplete(answer, realm, 'the session cookie'))
  const target = redirectTarget(realm, redirectUri)
  if (E.isLeft(target)) return target
  const hosts = hostsOf(realm, parse(target.right)?.origin ?? '')
  return E.right({ uin, sid, skey: ticket.skey, passTicket: ticket.passTicket, deviceId, profile, hosts })
}

const incomplete = ({ status, location }: WireAnswer, realm: Realm, missing: string): Failure =>
  status < 300
    ? failure('decode', { endpoint: name, problems: [`${missing} is missing`], intact: true })
    : refusedStatus(name, status, location, realm)

const refusal = (code: number, message: string): Failure =>
  code === Ret.loginRefused
    ? failure('refused', { code, reason: message === '' ? retMeaning(code) : message.slice(0, 300) })
    : refusedRet(name, code, message)
