import type { Names } from './names.js'

/** One web login of one account. */
export interface Session {
  /** Counts the logins of the world, from 1. */
  readonly serial: number
  readonly account: string
  readonly uin: string
  readonly sid: string
  /** The login's Skey, good for the whole session. */
  readonly skey: string
  /** The Skey that webwxinit hands out. */
  readonly freshSkey: string
  /** As in the XML: percent-encoded once. */
  readonly passTicket: string
  readonly dataTicket: string
  /** In seconds. */
  readonly startedAt: number
  readonly names: Names
  readonly desktop: boolean
  /** Set once webwxinit has handed out the fresh Skey. */
  initialised: boolean
  /** When its cookies were set last (ms): without that for long they are worth nothing. */
  renewedAt: number
  /** The code that every further call gets: 1100, 1101 or 1102. */
  over?: number
}
