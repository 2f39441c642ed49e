import type { Hosts } from './hosts.js'

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
