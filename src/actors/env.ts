import type { Observable, SchedulerLike } from 'rxjs'
import type { SavedSession } from '../protocol/session.js'
import type { Keys } from '../protocol/sync-key.js'
import type { Files } from './files.js'
import type {
  ConsumerDone,
  ConversationState,
  DeadLetter,
  Entry,
  Identity,
  OutboxItem,
  Saved,
  SavedCookie,
  SendKey,
} from './saved.js'

/** One HTTP exchange as bytes on the wire would see it. `body` is UTF-8 text. */
export interface HttpRequest {
  /** The endpoint's name, for errors and logs: a URL may hold secrets. */
  readonly endpoint: string
  /** Nothing else is asked of the service. */
  readonly method: 'GET' | 'POST'
  /** Absolute, with its query. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Text, or pieces of bytes one after the other; then `content-length` says how many. */
  readonly body?: string | Observable<Uint8Array>
  /** Answers larger than this many bytes (after decompression) are refused with a `tooLarge` failure. */
  readonly limit: number
}

/** The whole answer to an {@link HttpRequest}. */
export interface HttpResponse {
  /** The status code, of a redirect, too. */
  readonly status: number
  /** Lower-case names. `set-cookie` stands apart, since it may occur many times. */
  readonly headers: Readonly<Record<string, string>>
  /** Set-Cookie headers, one each, as they came. */
  readonly setCookies: readonly string[]
  /** As UTF-8 text; '' where there is none. */
  readonly body: string
}

/**
 * Performs a request once per subscription and answers once; unsubscribing aborts it.
 * Redirects are never followed. Fails with a `network`, `certificate` or `tooLarge` failure; with `argument` where HTTP cannot carry
 * the request; and as the body's Observable fails, where there is one.
 * It knows no deadline: whoever calls applies the patience on `Env.scheduler`.
 */
export type Http = (request: HttpRequest) => Observable<HttpResponse>

/** An RFC 6265 jar on the clock of the service. */
export interface Cookies {
  /** The value of the Cookie header for this URL; '' when there is none. */
  readonly header: (url: string) => string
  /**
   * Takes in Set-Cookie headers. A port in `Domain` is stripped; unreadable ones are ignored. `date` is the `Date` header of the same
   * answer: `Expires` is compared with it, and not with the local clock. Called for answers without cookies, too.
   */
  readonly receive: (url: string, setCookies: readonly string[], date?: string) => void
  /** The value of the cookie with this name that would be sent to this URL; undefined where there is none. */
  readonly value: (url: string, name: string) => string | undefined
  /** All that a later process needs, as JSON-safe data. */
  readonly save: () => readonly SavedCookie[]
  /** Replaces the content. Data that is not a saved jar leaves it empty. */
  readonly restore: (saved: readonly SavedCookie[]) => void
}

/** How much it matters, the gravest first. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace'

/**
 * Structured, without secrets: fields are names, numbers and codes, never bodies, texts or URLs. `error` and `warn` say what went wrong; `info` where login and
 * session stand, and how sends ended, in sum; `debug` is each exchange, poll, pull and send; `trace` each message of an actor.
 */
export interface Log {
  (level: LogLevel, event: string, fields?: Readonly<Record<string, string | number | boolean>>): void
  /** Whether somebody reads this level; without it everything is read. What nobody reads costs nothing. */
  readonly isOn?: (level: LogLevel) => boolean
  /**
   * Takes one line for people in place of `event` and `fields`, for what a bot tells of itself. The line may quote the error of a
   * handler or a behaviour. Without it such lines come as fields, which quote nothing.
   */
  readonly words?: (level: LogLevel, line: string) => void
}

/** One atomic change. What is absent stays as it is. */
export interface Changes {
  /** The number of the login, counted up. */
  readonly epoch?: number
  /** `null` forgets it. */
  readonly session?: SavedSession | null
  /** The account it belongs to from now on; `null`: nobody's. */
  readonly owner?: string | null
  /** Replaces the cookies. */
  readonly cookies?: readonly SavedCookie[]
  /** `null` forgets them. */
  readonly keys?: Keys | null
  /** Appended. */
  readonly entries?: readonly Entry[]
  /** Appended to `seen`; the oldest beyond the limit are forgotten. */
  readonly seen?: readonly string[]
  /** Entries up to and including this `seq` are done with. */
  readonly dispatched?: number
  /** Entries above `dispatched` that are done with, too. */
  readonly settled?: readonly number[]
  /** What single consumers are done with. Added to their marks. */
  readonly done?: readonly ConsumerDone[]
  /** Put by `clientMsgId`. */
  readonly outbox?: readonly OutboxItem[]
  /** ClientMsgIds whose fate is known: they leave the outbox. */
  readonly sent?: readonly string[]
  /** Put by `key`, as the newest; the oldest beyond the limit are forgotten. */
  readonly sendKeys?: readonly SendKey[]
  /** Keys that leave `sendKeys`: what is put by the same commit comes after that. */
  readonly freed?: readonly string[]
  /** Appended. */
  readonly dead?: readonly DeadLetter[]
  /** Dead letters, by `seq`, that were driven again or dropped. */
  readonly buried?: readonly number[]
  /** Put by consumer and conversation; a state of `undefined` forgets it. */
  readonly states?: readonly ConversationState[]
  /** Ids of `identities` that leave it, and their `states` with them; what is put by the same commit comes after that. */
  readonly forgotten?: readonly string[]
  /** Put by `id`. */
  readonly identities?: readonly Identity[]
  /** The last ClientMsgId handed out, a decimal string. */
  readonly clientMsgId?: string
  /** The answer waits until the change would survive a power cut, too, and not only the end of the process. Default false. */
  readonly durable?: boolean
  /**
   * The answer waits until what this and earlier changes forgot can be read in no file of the store any more. It takes about as long as
   * writing all that is kept. Default false. A store of your own that keeps nothing on a disk may ignore it.
   */
  readonly erase?: boolean
}

/** What a logout leaves of a session: whose store it is stays. */
export const noSession = { session: null, keys: null, cookies: [], erase: true } as const satisfies Changes

/**
 * What survives. Answers are Observables that emit once and complete, so that the in-memory store is visible to marbles.
 * Fails with a `store` failure, or with `argument` for a change that it cannot hold, and with nothing else. One that is `unwritable` is waited for.
 */
export interface Store {
  /** What there is; called once, before anything else. */
  readonly load: () => Observable<Saved>
  /** All of it or nothing. Not cancellable: unsubscribing only forgets the answer. */
  readonly commit: (changes: Changes) => Observable<void>
  /** Lets go of it, once what was committed is there. Nothing is asked of it afterwards. */
  readonly close: () => Observable<void>
}

/** What the outside world gives. Passed as an argument; every verb that takes time answers with an Observable. */
export interface Env {
  /** The network. */
  readonly http: Http
  /** The cookie jar. */
  readonly cookies: Cookies
  /** What survives the process. */
  readonly store: Store
  /** Where it is absent, media can be neither sent nor downloaded. */
  readonly files?: Files
  /** The only clock: `scheduler.now()` is Unix time in milliseconds. */
  readonly scheduler: SchedulerLike
  /** Uniform in [0, 1). */
  readonly random: () => number
  /** Where diagnostics go. */
  readonly log: Log
}
