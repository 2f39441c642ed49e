import { type Account, type Sent, sendKey, touch } from './account.js'
import { type Draft, deliver, deliverNotice, deliverOwn, moveOn } from './deliver.js'
import { noticesOf } from './notices.js'
import { shelfKeys } from './shelf.js'
import { tooOften } from './too-often.js'
import { wireText } from './wire-text.js'
import type { SentEvent } from './world-event.js'
import type { WorldState } from './world-state.js'

/** Counts a send, and says whether it is one too many. */
export const tooFast = (world: WorldState, account: Account): boolean =>
  tooOften(world.settings.sendLimit, account.pace.send, world.now())

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
  if (sent.clientMsgId !== '') account.sentByClientId.set(sendKey(sent), sent)
  touch(account, sent.to)
  const said: Partial<Draft> = made ?? { text: sent.text }
  const draft = { type: sent.type, content: wireText(sent.text), ...said, msgId: sent.msgId }
  if (draft.media !== undefined) {
    account.shelf.put([shelfKeys.message(sent.msgId), ...draft.media.keys], draft.media.attachment)
  }
  if (world.settings.echo) deliverOwn(world, account, sent.to, draft)
  // Selectors 2 and 3 have both been seen after own sends.
  else moveOn(world, account, world.random.below(2) === 0 ? '2' : '3', sent.msgId)
  world.tell(sentEvent(account, sent))
  const { deletedYou = false, blockedYou = false } = account.friends.get(sent.to) ?? {}
  if (deletedYou) refuse(world, account, sent.to)
  else if (blockedYou) deliverNotice(world, account, sent.to, noticesOf(world.settings).rejected())
  else if (sent.to !== account.id) deliver(world, account.id, sent.to, draft)
  return sent
}

const sentEvent = (account: Account, { type, to, text, msgId, clientMsgId, media }: Sent): SentEvent => ({
  type: 'sent',
  account: account.id,
  to,
  msgType: type,
  text,
  msgId,
  clientMsgId,
  ...(media === undefined ? {} : { media }),
})

/** Accepted, and then a system text in the chat. */
function refuse(world: WorldState, account: Account, friend: string): void {
  const name = world.persons.get(friend)?.nickName ?? ''
  const [text, words] = noticesOf(world.settings).notFriends(name)
  const link = `<a href="weixin://findfriend/verifycontact">${words}</a>`
  deliverNotice(world, account, friend, wireText(text) + link)
}
