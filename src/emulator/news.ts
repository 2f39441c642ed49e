import type { Attachment } from './attachment.js'
import type { Names } from './names.js'
import type { Json, JsonObject } from './wire-json.js'

/** A message by the world's own ids; it gets UserNames when a session reads it. */
export interface Message {
  /** 19 decimal digits. */
  readonly msgId: string
  readonly from: string
  readonly to: string
  /** In rooms: who wrote it. System texts and own messages have none. */
  readonly sender?: string
  readonly type: number
  /** As on the wire, without the sender's prefix. */
  readonly content: string
  /** A text before it was written for the wire; absent for everything else. */
  readonly text?: string
  /** Fields that replace the rendered ones; `undefined` leaves one out. */
  readonly fields?: JsonObject
  /** Fields that hold UserNames. */
  readonly named?: (names: Names) => JsonObject
  /** What hangs on it, and under what else than its MsgId it is found. */
  readonly media?: { readonly attachment: Attachment; readonly keys: readonly string[] }
}

/** `2` message, `3` own send, `4` contact data, `6` friend added or deleted, `7` chat opened on the phone. */
export type Selector = '2' | '3' | '4' | '6' | '7'

export type News = {
  readonly selector: Selector
  /** In seconds. */
  readonly at: number
  /** The only session that sees it; for all others the position moves on and that is all. */
  readonly only?: number
} & (
  | { readonly kind: 'message'; readonly message: Message }
  /** Put into AddMsgList as it is. */
  | { readonly kind: 'raw'; readonly entry: Json | ((names: Names) => Json) }
  | { readonly kind: 'contact'; readonly id: string }
  | { readonly kind: 'gone'; readonly id: string }
  /** The position moves on, with nothing to read: after an own send, whose MsgId is `sent`. */
  | { readonly kind: 'moved'; readonly sent?: string }
)
