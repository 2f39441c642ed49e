import { type Observable, of } from 'rxjs'
import { jsonCopy } from '../check-json.js'
import type { Command } from '../command.js'
import type { Message } from '../message.js'
import { type ConversationState, identityLimit } from '../saved.js'
import type { Storable } from './check-state.js'
import { checkDialogue, checkedStart, checkTurn } from './check-turn.js'
import type { Offer } from './delivery.js'
import type { Consumer } from './inbox.js'

/** What one message leads to in a conversation. A state of `undefined` forgets the conversation. */
export interface Turn<S> {
  /** What the next message of the conversation meets, at most 64 KB as JSON; `undefined` forgets it. */
  readonly state: S | undefined
  /** What is to be done, in this order. Default: nothing. */
  readonly commands?: readonly Command[]
}

/**
 * A dialogue, a vote, a memory: pure, with a state of its own in each conversation that survives a restart. The state is data that
 * JSON can hold; it is committed together with the acknowledgement and the Commands. `reduce` is given
 * the state as it comes out of a store: a `Map`, a `Set`, a `Date`, `NaN`, a `bigint` or an object of a
 * class is refused by its path (`state.items[3].when`), and the message becomes a dead letter.
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

/**
 * A {@link Dialogue} whose state JSON can hold, as far as types tell. The compiler refuses a state with
 * a `Map`, a `Set`, a `Date`, a `bigint`, a symbol or a function in it.
 */
export type StorableDialogue<S> = Dialogue<S> & ([S] extends [Storable<S>] ? unknown : Dialogue<Storable<S>>)

/**
 * A durable consumer over a dialogue. `recall` brings back the states that were saved under its name. `ready` emits the Commands of a turn once they can be
 * kept; what comes in its conversation meanwhile waits behind it.
 */
export function createConversing<S>(
  name: string,
  dialogue: Dialogue<S>,
  ready: (commands: readonly Command[]) => Observable<readonly Command[]> = (commands) => of(commands),
): { readonly consumer: Consumer; readonly recall: (states: readonly ConversationState[]) => void } {
  checkDialogue(name, dialogue)
  const states = new Map<string, S>()
  /** A store forgets people beyond a number, with what dialogues remembered of them; so does this, whoever was silent for longest. */
  const keep = (conversation: string, state: S | undefined): void => {
    states.delete(conversation)
    if (state === undefined) return
    states.set(conversation, state)
    const [oldest] = states.keys()
    if (states.size > identityLimit && oldest !== undefined) states.delete(oldest)
  }
  /** What came in a conversation while a turn of it waits. */
  const behind = new Map<string, Offer[]>()

  const take = (offer: Offer): void => {
    const { message, ack, nack } = offer.open()
    const id = message.conversation.id
    const before = states.get(id)
    let turn: Turn<S>
    let ready$: Observable<readonly Command[]>
    try {
      // A copy: what `reduce` does to it is lost with the turn, as it is when the process dies.
      const answer = dialogue.reduce(jsonCopy(before) ?? checkedStart(dialogue.start()), message)
      checkTurn(answer)
      turn = { ...answer, state: jsonCopy(answer.state) }
      ready$ = ready(turn.commands ?? [])
    } catch (error) {
      return nack(error instanceof Error ? error.message : String(error))
    }
    behind.set(id, [])
    const goOn = (): void => {
      const rest = behind.get(id) ?? []
      behind.delete(id)
      for (const next of rest) accept(next)
    }
    ready$.subscribe({
      next: (commands) => {
        keep(id, turn.state)
        // What is not taken leaves the store as it was, and so it does this.
        if (!ack(commands, { next: turn.state })) keep(id, before)
        goOn()
      },
      error: (error: unknown) => {
        nack(error instanceof Error ? error.message : String(error))
        goOn()
      },
    })
  }

  const accept = (offer: Offer): void => {
    const waiting = behind.get(offer.message.conversation.id)
    if (waiting === undefined) take(offer)
    else waiting.push(offer)
  }

  return {
    consumer: {
      name,
      take: accept,
      settling: () => {},
      landed: () => {},
    },
    recall: (saved) => {
      for (const { consumer, conversation, state } of saved) if (consumer === name) keep(conversation, state as S)
    },
  }
}
