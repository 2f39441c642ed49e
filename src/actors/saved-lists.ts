import {
  type Changes,
  type ConversationState,
  type DeadLetter,
  deadLimit,
  type Identity,
  type OutboxItem,
} from './env.js'

/** Identities after a commit: some are forgotten, then others put by id. */
export function putIdentities(
  old: readonly Identity[],
  { identities = [], forgotten = [] }: Changes,
): readonly Identity[] {
  if (identities.length === 0 && forgotten.length === 0) return old
  const byId = new Map(old.map((identity) => [identity.id, identity]))
  for (const id of forgotten) byId.delete(id)
  for (const identity of identities) byId.set(identity.id, identity)
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

/** Conversation states after a commit: those with forgotten ids go, others are put by consumer and conversation. */
export function putStates(
  old: readonly ConversationState[],
  { states = [], forgotten = [] }: Changes,
): readonly ConversationState[] {
  if (states.length === 0 && forgotten.length === 0) return old
  const gone = new Set(forgotten)
  const kept = old.filter(({ conversation }) => !gone.has(conversation))
  const keyOf = ({ consumer, conversation }: ConversationState): string => JSON.stringify([consumer, conversation])
  const byKey = new Map(kept.map((one) => [keyOf(one), one]))
  for (const one of states) {
    if (one.state === undefined) byKey.delete(keyOf(one))
    else byKey.set(keyOf(one), one)
  }
  return [...byKey.values()]
}
