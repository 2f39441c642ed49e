import { ignoreElements, interval, mergeMap, type Observable, Subject, type Subscription, tap, timer } from 'rxjs'
import type { Changes, Env } from '../env.js'
import type { Identities } from '../identity/identities.js'
import type { ConsumerDone, ConsumerMark, ConversationState, DeadLetter, OutboxItem, SendKey } from '../saved.js'
import { createProgress, type Progress } from './progress.js'

/** Something that is done with: an entry by one consumer, entries by all of them, or a send whose fate is known. */
export interface Settlement {
  /** One consumer is done with one entry. */
  readonly done?: { readonly consumer: string; readonly seq: number }
  /** All consumers are done with these entries. */
  readonly seqs?: readonly number[]
  /** The ClientMsgId of the send. */
  readonly sent?: string
  /** What is to be remembered of its key. */
  readonly sendKeys?: readonly SendKey[]
  readonly outbox?: readonly OutboxItem[]
  readonly dead?: readonly DeadLetter[]
  readonly states?: readonly ConversationState[]
  /** Called when the settlement is safe in the store. `finished`: so many entries have no consumer at work any more. */
  readonly landed?: (finished: number) => void
}

export interface Settlements {
  readonly settle: (settlement: Settlement) => void
  /** An entry that these consumers have to settle. The watermark stays below it, and so do their marks. */
  readonly open: (seq: number, consumers: readonly string[]) => void
  /** Everything up to this entry was done with at once. The next commit of a pull tells the store, or one of its own does soon. */
  readonly pass: (seq: number) => void
  /** What the next commit is to tell beside its own changes: the same again until `rode` says that it has landed. */
  readonly riding: () => Pick<Changes, 'dispatched'>
  readonly rode: () => void
  /** Commits what is waiting now; it belongs to the end of a stop. */
  readonly flush: () => void
  /** Performs the commits, for as long as it is subscribed. */
  readonly run$: Observable<never>
}

/** Settlements are committed together after this long (ms) … */
const groupWindow = 5

/** … or as soon as there are so many: a kill repeats at most these. */
export const groupSize = 64

/** What was only passed, and no pull takes along, is committed after this long (ms), and within twice of it. */
const passWindow = 10

/** What the store knows already. */
export interface KnownProgress {
  /** Everything up to this entry is done with. */
  readonly upTo: number
  readonly marks?: readonly ConsumerMark[]
}

/**
 * Settlements in groups, one commit each, with the Commands that came with them. One that carries Commands does not wait.
 *
 * Each consumer commits alone: its mark, its Commands and its state are in the store while others are still at work on the
 * entry. The entry leaves with the commit of the last one. A commit speaks only for itself and for those that have landed:
 * a low watermark, plus the entries above it.
 */
export function createSettlements(env: Env, identities: Identities, known: KnownProgress): Settlements {
  const all = createProgress(known.upTo)
  const consumers = new Map<string, Progress>()
  /** How many consumers have not settled an entry in the store yet. */
  const left = new Map<number, number>()
  /** No consumer is at work on these any more, and the store does not know it yet. */
  let finished: number[] = []
  const groups$ = new Subject<readonly Settlement[]>()
  let waiting: Settlement[] = []
  let window: Subscription | undefined
  let watch: Subscription | undefined
  let told = known.upTo
  let rider: { readonly dispatched: number } | undefined
  let receiptsUnderWay = 0

  const progressOf = (consumer: string): Progress => {
    const upTo = known.marks?.find((mark) => mark.consumer === consumer)?.upTo ?? 0
    const progress = consumers.get(consumer) ?? createProgress(Math.max(known.upTo, upTo))
    consumers.set(consumer, progress)
    return progress
  }

  const flush = (): void => {
    window?.unsubscribe()
    window = undefined
    if (waiting.length === 0 && finished.length === 0 && rider === undefined && !isUntold()) return
    const group = waiting
    waiting = []
    groups$.next(group)
  }

  const soon = (): void => {
    window ??= timer(groupWindow, env.scheduler).subscribe(flush)
  }

  /** While much is pulled, every pull takes along what was passed before it, and nothing is left to be done here. */
  const later = (): void => {
    let before = all.highest()
    watch ??= interval(passWindow, env.scheduler).subscribe(() => {
      const isLeft = before === all.highest()
      before = all.highest()
      if (isUntold() && !isLeft && !identities.isDirty()) return
      watch?.unsubscribe()
      watch = undefined
      if (isUntold() || identities.isDirty()) groups$.next([])
    })
  }

  const isUntold = (): boolean => all.mark() > told

  /** The entries that leave the store with this group: those that no consumer is at work on afterwards. */
  const leaving = (group: readonly Settlement[]): ReadonlySet<number> => {
    const seqs = new Set(finished)
    finished = []
    const settled = new Map<number, number>()
    for (const one of group) {
      for (const seq of one.seqs ?? []) seqs.add(seq)
      if (one.done === undefined) continue
      const { seq } = one.done
      const count = (settled.get(seq) ?? 0) + 1
      settled.set(seq, count)
      if (count === left.get(seq)) seqs.add(seq)
    }
    return seqs
  }

  /** With one consumer the watermark says it all. */
  const doneBy = (group: readonly Settlement[]): readonly ConsumerDone[] => {
    if (consumers.size < 2) return []
    const byConsumer = new Map<string, Set<number>>()
    for (const { done } of group)
      if (done !== undefined) byConsumer.set(done.consumer, (byConsumer.get(done.consumer) ?? new Set()).add(done.seq))
    return [...byConsumer].map(([consumer, seqs]) => {
      const upTo = progressOf(consumer).mark(seqs)
      const above = [...seqs].filter((seq) => seq > upTo)
      return { consumer, upTo, ...(above.length === 0 ? {} : { seqs: above }) }
    })
  }

  const changesOf = (group: readonly Settlement[], seqs: ReadonlySet<number>): Changes => {
    const dispatched = all.mark(seqs)
    told = Math.max(told, dispatched)
    const settled = [...seqs].filter((seq) => seq > dispatched)
    const done = doneBy(group)
    const sent = group.flatMap((one) => one.sent ?? [])
    const sendKeys = group.flatMap((one) => one.sendKeys ?? [])
    const outbox = group.flatMap((one) => one.outbox ?? [])
    const dead = group.flatMap((one) => one.dead ?? [])
    const states = group.flatMap((one) => one.states ?? [])
    return {
      dispatched,
      ...(settled.length === 0 ? {} : { settled }),
      ...(done.length === 0 ? {} : { done }),
      ...(sent.length === 0 ? {} : { sent }),
      ...(sendKeys.length === 0 ? {} : { sendKeys }),
      ...(outbox.length === 0 ? {} : { outbox, durable: true }),
      ...(dead.length === 0 ? {} : { dead }),
      ...(states.length === 0 ? {} : { states }),
      ...identities.changes(),
    }
  }

  /** How many entries have no consumer at work any more, now that this one has landed. */
  const close = ({ done, seqs = [] }: Settlement): number => {
    for (const seq of seqs) {
      left.delete(seq)
      for (const progress of consumers.values()) progress.close(seq)
    }
    if (done === undefined) return seqs.length
    const { consumer, seq } = done
    consumers.get(consumer)?.close(seq)
    const others = (left.get(seq) ?? 1) - 1
    if (others > 0) left.set(seq, others)
    else left.delete(seq)
    if (others > 0) return 0
    if (all.isOpen(seq)) finished.push(seq)
    return 1
  }

  /** A store that cannot write now takes its time, and loses nothing: the handlers wait, and so does the server. */
  const commit = (group: readonly Settlement[]): Observable<void> => {
    const seqs = leaving(group)
    const hasReceipts = group.some(isReceipt)
    if (hasReceipts) receiptsUnderWay += 1
    return env.store.commit(changesOf(group, seqs)).pipe(
      tap(() => {
        for (const seq of seqs) all.close(seq)
        if (hasReceipts) receiptsUnderWay -= 1
        const counts = group.map(close)
        for (const [at, { landed }] of group.entries()) landed?.(counts[at] ?? 0)
        if (waiting.some(isReceipt)) flush()
        else if (finished.length > 0) soon()
      }),
    )
  }

  return {
    open: (seq, names) => {
      all.open(seq)
      left.set(seq, names.length)
      for (const name of names) progressOf(name).open(seq)
    },
    pass: (seq) => {
      all.reach(seq)
      later()
    },
    riding: () => {
      if (rider === undefined && isUntold()) {
        told = all.mark()
        rider = { dispatched: told }
      }
      return rider ?? none
    },
    rode: () => {
      rider = undefined
    },
    settle: (settlement) => {
      waiting.push(settlement)
      const hasCommands = settlement.outbox !== undefined && settlement.outbox.length > 0
      // A receipt is told after its commit: it waits for the one under way, and for nothing else.
      const isPrompt = isReceipt(settlement) && receiptsUnderWay === 0
      if (hasCommands || isPrompt || waiting.length >= groupSize) return flush()
      soon()
    },
    flush,
    // Side by side: a store keeps its commits in order, and a stop must not leave a group waiting for another.
    run$: groups$.pipe(mergeMap(commit), ignoreElements()),
  }
}

const isReceipt = ({ sent }: Settlement): boolean => sent !== undefined

const none = {}
