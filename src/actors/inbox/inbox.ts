import { BehaviorSubject, type Observable } from 'rxjs'
import type { Failure } from '../../errors.js'
import type { Command } from '../command.js'
import type { Env } from '../env.js'
import { isDoneWith } from '../marks.js'
import type { Message } from '../message.js'
import type { ConsumerMark, DeadLetter, Entry, OutboxItem, SendKey } from '../saved.js'
import type { Offer } from './delivery.js'
import type { Settlements } from './settlements.js'
import { type EarlierParts, forgottenParts, type Settle, share } from './share.js'

/** A durable consumer: takes every message, in order, and settles each in its own time. */
export interface Consumer {
  readonly name: string
  readonly take: (offer: Offer) => void
  /** It is done with one of its deliveries, and the commit of that is on its way. */
  readonly settling: () => void
  /** One of its deliveries is settled in the store: a kill would not repeat it any more. */
  readonly landed: () => void
}

/** What becomes of Commands. */
export interface Outgoing {
  readonly items: readonly OutboxItem[]
  readonly refused: readonly { readonly key: string; readonly failure: Failure }[]
}

export interface InboxTools {
  readonly env: Env
  readonly settlements: Settlements
  readonly consumers: readonly Consumer[]
  /** How far the consumers had come when this process began. */
  readonly marks: readonly ConsumerMark[]
  readonly address: (entry: Entry) => Message
  /** A message for whoever listens now. */
  readonly deliver: (message: Message) => void
  /** Is this message for handlers, too? */
  readonly isWanted: (message: Message) => boolean
  /**
   * Commands as items of the outbox, with their ClientMsgIds. Those whose message is sent already are left out, and so are
   * those whose key is taken. Throws for all of them, with a `target` failure where nobody is meant by one.
   */
  readonly outgoing: (commands: readonly Command[]) => Outgoing
  /** The Commands of a consumer that were left out since their key is taken. */
  readonly refused: (consumer: string, message: Message, refused: Outgoing['refused']) => void
  /** These items are about to be committed: the outbox keeps room for them. */
  readonly promise: (items: readonly OutboxItem[]) => void
  /** Items whose commit has landed. */
  readonly send: (items: readonly OutboxItem[]) => void
  readonly died: (letter: DeadLetter) => void
  /** A consumer answered what this bot itself has sent, and the Command is not carried out. */
  readonly unanswered: (consumer: string, command: Command) => void
  readonly earlier: EarlierParts
  /** An entry that could not be made a message: a defect of ours, never the sender's privilege. */
  readonly crashed: (error: unknown) => void
}

export interface Inbox {
  /** Takes what was kept. `again`: from before this process; it was handed out to listeners then, or was not. */
  readonly receive: (entries: readonly Entry[], again: boolean) => void
  /** Whether there is room for more: not above the high-water mark, until half of it is settled. */
  readonly room$: Observable<boolean>
  readonly isPaused: () => boolean
  /** Nothing more is taken: the server keeps it. */
  readonly drain: () => void
  /** Done with, without having been handed out. */
  readonly skip: (entries: readonly Entry[]) => void
  /** A send whose fate is known leaves the store; `landed` is called when it has. */
  readonly sent: (clientMsgId: string, sendKeys: readonly SendKey[], landed: () => void) => void
  /** Commits what has been settled. */
  readonly flush: () => void
  readonly run$: Observable<never>
}

/** An entry, and the consumers that are to settle it. */
interface Opened {
  readonly entry: Entry
  readonly takers: readonly Consumer[]
}

/** Entries that may wait for their handlers; above it nothing more is pulled, and the server keeps the rest. */
export const highWater = 5_000

/**
 * Hands out what was kept, in order: to whoever listens, and to the durable consumers. Each consumer settles an entry alone;
 * the entry leaves the store when all of them have. Without any it leaves once it was handed out. A process that dies before
 * that hands the entry, when it comes back, to those that are not done with it: at least once, never lost.
 */
export function createInbox(tools: InboxTools): Inbox {
  const { settlements, consumers, address, deliver, isWanted, crashed } = tools
  const room$ = new BehaviorSubject(true)
  const names = consumers.map(({ name }) => name)
  let waiting = 0
  let draining = false

  const count = (change: number): void => {
    waiting += change
    if (draining) return
    if (room$.value && waiting >= highWater) room$.next(false)
    if (!room$.value && waiting <= highWater / 2) room$.next(true)
  }

  const settle: Settle = (settlement, landed) =>
    settlements.settle({
      ...settlement,
      landed: (finished) => {
        if (finished > 0) count(-finished)
        landed?.()
      },
    })

  const messageOf = (entry: Entry): Message | undefined => {
    try {
      return address(entry)
    } catch (error) {
      crashed(error)
      return undefined
    }
  }

  /** Nobody has to settle anything: what was handed out is done with. */
  const tell = (entries: readonly Entry[]): void => {
    for (const entry of entries) {
      const message = messageOf(entry)
      if (message !== undefined) deliver(message)
    }
    settlements.pass(entries.at(-1)?.seq ?? 0)
  }

  const marks = new Map(tools.marks.map((mark) => [mark.consumer, mark]))

  /** Those who are still to settle the entry. */
  const takersOf = (entry: Entry): readonly Consumer[] =>
    consumers.filter(({ name }) => !isDoneWith(marks.get(name), entry))

  /** Whether the entry is done with at once, since no consumer wants it. */
  const dispatch = ({ entry, takers }: Opened, again: boolean): boolean => {
    count(1)
    const message = messageOf(entry)
    if (message !== undefined && !again) deliver(message)
    if (message === undefined || takers.length === 0 || !isWanted(message)) return true
    share(tools, entry, message, takers, settle)
    return false
  }

  /** All of them before the first is handled: one that is settled at once must not carry the watermark past the rest. */
  const opened = (entries: readonly Entry[], again: boolean): readonly Opened[] =>
    entries.map((entry) => {
      const takers = again ? takersOf(entry) : consumers
      settlements.open(entry.seq, takers.length === consumers.length ? names : takers.map(({ name }) => name))
      return { entry, takers }
    })

  return {
    receive: (entries, again) => {
      if (consumers.length === 0) return tell(entries)
      const done = opened(entries, again).filter((one) => dispatch(one, again))
      if (done.length > 0) settle({ seqs: done.map(({ entry }) => entry.seq) })
    },
    room$,
    isPaused: () => !room$.value,
    drain: () => {
      draining = true
      room$.next(false)
    },
    skip: (entries) => {
      const states = forgottenParts(tools, entries)
      if (states.length > 0) settlements.settle({ states })
      settlements.pass(entries.at(-1)?.seq ?? 0)
    },
    sent: (clientMsgId, sendKeys, landed) => settlements.settle({ sent: clientMsgId, sendKeys, landed }),
    flush: settlements.flush,
    run$: settlements.run$,
  }
}
