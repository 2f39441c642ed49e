import type { Failure } from '../../errors.js'
import type { Realm } from '../../protocol/hosts.js'
import type { Profile } from '../../protocol/session.js'
import type { AddressBook, Known } from '../address-book.js'
import type { BotEvent } from '../bot-state.js'
import type { Reached } from '../call.js'
import type { ContactChange } from '../contact-change.js'
import type { Phase, Qr } from '../login/login-state.js'
import type { LoopLimit } from '../loop-breaker.js'
import type { LimitSetting } from '../media/ready.js'
import type { Message } from '../message.js'
import type { Capabilities } from '../operations/capabilities.js'
import type { OperationResult, Task } from '../operations/operations-state.js'
import type { Pace } from '../sender/pace.js'

export interface EngineOptions {
  /** WeChat's own hosts, or the one origin that plays them. */
  readonly realm: Realm
  /** Which client to log in as first. */
  readonly profile: Profile
  /** How fast to send. */
  readonly pace: Pace
  /** QR codes to show before the login gives up, 1 at least. */
  readonly qrAttempts: number
  /** After a logout at the phone: `ask` waits for `login()`, `always` shows a QR code. */
  readonly relogin: 'ask' | 'always'
  /** Milliseconds without a good answer after which the engine fails with `gaveUp`; 0 or `Infinity` = never. */
  readonly giveUp: number
  /** The same for a first login that never reached the server: a wrong address should not take long to show. Default 30 seconds, and `giveUp` at most. */
  readonly firstContact?: number
  /** The largest files that are sent, in bytes by kind; `false` leaves it to the service. Default: what the service is known to take. */
  readonly limits?: LimitSetting
  /** Answers in one conversation that are taken for a conversation of bots. */
  readonly loop: LoopLimit | 'off'
  /** What came while the bot was away: `deliver` it, or `skip` it when the bot starts. */
  readonly backlog: 'deliver' | 'skip'
  /** Who is likely a known person or room after a new login: `careful` (default) waits for `bind`, `trusting` takes the match. */
  readonly identities?: 'careful' | 'trusting'
}

/** What the engine tells. */
export interface EnginePorts {
  readonly phase: (phase: Exclude<Phase, { readonly type: 'online' }>) => void
  readonly online: (self: Known) => void
  readonly qr: (qr: Qr) => void
  readonly message: (message: Message) => void
  readonly book: (book: AddressBook) => void
  readonly change: (change: ContactChange) => void
  readonly event: (event: BotEvent) => void
  /** A send was not taken, since the queue is full. */
  readonly overflow: (clientMsgId: string, why: Failure) => void
  /** An operation ended. */
  readonly answer: (task: Task, result: OperationResult) => void
  readonly capabilities: (capabilities: Capabilities) => void
  readonly reached: (reached: Reached) => void
  /** Whether the account's own messages are handed out: what this bot sends becomes a message then. */
  readonly handsOutOwn: boolean
  /** Is this message for handlers, too? */
  readonly isWanted: (message: Message) => boolean
}
