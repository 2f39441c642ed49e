import { defer } from 'rxjs'
import { createConversing } from '../../actors/inbox/conversing.js'
import { type Behaviour, named, type StorableDialogue } from '../../index.js'
import { consumed } from './consumed.js'

const name = 'dialogue'

/**
 * A dialogue as a behaviour, so that a marble shows it. Each conversation has its state, as with `bot.converse`, and from one message to the next it is nothing
 * but JSON, as if the process had died in between. A message at which `reduce` throws is a value of the type `behaviourFailed`, and changes nothing.
 *
 * @example
 * const count: Dialogue<number> = { start: () => 0, reduce: (n, message) => ({ state: n + 1, commands: [reply(message, `${n + 1}`)] }) }
 * expectBehaviour(conversing(count), 'a-a', { a: 'hi' }).toBe('x-y', { x: text('alice', '1'), y: text('alice', '2') })
 *
 * @see [a poll](../../../marbles/svg/examples/room-poll.svg)
 */
export const conversing = <S>(dialogue: StorableDialogue<S>): Behaviour =>
  named(name, (messages$, bot) =>
    defer(() => {
      const { consumer, recall } = createConversing(name, dialogue)
      const leaves = (conversation: string, state: unknown): void => {
        if (state !== undefined) recall([{ consumer: name, conversation, state: JSON.parse(JSON.stringify(state)) }])
      }
      return consumed({ consumer, leaves }, messages$, bot)
    }),
  )
