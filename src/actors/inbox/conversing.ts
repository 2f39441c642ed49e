import type { Command } from '../command.js'
import { type ConversationState, identityLimit } from '../env.js'
import type { Message } from '../message.js'
import { checkState } from './check-state.js'
import type { Consumer } from './inbox.js'

/** What one message leads to in a conversation. A state of `undefined` forgets the conversation. */
export interface Turn<S> {
  /** What the next message of the conversation meets; `undefined` forgets it. */
  readonly state: S | undefined
  /** What is to be done, in this order. Default: nothing. */
  readonly commands?: readonly Command[]
}

/**
 * A dialogue, a vote, a memory: pure, with a state of its own in each conversation that survives a restart. The state is data that
 * JSON can hold; it is committed together with the acknowledgement and the Commands.
 *
 * @example
 * const count: Dialogue<number> = {
 *   start: () => 0,
 *   reduce: (n, message) => ({ state: n + 1, commands: [reply(message, `that was number ${n + 1}`)] }),
 * }
 * bot.converse('count', count)
 */
export interface Dialogue<S> {
  /** The state of a conversation that has none. */
  readonly start: () => S
  /**
   * What one message leads to. Pure: it may be run again for a message after a crash. One that throws, or answers a state that JSON cannot hold or a Command
   * that is none, makes the message a dead letter, and the state stays.
   */
  readonly reduce: (state: S, message: Message) => Turn<S>
}

/** A durable consumer over a dialogue. `recall` brings back the states that were saved under its name. */
export function createConversing<S>(
  name: string,
  { start, reduce }: Dialogue<S>,
): { readonly consumer: Consumer; readonly recall: (states: readonly ConversationState[]) => void } {
  const states = new Map<string, S>()
  /** A store forgets people beyond a number, with what dialogues remembered of them; so does this, whoever was silent for longest. */
  const keep = (conversation: string, state: S | undefined): void => {
    states.delete(conversation)
    if (state === undefined) return
    states.set(conversation, state)
    const [oldest] = states.keys()
    if (states.size > identityLimit && oldest !== undefined) states.delete(oldest)
  }
  return {
    consumer: {
      name,
      take: (offer) => {
        const { message, ack, nack } = offer.open()
        const id = message.conversation.id
        const before = states.get(id)
        let turn: Turn<S>
        try {
          turn = reduce(before ?? start(), message)
          checkState(turn.state)
        } catch (error) {
          return nack(error instanceof Error ? error.message : String(error))
        }
        keep(id, turn.state)
        // What is not taken leaves the store as it was, and so it does this.
        if (!ack(turn.commands ?? [], { next: turn.state })) keep(id, before)
      },
      settling: () => {},
      landed: () => {},
    },
    recall: (saved) => {
      for (const { consumer, conversation, state } of saved) if (consumer === name) keep(conversation, state as S)
    },
  }
}
