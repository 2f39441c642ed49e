import * as t from 'io-ts'
import { type Hosts, hostsOf, parse, type Realm, trustedWeb } from './hosts.js'

/** Which client we say we are: the browser, or the Linux desktop client that wraps the same protocol. */
export type Profile = 'web' | 'desktop'

/** All that an authenticated request needs besides the cookies. Lives in memory only as a whole; {@link SavedSession} is stored. */
export interface Session {
  readonly uin: string
  readonly sid: string
  readonly skey: string
  /** Opaque; already percent-encoded once by the server, and encoded again like any other query value. */
  readonly passTicket: string
  readonly deviceId: string
  readonly profile: Profile
  readonly hosts: Hosts
}

/** A session as stored. `web` is checked against the trusted hosts on loading; the other hosts are derived again. */
export interface SavedSession {
  readonly uin: string
  readonly sid: string
  readonly skey: string
  readonly passTicket: string
  readonly deviceId: string
  readonly profile: Profile
  readonly web: string
}

const SavedSessionCodec: t.Type<SavedSession, unknown> = t.type(
  {
    uin: t.string,
    sid: t.string,
    skey: t.string,
    passTicket: t.string,
    deviceId: t.string,
    profile: t.union([t.literal('web'), t.literal('desktop')]),
    web: t.string,
  },
  'a session',
)

/** What is stored of a session: data only, no address but the web host. */
export const saveSession = ({ uin, sid, skey, passTicket, deviceId, profile, hosts }: Session): SavedSession => ({
  uin,
  sid,
  skey,
  passTicket,
  deviceId,
  profile,
  web: hosts.web,
})

/** The stored session, or undefined where it is incomplete or would send its secrets to a host outside the realm. */
export function loadSession(realm: Realm, saved: unknown): Session | undefined {
  if (!SavedSessionCodec.is(saved)) return undefined
  const { uin, sid, skey, passTicket, deviceId, profile, web } = saved
  const origin = parse(web)?.origin
  if (!isUin(uin) || sid === '' || origin === undefined || !trustedWeb(realm, web)) return undefined
  return { uin, sid, skey, passTicket, deviceId, profile, hosts: hostsOf(realm, origin) }
}

/** The account's number. */
export const isUin = (text: string): boolean => /^\d{1,20}$/.test(text)
