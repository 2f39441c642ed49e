import { type Account, touch } from './account.js'
import type { Message, News, Selector } from './news.js'
import { shelfKeys } from './shelf.js'
import type { ReceivedEvent } from './world-event.js'
import type { Room, WorldState } from './world-state.js'

const seconds = (world: WorldState): number => Math.floor(world.now() / 1_000)

/** Everything but the addresses of a message. */
export type Draft = Pick<Message, 'type' | 'content'> &
  Partial<Pick<Message, 'msgId' | 'text' | 'fields' | 'named' | 'media'>>

/** Puts a message into one account's queue. */
export function queueMessage(world: WorldState, account: Account, message: Message, only?: number): void {
  const { media, msgId } = message
  if (media !== undefined) account.shelf.put([shelfKeys.message(msgId), ...media.keys], media.attachment)
  const selector: Selector = message.type === 51 ? '7' : message.type === 37 ? '6' : '2'
  const news = { kind: 'message', message, selector, at: seconds(world) } as const
  account.queue.append(only === undefined ? news : { ...news, only })
  world.tell(receivedEvent(account, message))
}

const receivedEvent = (account: Account, { msgId, from, to, sender, type, content }: Message): ReceivedEvent => ({
  type: 'received',
  account: account.id,
  msgId,
  from,
  to,
  msgType: type,
  content,
  ...(sender === undefined ? {} : { sender }),
})

/** What a person writes reaches the account, or every account in the room. Answers the MsgId. */
export function deliver(world: WorldState, from: string, to: string, draft: Draft): string {
  const message = { msgId: world.nextMsgId(), ...draft }
  const room = world.rooms.get(to)
  if (room !== undefined) deliverInRoom(world, room, from, message)
  else {
    const account = world.accounts.get(to)
    if (account !== undefined) {
      touch(account, from)
      queueMessage(world, account, { ...message, from, to })
    }
  }
  return message.msgId
}

type Unaddressed = Omit<Message, 'from' | 'to' | 'sender'>

/** The writer's own phone does not get it here: own messages come with {@link deliverOwn}. */
function deliverInRoom(world: WorldState, room: Room, sender: string, message: Unaddressed): void {
  for (const account of members(world, room)) {
    if (account.id === sender) continue
    touch(account, room.id)
    const addressed = { ...message, from: room.id, to: account.id }
    queueMessage(world, account, message.type === 10000 ? addressed : { ...addressed, sender })
  }
}

/** The account's own message from another device, as its web client sees it: no prefix, also in rooms. */
export function deliverOwn(world: WorldState, account: Account, to: string, message: Unaddressed): void {
  touch(account, to)
  queueMessage(world, account, { ...message, from: account.id, to })
}

/** A system text in a chat: no sender, no prefix. */
export function deliverNotice(world: WorldState, account: Account, chat: string, content: string): string {
  const msgId = world.nextMsgId()
  queueMessage(world, account, { msgId, from: chat, to: account.id, type: 10000, content })
  return msgId
}

/** Tells the account's web client that a contact or room has changed. Without a session there is nobody to tell. */
export function announce(world: WorldState, account: Account, id: string, selector: Selector = '4'): void {
  if (account.session === undefined || account.session.over !== undefined) return
  account.queue.append({ kind: 'contact', id, selector, at: seconds(world) })
}

/** A friend or room is gone. */
export function announceGone(world: WorldState, account: Account, id: string): void {
  if (account.session === undefined || account.session.over !== undefined) return
  account.queue.append({ kind: 'gone', id, selector: '4', at: seconds(world) })
}

/** The position moves on, with nothing to read. `sent`: the MsgId of the own send that moved it. */
export function moveOn(world: WorldState, account: Account, selector: News['selector'], sent?: string): void {
  account.queue.append({ kind: 'moved', selector, at: seconds(world), ...(sent === undefined ? {} : { sent }) })
}

/** The accounts in a room. */
export function members(world: WorldState, room: Room): readonly Account[] {
  return [...room.members.keys()].flatMap((id) => world.accounts.get(id) ?? [])
}
