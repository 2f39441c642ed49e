import type { Failure } from '../../errors.js'
import type { Step } from '../../kernel/actor.js'
import { added, first, withoutFirst } from '../../kernel/heap.js'
import { dequeue, emptyQueue, enqueue, head, type Queue, toArray } from '../../kernel/queue.js'
import { emptyTable, lookup, put, type Table, valuesOf, without } from '../../kernel/table.js'
import { retMeaning } from '../../protocol/retcode.js'
import { blamed, isOwnRefusal } from '../blame.js'
import { tooOften } from '../persist.js'
import type { Outgoing, Receipt, SenderEffect, SenderEvent, SenderMessage, SenderState } from './sender-state.js'

export type SenderStep = Step<SenderState, SenderEffect, SenderEvent>

/** How many items for now may wait; beyond it a send fails at once, and handlers wait with their Commands. */
export const outboxLimit = 10_000

/** How many items for later may wait. They have a bound of their own: they may wait for weeks. */
export const laterLimit = 10_000

export const senderStart: SenderState = {
  queues: emptyTable,
  heads: undefined,
  held: emptyTable,
  size: 0,
  later: 0,
  busy: emptyTable,
  underWay: 0,
  breaker: 'closed',
  level: 0,
}

/** The outbox as a pure function: one after the other in the order they were asked for; what takes long holds up its own conversation only. */
export function senderReduce(state: SenderState, message: SenderMessage): SenderStep {
  switch (message.type) {
    case 'submit':
      return submit(state, message)
    case 'due':
      return takeNow(unheld(state, message.item), message.item)
    case 'online':
      return sendNext({ ...state, online: message.sending })
    case 'offline':
      return { state: withoutSession(state) }
    case 'answered':
      return answered(state, message.item, message.receipt)
    case 'lost':
      return lost(state, message)
    case 'tooOften':
      return refuseImpatient(slowDown(released(state, message.item)))
    case 'slow':
      return state.lead === message.item.clientMsgId ? sendNext(withoutLead(state)) : { state }
    case 'rested':
      return probe({ ...state, breaker: 'probing' })
    case 'progress':
      return {
        state,
        events: [{ type: 'progress', key: message.item.key, bytes: message.bytes, total: message.total }],
      }
    case 'trouble':
      return { state, events: [{ type: 'trouble', failure: message.failure, attempt: message.attempt }] }
  }
}

function withoutSession({ online: _, ...state }: SenderState): SenderState {
  return state
}

function withoutLead({ lead: _, ...state }: SenderState): SenderState {
  return state
}

/** What is settled or left over is taken in any case: nobody would say it again. */
function submit(state: SenderState, { item, from }: Extract<SenderMessage, { type: 'submit' }>): SenderStep {
  const isForNow = item.at === undefined
  const [waiting, limit] = isForNow ? [state.size, outboxLimit] : [state.later, laterLimit]
  if (from === undefined && waiting >= limit) return { state, events: [{ type: 'overflow', item, limit }] }
  if (isForNow) return takeNow({ ...state, size: state.size + 1 }, item)
  const held = put(state.held, item.clientMsgId, item)
  return { state: { ...state, held, later: state.later + 1 }, effects: [{ type: 'hold', item }] }
}

/** One whose time has come is taken although the queue may be full: it was promised. */
function unheld(state: SenderState, { clientMsgId }: Outgoing): SenderState {
  return { ...state, held: without(state.held, clientMsgId), later: state.later - 1, size: state.size + 1 }
}

/** Who would rather hear a no than wait hears it when it would have to wait: one for later counts what is so then. */
function takeNow(state: SenderState, item: Outgoing): SenderStep {
  if (item.tooOften !== 'refuse' || state.breaker === 'closed') return take(state, item)
  return { state: { ...state, size: state.size - 1 }, events: [refusal(item)] }
}

function take(state: SenderState, item: Outgoing): SenderStep {
  const before = lookup(state.queues, item.to) ?? emptyQueue
  const queues = put(state.queues, item.to, enqueue(before, item))
  const isHead = before.size === 0
  return sendNext({ ...state, queues, heads: isHead ? added(state.heads, item, isBefore) : state.heads })
}

/** Starts the one that was asked for first of those that may go now. */
function sendNext(state: SenderState): SenderStep {
  const isHeld = state.breaker === 'open' || (state.breaker === 'probing' && state.underWay > 0)
  if (state.online === undefined || state.lead !== undefined || isHeld) return { state }
  const item = first(state.heads)
  if (item === undefined) return { state }
  const heads = withoutFirst(state.heads, isBefore)
  const busy = put(state.busy, item.to, true as const)
  return {
    state: { ...state, heads, busy, underWay: state.underWay + 1, lead: item.clientMsgId },
    effects: [{ type: 'attempt', item, sending: state.online }],
  }
}

/** ClientMsgIds count up in the order in which sends were asked for. */
const isBefore = ({ clientMsgId: a }: Outgoing, { clientMsgId: b }: Outgoing): boolean =>
  a.length === b.length ? a < b : a.length < b.length

/** One finds out whether the service lets us send again; where nothing waits, the next one that comes will. */
const probe = (state: SenderState): SenderStep =>
  state.heads === undefined && state.underWay === 0 ? { state: { ...state, breaker: 'closed' } } : sendNext(state)

/** Nothing is on its way in the conversation any more: its first one may go. */
function released(state: SenderState, { to, clientMsgId }: Outgoing): SenderState {
  const free = state.lead === clientMsgId ? withoutLead(state) : state
  if (lookup(state.busy, to) === undefined) return free
  const next = head(lookup(state.queues, to) ?? emptyQueue)
  const heads = next === undefined ? state.heads : added(state.heads, next, isBefore)
  return { ...free, heads, busy: without(state.busy, to), underWay: state.underWay - 1 }
}

function answered(state: SenderState, item: Outgoing, receipt: Receipt): SenderStep {
  const rest = dequeue(lookup(state.queues, item.to) ?? emptyQueue)
  const queues = rest.size === 0 ? without(state.queues, item.to) : put(state.queues, item.to, rest)
  const isAccepted = receipt.outcome === 'accepted'
  const { blame, ...free } = released({ ...state, queues }, item)
  const kept = isAccepted || blame === undefined ? {} : { blame }
  const next: SenderState = { ...free, ...kept, size: state.size - 1 }
  const isProbing = state.breaker === 'probing'
  const recovered = isProbing && isAccepted
  const going = recovered
    ? sendNext({ ...next, breaker: 'closed', level: 0 })
    : isProbing
      ? probe(next)
      : sendNext(next)
  return { ...going, events: [{ type: 'receipt', receipt, item }, ...(going.events ?? [])] }
}

function lost(state: SenderState, { item, failure, sid }: SenderMessage & { type: 'lost' }): SenderStep {
  // Another one found out before, and told of it.
  if (state.online?.session.sid !== sid) return sendNext(released(state, item))
  if (isOwnRefusal(state.blame, sid)) return answered(state, item, ownRefusal(item, failure))
  const next = { ...withoutSession(released(state, item)), blame: blamed(state.blame, sid) }
  return { state: next, events: [{ type: 'lost', failure, sid }] }
}

const ownRefusal = ({ key, to, clientMsgId }: Outgoing, { detail, message }: Failure): Receipt => ({
  key,
  to,
  clientMsgId,
  outcome: 'refused',
  ...('code' in detail && typeof detail.code === 'number' ? { code: detail.code } : {}),
  reason: message,
})

/** The service wants to be left alone; the item stays and is the first to try again. */
function slowDown(state: SenderState): SenderStep {
  if (state.breaker === 'open') return { state }
  const pause = Math.min(tooOften.max, tooOften.first * tooOften.factor ** state.level)
  return {
    state: { ...state, breaker: 'open', level: state.level + 1 },
    events: [{ type: 'rateLimited', pause }],
    effects: [{ type: 'rest', pause }],
  }
}

const refusal = (item: Outgoing): SenderEvent => ({
  type: 'receipt',
  item,
  receipt: {
    key: item.key,
    to: item.to,
    clientMsgId: item.clientMsgId,
    outcome: 'refused',
    code: 1205,
    reason: retMeaning(1205),
  },
})

/** Those who would rather hear a no than wait leave the queue when a wait begins. */
function refuseImpatient({ state, events = [], ...step }: SenderStep): SenderStep {
  const refused: Outgoing[] = []
  let queues: Table<Queue<Outgoing>> = emptyTable
  for (const queue of valuesOf(state.queues)) {
    let rest: Queue<Outgoing> = emptyQueue
    for (const [at, item] of toArray(queue).entries()) {
      const isBusy = at === 0 && lookup(state.busy, item.to) !== undefined
      if (item.tooOften === 'refuse' && !isBusy) refused.push(item)
      else rest = enqueue(rest, item)
    }
    const conversation = head(queue)?.to
    if (rest.size > 0 && conversation !== undefined) queues = put(queues, conversation, rest)
  }
  if (refused.length === 0) return { state, events, ...step }
  const next = withHeads({ ...state, queues, size: state.size - refused.length })
  return { state: next, events: [...events, ...inOrder(refused).map(refusal)], ...step }
}

const inOrder = (items: readonly Outgoing[]): readonly Outgoing[] =>
  [...items].sort((one, other) => (isBefore(one, other) ? -1 : 1))

/** The heads anew, after the queues were changed as a whole. */
const withHeads = (state: SenderState): SenderState => ({
  ...state,
  heads: valuesOf(state.queues)
    .flatMap((queue) => head(queue) ?? [])
    .filter(({ to }) => lookup(state.busy, to) === undefined)
    .reduce<SenderState['heads']>((heads, item) => added(heads, item, isBefore), undefined),
})

/** After a crash: what was on its way is tried again under the same ClientMsgIds, one item first, and what is for later is held anew. */
export function senderRestart(last: SenderState): SenderStep {
  const step = probe(withHeads({ ...withoutLead(last), busy: emptyTable, underWay: 0, breaker: 'probing' }))
  const holds = valuesOf(last.held).map((item): SenderEffect => ({ type: 'hold', item }))
  return { ...step, effects: [...(step.effects ?? []), ...holds] }
}
