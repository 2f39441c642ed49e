import type { Failure } from '../../errors.js'
import type { LoginPoll } from '../../protocol/endpoints/login.js'
import type { Init } from '../../protocol/endpoints/webwxinit.js'
import type { Profile, Session } from '../../protocol/session.js'

/** A QR code to be shown. It encodes `text`; `imageUrl` is the service's own picture of it. */
export interface Qr {
  /** The service's name for this code. */
  readonly uuid: string
  /** What the code has to encode, for `drawQr` or a picture of your own. Whoever scans it may log in. */
  readonly text: string
  /** Where the service has its own picture of the code. */
  readonly imageUrl: string
  /** Counts the codes shown in this login, from 1. */
  readonly attempt: number
}

/** Where the login stands. */
export type Phase =
  | { readonly type: 'idle' }
  /** Asking whether the stored session still works. */
  | { readonly type: 'resuming' }
  /** The phone shows a dialog instead of a QR code having to be scanned. */
  | { readonly type: 'confirming' }
  /** A QR code waits to be scanned. */
  | { readonly type: 'qr'; readonly qr: Qr }
  /** Scanned; waiting for the tap on the phone. */
  | { readonly type: 'scanned' }
  /** Confirmed; the session is being opened. */
  | { readonly type: 'entering' }
  | { readonly type: 'online' }
  /** WeChat ended the session, and does not say why. `waiting`: nothing more happens until `login()`. */
  | { readonly type: 'kicked'; readonly code: number; readonly waiting: boolean }
  | { readonly type: 'loggedOut' }

/** The ways back to a session, cheapest first. */
export type Rung = 'resume' | 'push' | 'qr'

export interface LoginOptions {
  readonly profile: Profile
  /** How many QR codes are shown before the login gives up. */
  readonly qrAttempts: number
  /** After a logout at the phone: `always` shows a QR code again, `ask` waits for `login()`. */
  readonly relogin: 'ask' | 'always'
}

export interface LoginState {
  readonly phase: Phase
  readonly rung: Rung
  readonly profile: Profile
  /** The last session, dead or alive: its cookies may still open a push login. */
  readonly session?: Session
  /** QR codes shown in this climb. */
  readonly attempt: number
  /** The session was seen to work since it was opened, so a loss starts at the first rung again. */
  readonly healthy: boolean
  /** When the present session was opened, or the last one, ms on the scheduler. */
  readonly openedAt: number
  /** Sessions in a row that were lost soon after they were opened: each makes the pause before the next one longer. */
  readonly shortLived: number
  /** The other profile has been tried after a refusal. */
  readonly profileSwitched: boolean
  /** The phone was asked in this climb; a session that dies at once does not make it ask again. */
  readonly pushed: boolean
  /** When the last push login after a kick was asked for, ms; -Infinity before. */
  readonly pushedAt: number
  /** The code of the kick that this climb answers. */
  readonly kick?: number
  /** A logout is under way: the session ends because of it, and nothing opens another. */
  readonly leaving?: true
}

/** What the phone has done; what is wrong with the server is a failure. */
export type PhonePoll = Exclude<LoginPoll, { readonly type: 'error' }>

export type LoginCommand =
  /** The session is gone, as one of its users found out. */
  | { readonly type: 'lost'; readonly failure: Failure; readonly now: number }
  /** The present session works. */
  | { readonly type: 'healthy' }
  | { readonly type: 'login' }
  | { readonly type: 'logout' }

export type LoginMessage =
  | LoginCommand
  | { readonly type: 'uuid'; readonly uuid: string; readonly qr: Qr | undefined }
  /** `startedAt`: when the poll was asked, ms on the scheduler. */
  | { readonly type: 'polled'; readonly uuid: string; readonly poll: PhonePoll; readonly startedAt: number }
  | { readonly type: 'entered'; readonly session: Session }
  | {
      readonly type: 'initialised'
      readonly session: Session
      readonly init: Init
      readonly fresh: boolean
      readonly now: number
    }
  /** An effect is out of tries. */
  | { readonly type: 'failed'; readonly failure: Failure }
  /** An effect failed and is being repeated. */
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }
  | { readonly type: 'leftServer' }
  | { readonly type: 'rested'; readonly effect: LoginEffect }

export type LoginEffect =
  | { readonly type: 'resume'; readonly session: Session }
  | { readonly type: 'push'; readonly session: Session }
  | { readonly type: 'ask'; readonly profile: Profile; readonly attempt: number }
  | {
      readonly type: 'poll'
      readonly uuid: string
      /** 1 in the first poll for a code, 0 in all that follow, as the browser has it: a scan is told to either. */
      readonly tip: 0 | 1
      readonly profile: Profile
      /** It starts no sooner than this (ms on the scheduler). */
      readonly notBefore: number
    }
  | { readonly type: 'enter'; readonly redirectUri: string; readonly profile: Profile }
  | { readonly type: 'init'; readonly session: Session }
  | { readonly type: 'leave'; readonly session: Session }
  /** A pause that grows with the attempts that came to nothing, to `longest` (ms). */
  | { readonly type: 'rest'; readonly attempt: number; readonly longest: number; readonly next: LoginEffect }

export type LoginEvent =
  | { readonly type: 'phase'; readonly phase: Phase }
  /** A session works. `fresh`: it is a new one, and all UserNames are new. */
  | { readonly type: 'loggedIn'; readonly session: Session; readonly init: Init; readonly fresh: boolean }
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }
  | { readonly type: 'kicked'; readonly code: number }
  | { readonly type: 'refusedOnce'; readonly failure: Failure; readonly next: Profile }
  /** No way back; the bot stops. */
  | { readonly type: 'gaveUp'; readonly failure: Failure }
  | { readonly type: 'loggedOut' }
