import type { Message } from './message.js'
import type { Target } from './target.js'

/** Something a behaviour wants done. */
export type Command =
  | {
      readonly type: 'send'
      readonly to: Target
      readonly text: string
      /** Not before this time (ms); it waits in the store, across restarts. */
      readonly at?: number
      /** What its receipt is to be known by; see `awaitReceipt`. A behaviour's second send under one key is not made. Default: its ClientMsgId. */
      readonly key?: string
    }
  | { readonly type: 'revoke'; readonly to: Target; readonly msgId: string }

/** A text for somebody. @example text('filehelper', 'done') */
export const text = (to: Target, content: string): Command => ({ type: 'send', to, text: content })

/** A text in the conversation of a message. @example messages$.pipe(hears(/^ding$/i), map((message) => reply(message, 'dong'))) */
export const reply = (message: Pick<Message, 'conversation'>, content: string): Command => ({
  type: 'send',
  to: message.conversation,
  text: content,
})

/** Takes back a message of the bot, within two minutes. `msgId` comes from its receipt. */
export const revoke = (to: Target, msgId: string): Command => ({ type: 'revoke', to, msgId })
