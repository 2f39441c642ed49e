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
  /** The contacts that came last with a key that stood still, as text: they come again with it, and were told. */
  readonly told?: string
}

export type SyncMessage =
  /** Command: a message of ours was accepted by the server. */
  | { readonly type: 'sent' }
  | { readonly type: 'opened'; readonly keys: Keys | undefined }
  | { readonly type: 'checked'; readonly selector: string }
  | { readonly type: 'pulled'; readonly batch: Batch; readonly startedAt: number }
  | {
      readonly type: 'kept'
      readonly fresh: number
      readonly batch: Batch
      readonly keys: Keys
      readonly startedAt: number
    }
  | { readonly type: 'failed'; readonly during: 'check' | 'pull' | 'keep'; readonly failure: Failure }
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }

export type SyncEffect =
  | { readonly type: 'open' }
  | { readonly type: 'check'; readonly session: Session; readonly keys: Keys }
  | { readonly type: 'pull'; readonly session: Session; readonly keys: Keys; readonly notBefore: number }
  | {
      readonly type: 'keep'
      readonly session: Session
      readonly batch: Batch
      readonly keys: Keys
      readonly startedAt: number
    }

export type SyncEvent =
  /** A poll was answered: the session lives. */
  | { readonly type: 'polled'; readonly selector: string }
  /** Contacts come before the messages that may mention them. */
  | { readonly type: 'contactsChanged'; readonly changed: readonly RawContact[]; readonly removed: readonly string[] }
  /** Entries of a batch that were no messages at all; the rest of the batch was kept. */
  | { readonly type: 'skipped'; readonly count: number }
  | { readonly type: 'renewed'; readonly session: Session }
  /** The kept position could not be used any more: what the server had between it and now may be missing. */
  | { readonly type: 'gap'; readonly reason: string }
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }
  | { readonly type: 'lost'; readonly failure: Failure }
