import type { Step } from '../../../kernel/actor.js'
import { dequeue, emptyQueue, enqueue, head } from '../../../kernel/queue.js'
import { lookup, put, without } from '../../../kernel/table.js'
import type { Offer } from '../delivery.js'
import { groupSize } from '../settlements.js'
import {
  conversationOf,
  type HandlingEffect,
  type HandlingEvent,
  type HandlingMessage,
  type HandlingState,
} from './handling-state.js'

export type HandlingStep = Step<HandlingState, HandlingEffect, HandlingEvent>

/** Mailboxes and permits as a pure function: one at a time within a conversation, side by side across them. */
export const handlingReduce =
  (permits: number, busy: 'queue' | 'switch') =>
  (state: HandlingState, message: HandlingMessage): HandlingStep => {
    switch (message.type) {
      case 'offer':
        return offered(state, message.offer, permits, busy)
      case 'done':
        return drained(grant(finished(state, message.conversation), permits))
      case 'settling':
        return { state: { ...state, settling: state.settling + 1 } }
      case 'landed':
        return grant({ ...state, settling: state.settling - 1 }, permits)
      case 'drain':
        return state.draining ? { state } : drained({ state: { ...state, draining: true } })
      case 'overlap':
        return { state, events: [message] }
    }
  }

function offered(state: HandlingState, offer: Offer, permits: number, busy: 'queue' | 'switch'): HandlingStep {
  const conversation = conversationOf(offer)
  const mailbox = enqueue(lookup(state.mailboxes, conversation) ?? emptyQueue, offer)
  const isFirst = mailbox.size === 1
  const next: HandlingState = {
    ...state,
    mailboxes: put(state.mailboxes, conversation, mailbox),
    ready: isFirst ? enqueue(state.ready, conversation) : state.ready,
  }
  const step = grant(next, permits)
  const overtakes = busy === 'switch' && state.running.has(conversation) && !state.draining
  return overtakes ? { ...step, effects: [{ type: 'cancel', conversation }, ...(step.effects ?? [])] } : step
}

/** A mailbox with nothing waiting is forgotten at once. */
function finished(state: HandlingState, conversation: string): HandlingState {
  const rest = dequeue(lookup(state.mailboxes, conversation) ?? emptyQueue)
  const mailboxes = rest.size === 0 ? without(state.mailboxes, conversation) : put(state.mailboxes, conversation, rest)
  const running = new Set(state.running)
  running.delete(conversation)
  return { ...state, mailboxes, running, ready: rest.size === 0 ? state.ready : enqueue(state.ready, conversation) }
}

/** Handlers stay ahead of the store by one group of settlements at the most, since a kill repeats what is not settled. */
function grant(state: HandlingState, permits: number): HandlingStep {
  const most = Math.min(permits, groupSize - state.settling)
  if (state.draining || state.running.size >= most || state.ready.size === 0) return { state }
  const running = new Set(state.running)
  const effects: HandlingEffect[] = []
  let { ready } = state
  while (running.size < most && ready.size > 0) {
    const conversation = head(ready) ?? ''
    const offer = head(lookup(state.mailboxes, conversation) ?? emptyQueue)
    ready = dequeue(ready)
    if (offer === undefined) continue
    running.add(conversation)
    effects.push({ type: 'run', offer })
  }
  return { state: { ...state, running, ready }, effects }
}

const drained = (step: HandlingStep): HandlingStep =>
  step.state.draining && step.state.running.size === 0 ? { ...step, events: [{ type: 'drained' }] } : step
