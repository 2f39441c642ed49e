import type { Command } from '../command.js'
import type { Message } from '../message.js'

/** A message on its way through a consumer, to be acknowledged once its handler has settled. */
export interface Delivery {
  /** What is delivered; the same again at the next start, if it is not settled. */
  readonly message: Message
  /**
   * It is done with: what follows from it, and the conversation's next state, is committed together with that. Answers `true`. Where a Command or the state
   * cannot be kept, the message becomes a dead letter, and the answer is `false`, as it is of later calls, which do nothing.
   */
  readonly ack: (commands?: readonly Command[], state?: { readonly next: unknown }) => boolean
  /** It is refused for good: it becomes a dead letter with this reason. Later calls do nothing. */
  readonly nack: (reason: string, attempts?: number) => void
  /**
   * Commits Commands before the rest is done, as one more part of the answer; does nothing once it is settled. Throws `target` where nobody is meant
   * by a Command.
   */
  readonly part: (commands: readonly Command[]) => void
  /** How many parts were committed, those of earlier processes included. */
  readonly parts: () => number
}

/** A message that waits for a consumer. What settling it takes is made when its turn comes: thousands may wait. */
export interface Offer {
  readonly message: Message
  /** To be called once. */
  readonly open: () => Delivery
}
