import {
  type Changes,
  type ConversationState,
  type DeadLetter,
  deadLimit,
  type Identity,
  type OutboxItem,
} from './env.js'

/** Identities after a commit: put by id. */
export function putById(old: readonly Identity[], put: readonly Identity[]): readonly Identity[] {
  const byId = new Map(old.map((identity) => [identity.id, identity]))
  for (const identity of put) byId.set(identity.id, identity)
  return [...byId.values()]
}

/** The outbox after a commit: items put by ClientMsgId keep their place, those whose fate is known leave. */
export function putOutgoing(old: readonly OutboxItem[], { outbox = [], sent = [] }: Changes): readonly OutboxItem[] {
  if (outbox.length === 0 && sent.length === 0) return old
  const items = new Map(old.map((item) => [item.clientMsgId, item]))
  for (const item of outbox) items.set(item.clientMsgId, item)
  for (const id of sent) items.delete(id)
  return [...items.values()]
}

/** Dead letters after a commit; the oldest beyond the limit are forgotten. */
export function buried(old: readonly DeadLetter[], { dead = [], buried: gone = [] }: Changes): readonly DeadLetter[] {
  if (dead.length === 0 && gone.length === 0) return old
  const dropped = new Set(gone)
  return [...old, ...dead].filter(({ seq }) => !dropped.has(seq)).slice(-deadLimit)
}

/** Conversation states after a commit: put by consumer and conversation. */
export function putStates(old: readonly ConversationState[], { states = [] }: Changes): readonly ConversationState[] {
  if (states.length === 0) return old
  const keyOf = ({ consumer, conversation }: ConversationState): string => JSON.stringify([consumer, conversation])
  const byKey = new Map(old.map((one) => [keyOf(one), one]))
  for (const one of states) {
    if (one.state === undefined) byKey.delete(keyOf(one))
    else byKey.set(keyOf(one), one)
  }
  return [...byKey.values()]
}
