import { emptyQueue, type Queue } from '../../../kernel/queue.js'
import { emptyTable, type Table } from '../../../kernel/table.js'
import type { Delivery, Offer } from '../delivery.js'

export interface HandlingState {
  readonly mailboxes: Table<Queue<Offer>>
  /** Conversations that wait for a permit, in turn. */
  readonly ready: Queue<string>
  readonly running: ReadonlySet<string>
  /** Messages that were handled and are not settled in the store yet: a kill would repeat them. */
  readonly settling: number
  /** The bot is about to stop: nothing more is begun. */
  readonly draining: boolean
}

export type HandlingMessage =
  | { readonly type: 'offer'; readonly offer: Offer }
  | { readonly type: 'done'; readonly conversation: string }
  | { readonly type: 'settling' }
  | { readonly type: 'landed' }
  | { readonly type: 'drain' }
  | { readonly type: 'overlap'; readonly delivery: Delivery; readonly attempt: number }

export type HandlingEffect =
  | { readonly type: 'run'; readonly offer: Offer }
  | { readonly type: 'cancel'; readonly conversation: string }

export type HandlingEvent =
  /** Nothing runs any more, and nothing will. */
  | { readonly type: 'drained' }
  /** A try that missed its deadline still runs, and the next one begins beside it. */
  | { readonly type: 'overlap'; readonly delivery: Delivery; readonly attempt: number }

export const handlingStart: HandlingState = {
  mailboxes: emptyTable,
  ready: emptyQueue,
  running: new Set(),
  settling: 0,
  draining: false,
}

export const conversationOf = ({ message }: Offer): string => message.conversation.id
