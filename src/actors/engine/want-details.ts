import type { AddressBook } from '../address-book.js'
import type { Wanted } from '../contacts/contacts-state.js'
import type { Message } from '../message.js'

/** Whose details a message makes worth asking for: chats the phone tells of, and everybody in it who is unknown. */
export function wantedDetails(message: Message, book: AddressBook | undefined): readonly Wanted[] {
  if (message.type !== 'statusNotify' && !message.isRoom && knows(book, message.peer) && knows(book, message.sender))
    return nothing
  const told = message.type === 'statusNotify' && message.code === 4 ? message.userNames : []
  const room = book?.get(message.peer)
  const inRoom = room?.kind === 'room' && room.encryChatRoomId !== '' ? { encryChatRoomId: room.encryChatRoomId } : {}
  const isMember = room?.kind === 'room' && room.members.some(({ userName }) => userName === message.sender)
  const unknown = (isMember ? [message.peer] : [message.peer, message.sender]).filter((name) => !knows(book, name))
  return [...told.map((userName) => ({ userName })), ...unknown.map((userName) => ({ userName, ...inRoom }))]
}

const nothing: readonly Wanted[] = []

const knows = (book: AddressBook | undefined, userName: string): boolean => book?.has(userName) === true
