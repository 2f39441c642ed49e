import type { Message, Party } from '../actors/message.js'
import { unexpected } from '../check-argument.js'

/** Somebody, or a room: an own id, the public name, or the remark. A string may be any of the three; `'self'` is this account. */
export type Called = string | Pick<Party, 'id'>

/** The word for this account in every session. Its stable id differs from account to account. */
const selfWord = 'self'

const idsOf = (called: readonly Called[]) => new Set(called.map(idOf))

function idOf(called: Called | undefined): string {
  if (typeof called === 'string') return called
  if (typeof called?.id === 'string') return called.id
  throw unexpected('whom', 'a name, an id, or somebody of a message', called)
}

/** Matches own ids, public names and remarks. A name that two people have means both. '' is nobody's name. */
export const isOneOf = (called: readonly Called[]): ((party: Party) => boolean) => {
  const ids = idsOf(called)
  const names = new Set(called.filter((one) => typeof one === 'string' && one !== ''))
  return ({ id, name, remark }) => ids.has(id) || names.has(name) || (remark !== undefined && names.has(remark))
}

/** Matches messages whose sender is one of these. */
export const isFromOneOf = (called: readonly Called[]): ((message: Message) => boolean) => {
  const isMeant = isOneOf(called)
  const isSelfMeant = idsOf(called).has(selfWord)
  return ({ from, own }) => (own && isSelfMeant) || isMeant(from)
}

/** Matches messages whose conversation is one of these. The account's chat with itself is a conversation, too. */
export const isInOneOf = (called: readonly Called[]): ((message: Message) => boolean) => {
  const isMeant = isOneOf(called)
  const isSelfMeant = idsOf(called).has(selfWord)
  return ({ conversation, from, own }) => (own && isSelfMeant && conversation.id === from.id) || isMeant(conversation)
}
