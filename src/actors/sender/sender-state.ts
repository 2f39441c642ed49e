import type { Failure } from '../../errors.js'
import type { Heap } from '../../kernel/heap.js'
import type { Queue } from '../../kernel/queue.js'
import type { Table } from '../../kernel/table.js'
import type { Session } from '../../protocol/session.js'
import type { Blame } from '../blame.js'
import type { OutboxItem } from '../saved.js'

/** Something to be done in a conversation, in the order it was asked for. */
export type Outgoing = OutboxItem

/** How a send ended. */
export type Receipt = {
  readonly key: string
  readonly to: string
  readonly clientMsgId: string
} & (
  | { readonly outcome: 'accepted'; readonly msgId: string }
  /** WeChat, or the bot itself, said no; it was not sent. */
  | { readonly outcome: 'refused'; readonly code?: number; readonly reason: string }
  /** It was sent, and no answer came: it may or may not have arrived. */
  | { readonly outcome: 'unknown'; readonly reason: string }
)

/** What a send needs of the session. */
export interface Sending {
  readonly session: Session
  readonly self: string
  /** The number of the login. */
  readonly epoch: number
}

export interface SenderState {
  readonly online?: Sending
  /** What waits in each conversation, in order; the first one may be on its way. */
  readonly queues: Table<Queue<Outgoing>>
  /** The first of each conversation in which nothing is on its way. */
  readonly heads: Heap<Outgoing>
  /** For later, by ClientMsgId. */
  readonly held: Table<Outgoing>
  /** How many wait to be sent now. */
  readonly size: number
  /** How many wait for their time. */
  readonly later: number
  /** Conversations whose first item is on its way. */
  readonly busy: Table<true>
  /** How many those are. */
  readonly underWay: number
  /** The ClientMsgId of the one on its way that all others wait for; absent while none is, or while each takes long. */
  readonly lead?: string
  /** `open`: nothing is sent. `probing`: one item finds out whether the service lets us send again. */
  readonly breaker: 'closed' | 'open' | 'probing'
  /** How often in a row the service said "too often". */
  readonly level: number
  /** Sessions that sends have ended, since one was last accepted. */
  readonly blame?: Blame
}

export type SenderMessage =
  /** `from`: settled with its message, or left by an earlier process. It is taken even where the outbox is full, since nobody is told of it. */
  | { readonly type: 'submit'; readonly item: Outgoing; readonly from?: 'handler' | 'store' }
  | { readonly type: 'due'; readonly item: Outgoing }
  | { readonly type: 'online'; readonly sending: Sending }
  | { readonly type: 'offline' }
  | { readonly type: 'answered'; readonly item: Outgoing; readonly receipt: Receipt }
  /** The session is over; the item was surely not sent and stays. */
  | { readonly type: 'lost'; readonly item: Outgoing; readonly failure: Failure; readonly sid: string }
  | { readonly type: 'tooOften'; readonly item: Outgoing }
  /** It takes long: other conversations do not wait for it any more. */
  | { readonly type: 'slow'; readonly item: Outgoing }
  | { readonly type: 'rested' }
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }
  /** So many bytes of its file were taken by the service. */
  | { readonly type: 'progress'; readonly item: Outgoing; readonly bytes: number; readonly total: number }

export type SenderEffect =
  | { readonly type: 'attempt'; readonly item: Outgoing; readonly sending: Sending }
  | { readonly type: 'rest'; readonly pause: number }
  /** An item for later: it is submitted again when its time has come. */
  | { readonly type: 'hold'; readonly item: Outgoing }

export type SenderEvent =
  | { readonly type: 'receipt'; readonly receipt: Receipt; readonly item: Outgoing }
  | { readonly type: 'progress'; readonly key: string; readonly bytes: number; readonly total: number }
  /** The queue is full: this one was not taken. */
  | { readonly type: 'overflow'; readonly item: Outgoing; readonly limit: number }
  /** 1205: sending pauses for `pause` ms. */
  | { readonly type: 'rateLimited'; readonly pause: number }
  | { readonly type: 'lost'; readonly failure: Failure; readonly sid: string }
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }
