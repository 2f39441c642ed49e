import { EMPTY, ignoreElements, merge, Observable, tap } from 'rxjs'
import type { Delivery } from '../../actors/inbox/delivery.js'
import type { Consumer } from '../../actors/inbox/inbox.js'
import type { BotView, Command, Message } from '../../index.js'

/** A durable consumer that is looked at. */
export interface Consuming {
  readonly consumer: Consumer
  /** What keeps it going, if it has an actor. */
  readonly run$?: Observable<unknown>
  /** Told the state that a conversation is left with. */
  readonly leaves?: (conversation: string, state: unknown) => void
}

/**
 * Gives each message to a consumer as the inbox does, and hands out the Commands as they are committed; a dead letter is told of as failed. Ends
 * once the messages have ended and each of them is settled.
 */
export const consumed = (
  { consumer, run$ = EMPTY, leaves = () => {} }: Consuming,
  messages$: Observable<Message>,
  bot: BotView,
): Observable<Command> =>
  new Observable((out) => {
    let open = 0
    let isOver = false
    const endIfDone = (): void => {
      if (isOver && open === 0) out.complete()
    }
    const outcomes: Outcomes = {
      commands: (commands) => {
        for (const command of commands) out.next(command)
      },
      leaves,
      refused: (reason) => bot.failed({ name: '', error: new Error(reason) }),
      settled: () => {
        consumer.settling()
        consumer.landed()
        open -= 1
        endIfDone()
      },
    }
    const take = (message: Message): void => {
      open += 1
      consumer.take({ message, open: () => deliveryOf(message, outcomes) })
    }
    const over = (): void => {
      isOver = true
      endIfDone()
    }
    const taken$ = messages$.pipe(tap({ next: take, complete: over }), ignoreElements())
    out.add(merge(run$, taken$).subscribe({ error: (error) => out.error(error) }))
  })

interface Outcomes extends Required<Pick<Consuming, 'leaves'>> {
  readonly commands: (commands: readonly Command[]) => void
  readonly refused: (reason: string) => void
  readonly settled: () => void
}

function deliveryOf(message: Message, { commands: commit, leaves, refused, settled }: Outcomes): Delivery {
  let parts = 0
  let done = false
  const once = (act: () => void): boolean => {
    if (done) return false
    done = true
    act()
    settled()
    return true
  }
  return {
    message,
    ack: (commands = [], state) =>
      once(() => {
        if (state !== undefined) leaves(message.conversation.id, state.next)
        commit(commands)
      }),
    nack: (reason) => void once(() => refused(reason)),
    part: (commands) => {
      if (done) return
      parts += 1
      commit(commands)
    },
    parts: () => parts,
  }
}
