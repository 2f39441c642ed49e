import type { ConversationState, DeadLetter, Entry, OutboxItem } from '../env.js'
import type { Message } from '../message.js'
import { checkState } from './check-state.js'
import type { Delivery } from './delivery.js'
import type { InboxTools } from './inbox.js'
import type { Settlement } from './settlements.js'

/** Settles entries; `landed` is called when that is safe in the store. */
export type Settle = (
  settlement: Omit<Settlement, 'landed'> & { readonly seqs: readonly number[] },
  landed?: () => void,
) => void

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

/** One entry to all consumers: it is settled when the last of them is done, with the Commands of each. */
export function share(tools: InboxTools, entry: Entry, message: Message, settle: Settle): void {
  let deliveryTo: ((consumer: string) => Delivery) | undefined
  for (const { name, take } of tools.consumers)
    take({
      message,
      open: () => {
        deliveryTo ??= deliveries(tools, entry, message, settle)
        return deliveryTo(name)
      },
    })
}

/** The deliveries of one entry, which are settled as one. */
function deliveries(tools: InboxTools, entry: Entry, message: Message, settle: Settle): (consumer: string) => Delivery {
  const { consumers, env, outgoing, promise, send, died } = tools
  const outbox: OutboxItem[] = []
  const letters: DeadLetter[] = []
  const states: ConversationState[] = []
  let open = consumers.length

  const close = (): void => {
    open -= 1
    if (open > 0) return
    for (const consumer of consumers) consumer.settling()
    const settlement = {
      seqs: [entry.seq],
      ...(outbox.length === 0 ? {} : { outbox }),
      ...(letters.length === 0 ? {} : { dead: letters }),
      ...(states.length === 0 ? {} : { states }),
    }
    settle(settlement, () => {
      send(outbox)
      for (const letter of letters) died(letter)
      for (const consumer of consumers) consumer.landed()
    })
  }

  return (consumer) => {
    let done = false
    let parts = tools.earlier.of(consumer, entry.id)
    const once = (act: () => boolean | undefined): boolean => {
      if (done) return false
      done = true
      const isTaken = act() === true
      if (parts > 0) states.push({ consumer, conversation: partsOf(entry.id), state: undefined })
      close()
      return isTaken
    }
    const refuse = (reason: string, attempts: number): undefined => {
      letters.push({ ...entry, consumer, reason: reason.slice(0, 500), attempts, time: env.scheduler.now() })
    }
    return {
      message,
      ack: (commands = [], state) =>
        once(() => {
          try {
            const items = commands.map(outgoing)
            if (state !== undefined) checkState(state.next)
            if (items.length > 0) promise(items.length)
            for (const item of items) outbox.push(item)
            if (state !== undefined) states.push({ consumer, conversation: message.conversation.id, state: state.next })
            return true
          } catch (error) {
            return refuse(error instanceof Error ? error.message : 'a Command that is none', 1)
          }
        }),
      nack: (reason, attempts = 1) => void once(() => refuse(reason, attempts)),
      part: (commands) => {
        if (done) return
        const items = commands.map(outgoing)
        promise(items.length)
        parts += 1
        const counted = [{ consumer, conversation: partsOf(entry.id), state: parts }]
        settle({ seqs: [], outbox: items, states: counted }, () => send(items))
      },
      parts: () => parts,
    }
  }
}
