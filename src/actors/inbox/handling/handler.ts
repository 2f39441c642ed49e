import type { ObservableInput } from 'rxjs'
import type { Policy } from '../../../kernel/policy.js'
import type { Command } from '../../command.js'
import type { Message } from '../../message.js'

/** Settles a part of the work before the rest of it is done. */
export interface Settle {
  /**
   * Commits these Commands now, as the next part of the answer: a streamed answer goes out sentence by sentence. When the message is tried
   * again, in this process or a later one, as many parts as were committed before are taken as sent and dropped.
   */
  readonly part: (commands: Command | readonly Command[]) => void
}

/** What a handler is given besides the message. */
export interface HandlerContext {
  /** Aborts at the deadline, when a newer message takes over, and when the bot stops. */
  readonly signal: AbortSignal
  /** Counts the tries of this message in this process, from 1. */
  readonly attempt: number
  /** Moves the deadline to `ms` from now; `Infinity` takes it away. Throws an `argument` failure for what is no such number. */
  readonly extend: (ms: number) => void
  /** Commits a part of the answer, before the handler has ended. */
  readonly settle: Settle
}

/** What a handler answers with: nothing, one Command or several. Anything else is an `argument` failure that names it. */
export type Answer = Command | readonly Command[] | undefined | void

/** Work that has to be done for each message. What it returns is committed together with the acknowledgement. */
export type Handler = (
  message: Message,
  context: HandlerContext,
) => ObservableInput<Answer> | readonly Command[] | undefined | void

/** How a handler is run: how many at a time, how long, how often, and what happens when it fails. Any of the numbers may be `Infinity`. */
export interface HandleOptions {
  /** How many handlers may run at the same time, each for another conversation; default 16. */
  readonly permits?: number
  /** How long one try may take (ms); default 60 s. */
  readonly deadline?: number
  /**
   * How long (ms) a try that missed its deadline is waited for, before the next one begins beside it with an `overlap` event; default 10 s. Observables end
   * at once; Promises cannot be ended, only asked to by `signal`.
   */
  readonly grace?: number
  /** How often a message is tried before it becomes a dead letter; default 3, after pauses of 1 s and 2 s. */
  readonly tries?: number
  /**
   * What to do about an error instead: emit = try again, complete = settle without an answer, error = dead letter. It is asked for
   * every message, so it must not remember anything.
   *
   * @example
   * const patient: HandleOptions = { retry: (error, attempt) => (attempt < 10 ? timer(attempt * 1_000) : throwError(() => error)) }
   */
  readonly retry?: Policy
  /** `queue`: one message of a conversation after the other. `switch`: a newer one cancels the running one, and both are settled. */
  readonly busy?: 'queue' | 'switch'
}
