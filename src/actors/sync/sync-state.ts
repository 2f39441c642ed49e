import type { Failure } from '../../errors.js'
import type { RawContact } from '../../protocol/contact.js'
import type { Batch } from '../../protocol/endpoints/webwxsync.js'
import type { Session } from '../../protocol/session.js'
import type { Keys } from '../../protocol/sync-key.js'

export interface SyncState {
  readonly session: Session
  readonly keys: Keys
  /** What webwxinit handed out when the session was resumed: taken only when the kept keys do not work any more. */
  readonly fallback?: Keys
  /** Pulls in a row that brought no message, without a quiet poll between them. */
  readonly barren: number
  /** Pulls in a row that brought nothing and moved no key. */
  readonly idle: number
  /** This account sent something since the last pull: one pull without messages is then to be expected. */
  readonly sent: boolean
  /** The next pull starts no sooner than this (ms on the scheduler). */
  readonly notBefore: number
  /** webwxinit opened it again before this life began: to do so once more would change nothing. */
  readonly isReopened?: true
  /** A poll was answered: the server knew the session when it was asked for news. */
  readonly polled?: true
  /** The session was seen to work: a poll was held, or both a poll and a pull were answered. */
  readonly works?: true
  /** The contacts that came last with a key that stood still, as text: they come again with it, and were told. */
  readonly told?: string
}

export type SyncMessage =
  /** Command: a message of ours was accepted by the server. */
  | { readonly type: 'sent' }
  | { readonly type: 'opened'; readonly keys: Keys | undefined }
  /** Nothing was announced for so long that the session has to be renewed by a pull. */
  | { readonly type: 'due' }
  /** `held`: the server held the poll, as it does while it knows the session. */
  | { readonly type: 'checked'; readonly selector: string; readonly held: boolean }
  | { readonly type: 'pulled'; readonly batch: Batch; readonly startedAt: number }
  | {
      readonly type: 'kept'
      readonly fresh: number
      readonly batch: Batch
      readonly keys: Keys
      readonly startedAt: number
    }
  | { readonly type: 'failed'; readonly during: During; readonly failure: Failure }
  /** Whether `fallback` works where the kept position is refused with this failure. */
  | { readonly type: 'compared'; readonly outdated: boolean; readonly failure: Failure }
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }

export type During = 'check' | 'pull' | 'keep'

export type SyncEffect =
  | { readonly type: 'open' }
  /** `again`: it was refused a number of times. A pause comes first, and it is tried for some minutes. */
  | { readonly type: 'check'; readonly session: Session; readonly keys: Keys; readonly again?: true }
  | {
      readonly type: 'pull'
      readonly session: Session
      readonly keys: Keys
      readonly notBefore: number
      readonly again?: true
    }
  | {
      readonly type: 'keep'
      readonly session: Session
      readonly batch: Batch
      readonly keys: Keys
      /** Where the store stands until then. */
      readonly committed: Keys
      readonly startedAt: number
    }

  /** Finds out whether it is the position that is refused: what another one brings is thrown away. */
  | {
      readonly type: 'compare'
      readonly session: Session
      readonly keys: Keys
      readonly fallback: Keys
      readonly failure: Failure
    }

export type SyncEvent =
  /** The session works, as `works` says; emitted once. */
  | { readonly type: 'healthy' }
  /** Contacts come before the messages that may mention them. */
  | { readonly type: 'contactsChanged'; readonly changed: readonly RawContact[]; readonly removed: readonly string[] }
  /** Entries of a batch that were no messages at all; the rest of the batch was kept. */
  | { readonly type: 'skipped'; readonly count: number }
  | { readonly type: 'renewed'; readonly session: Session }
  /** The kept position could not be used any more: what the server had between it and now may be missing. */
  | { readonly type: 'gap'; readonly reason: string }
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }
  | { readonly type: 'lost'; readonly failure: Failure }
