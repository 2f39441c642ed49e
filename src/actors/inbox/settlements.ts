import { ignoreElements, interval, mergeMap, type Observable, Subject, type Subscription, tap, timer } from 'rxjs'
import type { Changes, ConversationState, DeadLetter, Env, OutboxItem } from '../env.js'
import type { Identities } from '../identity/identities.js'

/** Something that is done with: entries that their handlers have settled, or a send whose fate is known. */
export interface Settlement {
  readonly seqs?: readonly number[]
  /** The ClientMsgId of the send. */
  readonly sent?: string
  readonly outbox?: readonly OutboxItem[]
  readonly dead?: readonly DeadLetter[]
  readonly states?: readonly ConversationState[]
  /** Called when the settlement is safe in the store. */
  readonly landed?: () => void
}

export interface Settlements {
  readonly settle: (settlement: Settlement) => void
  /** An entry that is not settled yet: the watermark stays below it. */
  readonly open: (seq: number) => void
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

/**
 * Settlements in groups, one commit each, with the Commands that came with them. One that carries Commands does not wait.
 *
 * What is done is told to the store as a low watermark plus the entries above it: never as "the highest that finished". An entry
 * is open until its commit has landed, so that no other commit speaks for it. `start`: the store knows that everything up to it is done.
 */
export function createSettlements(env: Env, identities: Identities, start: number): Settlements {
  const unsettled = new Set<number>()
  const groups$ = new Subject<readonly Settlement[]>()
  let waiting: Settlement[] = []
  let window: Subscription | undefined
  let watch: Subscription | undefined
  let highest = start
  let told = start
  let rider: { readonly dispatched: number } | undefined
  let receiptsUnderWay = 0

  const flush = (): void => {
    window?.unsubscribe()
    window = undefined
    if (waiting.length === 0 && rider === undefined && !isUntold()) return
    const group = waiting
    waiting = []
    groups$.next(group)
  }

  const soon = (): void => {
    window ??= timer(groupWindow, env.scheduler).subscribe(flush)
  }

  /** While much is pulled, every pull takes along what was passed before it, and nothing is left to be done here. */
  const later = (): void => {
    let before = highest
    watch ??= interval(passWindow, env.scheduler).subscribe(() => {
      const isLeft = before === highest
      before = highest
      if (isUntold() && !isLeft && !identities.isDirty()) return
      watch?.unsubscribe()
      watch = undefined
      if (isUntold() || identities.isDirty()) groups$.next([])
    })
  }

  /** Sets keep the order in which they were filled, which is the order of `seq`: the first is the lowest. */
  const watermark = (done: ReadonlySet<number> = nothing): number => {
    for (const seq of unsettled) if (!done.has(seq)) return seq - 1
    return highest
  }

  const isUntold = (): boolean => watermark() > told

  const changesOf = (group: readonly Settlement[], seqs: ReadonlySet<number>): Changes => {
    const dispatched = watermark(seqs)
    told = Math.max(told, dispatched)
    const settled = [...seqs].filter((seq) => seq > dispatched)
    const sent = group.flatMap((one) => one.sent ?? [])
    const outbox = group.flatMap((one) => one.outbox ?? [])
    const dead = group.flatMap((one) => one.dead ?? [])
    const states = group.flatMap((one) => one.states ?? [])
    return {
      dispatched,
      ...(settled.length === 0 ? {} : { settled }),
      ...(sent.length === 0 ? {} : { sent }),
      ...(outbox.length === 0 ? {} : { outbox, durable: true }),
      ...(dead.length === 0 ? {} : { dead }),
      ...(states.length === 0 ? {} : { states }),
      ...identities.changes(),
    }
  }

  /** A store that cannot write now takes its time, and loses nothing: the handlers wait, and so does the server. */
  const commit = (group: readonly Settlement[]): Observable<void> => {
    const seqs = new Set(group.flatMap((one) => one.seqs ?? []))
    const hasReceipts = group.some(isReceipt)
    if (hasReceipts) receiptsUnderWay += 1
    return env.store.commit(changesOf(group, seqs)).pipe(
      tap(() => {
        for (const seq of seqs) unsettled.delete(seq)
        if (hasReceipts) receiptsUnderWay -= 1
        for (const { landed } of group) landed?.()
        if (waiting.some(isReceipt)) flush()
      }),
    )
  }

  return {
    open: (seq) => {
      unsettled.add(seq)
      highest = Math.max(highest, seq)
    },
    pass: (seq) => {
      highest = Math.max(highest, seq)
      later()
    },
    riding: () => {
      if (rider === undefined && isUntold()) {
        told = watermark()
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

const nothing: ReadonlySet<number> = new Set()

const none = {}
