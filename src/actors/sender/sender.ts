import type { Logic } from '../../kernel/actor.js'
import { type SenderTools, senderPerform } from './sender-perform.js'
import { senderReduce, senderRestart, senderStart } from './sender-reduce.js'
import type { SenderEffect, SenderEvent, SenderMessage, SenderState } from './sender-state.js'

/**
 * The outbox: order within a conversation, one ClientMsgId per message also on retry, paced, waiting while there is no
 * session. A restart after a crash sends what was waiting again, under the same ClientMsgIds.
 *
 * @see marbles/sender
 */
export const sender = (tools: SenderTools): Logic<SenderState, SenderMessage, SenderEffect, SenderEvent> => ({
  start: (last) => (last === undefined ? { state: senderStart } : senderRestart(last)),
  reduce: senderReduce,
  perform: senderPerform(tools),
})
