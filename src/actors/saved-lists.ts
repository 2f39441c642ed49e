import { checkJson, jsonCopy } from './check-json.js'
import type { Changes } from './env.js'
import {
  type ConversationState,
  type DeadLetter,
  deadLimit,
  type Identity,
  type OutboxItem,
  type Saved,
  type SendKey,
  sendKeyLimit,
} from './saved.js'

/** Dead letters after a commit; the oldest beyond the limit are forgotten. */
export function buried(old: readonly DeadLetter[], { dead = [], buried: gone = [] }: Changes): readonly DeadLetter[] {
  if (dead.length === 0 && gone.length === 0) return old
  const dropped = new Set(gone)
  return [...old, ...dead].filter(({ seq }) => !dropped.has(seq)).slice(-deadLimit)
}

/** What a store finds by a key, as lists. */
export type KeyedLists = Pick<Saved, 'outbox' | 'states' | 'identities'> & {
  readonly sendKeys: readonly SendKey[]
}

/** The same while it is in use. A commit takes as long as what is in it, however much was kept before. */
export interface SavedLists {
  readonly apply: (changes: Changes) => void
  readonly all: () => KeyedLists
}

export function createSavedLists(saved: Omit<KeyedLists, 'sendKeys'> & Partial<KeyedLists>): SavedLists {
  const outbox = new Map(saved.outbox.map((item) => [item.clientMsgId, item]))
  const identities = new Map(saved.identities.map((identity) => [identity.id, identity]))
  const sendKeys = new Map((saved.sendKeys ?? []).map((one) => [one.key, one]))
  const states = createStates(saved.states)
  return {
    apply: (changes) => {
      putOutgoing(outbox, changes)
      putIdentities(identities, changes)
      putSendKeys(sendKeys, changes)
      states.apply(changes)
    },
    all: () => ({
      outbox: [...outbox.values()],
      identities: [...identities.values()],
      sendKeys: [...sendKeys.values()],
      states: states.all(),
    }),
  }
}

/** Items put by ClientMsgId keep their place, those whose fate is known leave. */
function putOutgoing(items: Map<string, OutboxItem>, { outbox = [], sent = [] }: Changes): void {
  for (const item of outbox) items.set(item.clientMsgId, item)
  for (const id of sent) items.delete(id)
}

function putIdentities(byId: Map<string, Identity>, { identities = [], forgotten = [] }: Changes): void {
  for (const id of forgotten) byId.delete(id)
  for (const identity of identities) byId.set(identity.id, identity)
}

function putSendKeys(byKey: Map<string, SendKey>, { sendKeys = [], freed = [] }: Changes): void {
  for (const key of freed) byKey.delete(key)
  for (const one of sendKeys) {
    byKey.delete(one.key)
    byKey.set(one.key, one)
  }
  for (const oldest of byKey.keys()) {
    if (byKey.size <= sendKeyLimit) return
    byKey.delete(oldest)
  }
}

/**
 * Throws an `argument` failure, with the path of the value, for a conversation state that JSON
 * cannot give back: a later process would find something else.
 */
export function checkStates({ states = [] }: Changes): void {
  for (const { state } of states) if (state !== undefined) checkJson('state', state)
}

/**
 * States by conversation, and there by consumer: whoever is forgotten leaves with all of them. What is
 * kept, and what is handed out, are copies: whoever changes a state changes nothing that was committed.
 */
function createStates(saved: readonly ConversationState[]) {
  const byConversation = new Map<string, Map<string, ConversationState>>()
  const put = (one: ConversationState): void => {
    const { consumer, conversation, state } = one
    const states = byConversation.get(conversation) ?? new Map<string, ConversationState>()
    if (state === undefined) states.delete(consumer)
    else states.set(consumer, one)
    if (states.size === 0) byConversation.delete(conversation)
    else byConversation.set(conversation, states)
  }
  for (const one of saved) put(one)
  return {
    apply: ({ states = [], forgotten = [] }: Changes): void => {
      for (const id of forgotten) byConversation.delete(id)
      for (const one of states) put({ ...one, state: jsonCopy(one.state) })
    },
    all: (): readonly ConversationState[] =>
      jsonCopy([...byConversation.values()].flatMap((states) => [...states.values()])),
  }
}
