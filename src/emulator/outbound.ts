import { type Account, type Sent, touch } from './account.js'
import { type Draft, deliver, deliverNotice, deliverOwn, moveOn } from './deliver.js'
import { shelfKeys } from './shelf.js'
import { wireText } from './wire-text.js'
import type { WorldState } from './world-state.js'

/** Counts a send, and says whether it is one too many. The lock does not grow while it lasts. */
export function tooFast(world: WorldState, account: Account): boolean {
  const { sendLimit } = world.settings
  if (sendLimit === undefined) return false
  const now = world.now()
  if (now < account.lockedUntil) return true
  const recent = account.pace.filter((at) => at > now - sendLimit.within)
  account.pace.splice(0, Number.POSITIVE_INFINITY, ...recent, now)
  if (recent.length < sendLimit.count) return false
  account.lockedUntil = now + sendLimit.recovery
  account.pace.length = 0
  return true
}

/** Friends, rooms that the account is in, and names that everybody has; itself where the world lets it. */
export function receives(world: WorldState, account: Account, to: string): boolean {
  if (to === account.id) return world.settings.selfSend
  if (world.rooms.has(to)) return account.rooms.has(to)
  return account.friends.has(to) || to === 'filehelper' || to === 'weixin'
}

/** Takes a message from the web client and brings it to whoever is in this world. Without a draft it is a text. */
export function accept(
  world: WorldState,
  account: Account,
  message: Pick<Sent, 'to' | 'type' | 'text' | 'clientMsgId' | 'media'>,
  made?: Draft,
): Sent {
  const sent: Sent = { ...message, msgId: world.nextMsgId(), at: world.now(), requests: 1, recalled: false }
  account.sent.push(sent)
  account.sentById.set(sent.msgId, sent)
  if (sent.clientMsgId !== '') account.sentByClientId.set(sent.clientMsgId, sent)
  touch(account, sent.to)
  const draft = { type: sent.type, content: wireText(sent.text), ...made, msgId: sent.msgId }
  if (draft.media !== undefined) {
    account.shelf.put([shelfKeys.message(sent.msgId), ...draft.media.keys], draft.media.attachment)
  }
  if (world.settings.echo) deliverOwn(world, account, sent.to, draft)
  // Selectors 2 and 3 have both been seen after own sends.
  else moveOn(world, account, world.random.below(2) === 0 ? '2' : '3')
  if (account.friends.get(sent.to)?.deletedYou === true) refuse(world, account, sent.to)
  else if (sent.to !== account.id) deliver(world, account.id, sent.to, draft)
  return sent
}

/** Accepted, and then a system text in the chat. */
function refuse(world: WorldState, account: Account, friend: string): void {
  const name = wireText(world.persons.get(friend)?.nickName ?? '')
  const link = '<a href="weixin://findfriend/verifycontact">发送朋友验证</a>'
  const text = `${name}开启了朋友验证，你还不是他（她）朋友。请先发送朋友验证请求，对方验证通过后，才能聊天。${link}`
  deliverNotice(world, account, friend, text)
}
