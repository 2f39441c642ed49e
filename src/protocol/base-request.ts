import type { WireRequest } from './endpoint.js'
import { perSession } from './per-session.js'
import { headersOf, jsonType, lang } from './profile.js'
import type { Session } from './session.js'

/** The secrets that stand in the body of every authenticated POST. Upper and lower case are the wire's. */
export interface BaseRequest {
  readonly Uin: number | string
  readonly Sid: string
  readonly Skey: string
  readonly DeviceID: string
}

export const baseRequest = perSession(
  ({ uin, sid, skey, deviceId }): BaseRequest => ({
    Uin: Number.isSafeInteger(Number(uin)) ? Number(uin) : uin,
    Sid: sid,
    Skey: skey,
    DeviceID: deviceId,
  }),
)

/** The same secrets as synccheck wants them in its query. */
export const credentials = ({ uin, sid, skey, deviceId }: Session): Readonly<Record<string, string>> => ({
  skey,
  sid,
  uin,
  deviceid: deviceId,
})

/** The stamp `r` of the login poll and of webwxinit, and `rr` of webwxsync: all bits of the time turned round (int32). */
export const turned = (now: number): number => ~now

/** How long a request that is not held by the server may take (ms). */
export const patience = 15_000

export const api = (web: string, name: string): string => `${web}/cgi-bin/mmwebwx-bin/${name}`

export const headers = perSession(({ profile, hosts }) => headersOf(profile, hosts.web))

/** Of a request whose body is JSON. */
export const jsonHeaders = perSession(
  (session): Readonly<Record<string, string>> => ({ ...headers(session), ...jsonType }),
)

/** An authenticated POST: credentials in the body, language and pass_ticket in the query. */
export const post = (
  session: Session,
  name: string,
  query: Readonly<Record<string, string | number>>,
  body: Readonly<Record<string, unknown>>,
): WireRequest =>
  postTo(
    session,
    { url: api(session.hosts.web, name), query: { ...query, lang, pass_ticket: session.passTicket } },
    body,
  )

/** The same to an address that is there already. */
export const postTo = (
  session: Session,
  address: Pick<WireRequest, 'url' | 'query'>,
  body: Readonly<Record<string, unknown>>,
): WireRequest => ({
  method: 'POST',
  ...address,
  headers: jsonHeaders(session),
  json: { BaseRequest: baseRequest(session), ...body },
  patience,
})
