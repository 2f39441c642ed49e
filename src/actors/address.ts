import { contentOf } from '../protocol/message/content-of.js'
import { openEnvelope } from '../protocol/message.js'
import type { AddressBook } from './address-book.js'
import type { Entry } from './env.js'
import type { Identities } from './identity/identities.js'
import type { Message, Origin, Party } from './message.js'

export interface AddressTools {
  readonly identities: Identities
  /** The address book, once there is one. */
  readonly book: () => AddressBook | undefined
  /** MsgIds of what this bot sent itself, in case the server echoes it. */
  readonly sentByBot: (msgId: string) => boolean
}

/** A kept entry as a message: decoded, and its UserNames told who they are. */
export const address =
  (tools: AddressTools) =>
  (entry: Entry): Message => {
    const { identities } = tools
    const self = identities.userNameOf('self') ?? ''
    const { raw } = entry
    const { time, fromUserName, toUserName, peer, sender, isRoom, own, content } = openEnvelope(raw, self)
    const said = contentOf(raw, content)
    const conversation = partyOf(tools, peer)
    // Field by field, and what is optional last: V8 takes many times as long to add fields to an object that began as a spread.
    return {
      id: entry.id,
      origin: originOf(tools, own, entry.id),
      conversation,
      from: isRoom ? memberOf(tools, peer, sender) : sender === peer ? conversation : partyOf(tools, sender),
      to: own || isRoom ? conversation : partyOf(tools, toUserName),
      mentionsMe: said.type === 'text' && isRoom && !own && mentions(tools, peer, said.text),
      time,
      fromUserName,
      toUserName,
      peer,
      sender,
      isRoom,
      own,
      raw,
      ...said,
      ...(isRoom ? { room: conversation } : noRoom),
    }
  }

const noRoom = {}

const originOf = (tools: AddressTools, own: boolean, msgId: string): Origin => {
  if (!own) return 'peer'
  return tools.sentByBot(msgId) ? 'bot' : 'phone'
}

function partyOf({ identities, book }: AddressTools, userName: string): Party {
  const contact = book()?.get(userName)
  const id = identities.idOf(userName, contact)
  if (contact !== undefined) return { id, name: contact.name, userName }
  const kept = identities.get(id)
  return { id, name: kept === undefined ? '' : kept.remarkName || kept.nickName, userName }
}

/** A friend's remark comes first, then the name in the room, then the nickname. */
function memberOf(tools: AddressTools, room: string, userName: string): Party {
  const contact = tools.book()?.get(room)
  const member = contact?.kind === 'room' ? contact.members.find((one) => one.userName === userName) : undefined
  const friend = tools.book()?.get(userName)
  if (member !== undefined && friend === undefined && contact?.kind === 'room')
    tools.identities.idOfMember(tools.identities.idOf(room), member, contact.members)
  const party = partyOf(tools, userName)
  if (member === undefined || (friend !== undefined && friend.remarkName !== '')) return party
  return member.name === '' ? party : { ...party, name: member.name }
}

/** The phone ends a mention with U+2005, a computer with a space or nothing. */
function mentions(tools: AddressTools, peer: string, text: string): boolean {
  if (!text.includes('@')) return false
  if (/@(所有人|all)(?:[\u2005\s]|$)/i.test(text)) return true
  const book = tools.book()
  const room = book?.get(peer)
  if (book === undefined || room?.kind !== 'room') return false
  const inRoom = room.members.find((member) => member.userName === book.self.userName)
  return [inRoom?.displayName ?? '', book.self.nickName].some((name) => name !== '' && isMentioned(text, name))
}

function isMentioned(text: string, name: string): boolean {
  for (let at = text.indexOf(`@${name}`); at >= 0; at = text.indexOf(`@${name}`, at + 1)) {
    const after = text[at + 1 + name.length]
    if (after === undefined || /[\u2005\s]/.test(after)) return true
  }
  return false
}
