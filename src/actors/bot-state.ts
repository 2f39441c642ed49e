import type { Failure } from '../errors.js'
import type { Known } from './address-book.js'
import type { PartialBook } from './contacts/contacts-state.js'
import type { IdentityEvent } from './identity/identity-event.js'
import type { Phase } from './login/login-state.js'
import type { Message } from './message.js'
import type { LaneName } from './operations/lane.js'
import type { DeadLetter } from './saved.js'
import type { Receipt } from './sender/sender-state.js'

/** Where a bot stands, as one observable value. */
export type BotState =
  | Exclude<Phase, { readonly type: 'online' }>
  | { readonly type: 'online'; readonly self: Known }
  /** There is a session, and the server cannot be reached or understood; polling goes on with growing pauses. */
  | { readonly type: 'offline'; readonly problem: string }
  /** The end: asked for, or with the failure that nothing helps against. */
  | { readonly type: 'stopped'; readonly failure?: Failure }

/** What happened, for logs, health checks and tests. Never needed for a bot to work. */
export type BotEvent =
  /** Something failed and is being tried again. */
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }
  /** A session was opened; `fresh` if it is a new one, with new UserNames. */
  | { readonly type: 'loggedIn'; readonly fresh: boolean }
  /** The session ended, for this reason. */
  | { readonly type: 'sessionLost'; readonly failure: Failure }
  /** WeChat ended the session. It does not say why: a logout on the phone, another web login, or its own reasons. */
  | { readonly type: 'kicked'; readonly code: number }
  /** The login was refused to this profile; the other one is tried once. */
  | { readonly type: 'refusedOnce'; readonly failure: Failure }
  /** The server may have had messages that it will not hand out any more. Nothing else is ever missing. */
  | { readonly type: 'gap'; readonly reason: string }
  | PartialBook
  /** Entries of a batch that were no messages; the rest of the batch was kept. */
  | { readonly type: 'skipped'; readonly count: number }
  /** A send ended. */
  | { readonly type: 'receipt'; readonly receipt: Receipt }
  /** Of the file that a send uploads, the service has taken so many bytes. `key`: what the receipt is known by. */
  | { readonly type: 'progress'; readonly key: string; readonly bytes: number; readonly total: number }
  /** 1205: sending, or what is done to the contacts, friends or rooms of `lane`, pauses for `pause` milliseconds. */
  | { readonly type: 'rateLimited'; readonly pause: number; readonly lane?: LaneName }
  /**
   * A Command that `consumer` answered to the message `id` was left out, as `failure` says: its key stands for another message. The
   * message and its other Commands are settled.
   */
  | {
      readonly type: 'commandRefused'
      readonly consumer: string
      readonly id: string
      readonly key: string
      readonly failure: Failure
    }
  /** A handler refused a message for good. */
  | { readonly type: 'deadLetter'; readonly letter: DeadLetter }
  | IdentityEvent
  /** Too many answers in one conversation (its own id), as of two bots that answer each other: for `pause` milliseconds it gets none. */
  | { readonly type: 'loopBroken'; readonly conversation: string; readonly pause: number }
  /** A try of a handler failed. Its policy decides what comes next: another try, a dead letter, or nothing. */
  | {
      readonly type: 'handlerFailed'
      readonly consumer: string
      readonly id: string
      readonly attempt: number
      readonly error: unknown
    }
  /** A handler missed its deadline and still runs after its grace: the next try began beside it. */
  | { readonly type: 'overlap'; readonly consumer: string; readonly id: string; readonly attempt: number }
  /** 10,000 sends wait in the outbox: answers of this handler or dialogue wait for room, and its conversations with them. Told once until all of them have room. */
  | { readonly type: 'waitingForRoom'; readonly consumer: string }
  | BehaviourFailed
  | BehaviourStopped
  /** An actor's code threw and the actor was started again: a defect worth reporting. */
  | { readonly type: 'crashed'; readonly actor: string; readonly error: unknown }

/**
 * A behaviour failed, or a Command of it could not be carried out; the bot and its other behaviours go on.
 *
 * A behaviour that fails is started again in the same tick. The message at which it failed is lost to
 * it, and so is what its operators remembered; what it emits at its start is sent again. One that
 * fails before a message has come since its start, or ten times in a minute, is `behaviourStopped`.
 */
export interface BehaviourFailed {
  readonly type: 'behaviourFailed'
  /** The name of the function, or of `named`; within each other as `shop/orders`. '' for one without a name. */
  readonly name: string
  readonly error: unknown
  /** The message that was being handed to it when it failed. Absent where it failed at another time, as in a timer. */
  readonly message?: Message
  /** A Command of it could not be carried out; it goes on. */
  readonly isCommand?: true
  /** The `key` of that Command, if it had one. */
  readonly key?: string
  /** Present if a policy decides now whether the behaviour starts again (see `onError`): how often it has failed. */
  readonly attempt?: number
}

/** A behaviour that failed was stopped and does nothing any more; `behaviourFailed` came before. */
export interface BehaviourStopped {
  readonly type: 'behaviourStopped'
  /** As in `behaviourFailed`. */
  readonly name: string
  readonly error: unknown
  /** It failed before a message had come since its start, ten times in a minute, or its policy (`onError`) gave it up. */
  readonly reason: 'atOnce' | 'tooOften' | 'policy'
}
