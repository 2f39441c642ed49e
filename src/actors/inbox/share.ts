import type { Command } from '../command.js'
import type { Message } from '../message.js'
import type { ConversationState, Entry } from '../saved.js'
import { checkState } from './check-state.js'
import type { Delivery } from './delivery.js'
import type { Consumer, InboxTools, Outgoing } from './inbox.js'
import type { Settlement } from './settlements.js'
import { checkStateSize } from './state-limit.js'
import { withoutAnswers } from './without-answers.js'

/** Settles what a consumer is done with; `landed` is called when that is safe in the store. */
export type Settle = (settlement: Omit<Settlement, 'landed'>, landed?: () => void) => void

/** How many parts of an answer were committed before this process began, by consumer and message. */
export interface EarlierParts {
  readonly of: (consumer: string, id: string) => number
}

/** Under this name in place of a conversation a consumer's states count the parts of an answer. */
const partsOf = (id: string): string => `part/${id}`

export function earlierParts(states: readonly ConversationState[]): EarlierParts {
  const counts = new Map<string, number>()
  for (const { consumer, conversation, state } of states)
    if (conversation.startsWith(partsOf('')) && typeof state === 'number')
      counts.set(JSON.stringify([consumer, conversation]), state)
  return { of: (consumer, id) => counts.get(JSON.stringify([consumer, partsOf(id)])) ?? 0 }
}

/** What was counted for entries that nobody will handle any more. */
export const forgottenParts = (
  { consumers, earlier }: Pick<InboxTools, 'consumers' | 'earlier'>,
  entries: readonly Entry[],
): readonly ConversationState[] =>
  entries.flatMap(({ id }) =>
    consumers.flatMap(({ name }) =>
      earlier.of(name, id) === 0 ? [] : [{ consumer: name, conversation: partsOf(id), state: undefined }],
    ),
  )

/** One entry to these consumers. Each settles it alone, and it leaves the store when all of them have. */
export function share(
  tools: InboxTools,
  entry: Entry,
  message: Message,
  takers: readonly Consumer[],
  settle: Settle,
): void {
  for (const consumer of takers) {
    const dropped = (command: Command): void => tools.unanswered(consumer.name, command)
    const open = (): Delivery => withoutAnswers(deliveryTo(tools, consumer, entry, message, settle), dropped)
    consumer.take({ message, open })
  }
}

/** What a consumer leaves of a message: it is one commit with the consumer's mark. */
type Outcome = Pick<Settlement, 'outbox' | 'dead' | 'states'>

function deliveryTo(tools: InboxTools, consumer: Consumer, entry: Entry, message: Message, settle: Settle): Delivery {
  const { env, outgoing, promise, send, died, earlier } = tools
  const { name } = consumer
  let isDone = false
  let parts = earlier.of(name, entry.id)

  const close = ({ outbox = [], dead = [], states = [] }: Outcome, refused: Outgoing['refused'] = []): void => {
    const all = parts > 0 ? [...states, { consumer: name, conversation: partsOf(entry.id), state: undefined }] : states
    consumer.settling()
    const settlement = {
      done: { consumer: name, seq: entry.seq },
      ...(outbox.length === 0 ? {} : { outbox }),
      ...(dead.length === 0 ? {} : { dead }),
      ...(all.length === 0 ? {} : { states: all }),
    }
    settle(settlement, () => {
      send(outbox)
      if (refused.length > 0) tools.refused(name, message, refused)
      for (const letter of dead) died(letter)
      consumer.landed()
    })
  }

  const refuse = (reason: string, attempts: number): void => {
    isDone = true
    const letter = { ...entry, consumer: name, reason: reason.slice(0, 500), attempts, time: env.scheduler.now() }
    close({ dead: [letter] })
  }

  return {
    message,
    ack: (commands = [], state) => {
      if (isDone) return false
      let out: Outgoing
      try {
        if (state !== undefined) checkState(state.next)
        if (state !== undefined) checkStateSize(state.next)
        out = outgoing(commands)
      } catch (error) {
        refuse(error instanceof Error ? error.message : 'a Command that is none', 1)
        return false
      }
      const { items, refused } = out
      isDone = true
      if (items.length > 0) promise(items)
      const states =
        state === undefined ? [] : [{ consumer: name, conversation: message.conversation.id, state: state.next }]
      close({ outbox: items, states }, refused)
      return true
    },
    nack: (reason, attempts = 1) => {
      if (!isDone) refuse(reason, attempts)
    },
    part: (commands) => {
      if (isDone) return
      const { items, refused } = outgoing(commands)
      promise(items)
      parts += 1
      const counted = [{ consumer: name, conversation: partsOf(entry.id), state: parts }]
      settle({ outbox: items, states: counted }, () => {
        send(items)
        if (refused.length > 0) tools.refused(name, message, refused)
      })
    },
    parts: () => parts,
  }
}
