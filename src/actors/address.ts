import type { Member, Room } from '../protocol/contact.js'
import { type MentionNames, mentionNames, mentionsIn } from '../protocol/mentions.js'
import { contentOf } from '../protocol/message/content-of.js'
import { openEnvelope } from '../protocol/message.js'
import type { AddressBook } from './address-book.js'
import type { Entry } from './env.js'
import type { Identities } from './identity/identities.js'
import type { Mention, Message, Origin, Party } from './message.js'
import { createParties, memberOf, type Parties } from './parties.js'

export interface AddressTools {
  readonly identities: Identities
  /** The address book, once there is one. */
  readonly book: () => AddressBook | undefined
  /** MsgIds of what this bot sent itself, in case the server echoes it. */
  readonly sentByBot: (msgId: string) => boolean
}

/** A kept entry as a message: decoded, and its UserNames told who they are. */
export function address(tools: AddressTools): (entry: Entry) => Message {
  const parties = createParties(tools.identities, tools.book)
  return (entry) => addressed(tools, parties(), entry)
}

function addressed(tools: AddressTools, parties: Parties, entry: Entry): Message {
  const { self } = parties
  const { raw } = entry
  const { time, fromUserName, toUserName, peer, sender, isRoom, own, content } = openEnvelope(raw, self)
  const said = contentOf(raw, content)
  const conversation = parties.of(peer)
  const mentions = said.type === 'text' && isRoom ? mentionsOf(tools, parties, peer, said.text) : nobody
  // Field by field, and what is optional last: V8 takes many times as long to add fields to an object that began as a spread.
  const message = {
    id: entry.id,
    origin: originOf(tools, own, entry),
    conversation,
    from: isRoom ? senderIn(tools, parties, peer, sender) : sender === peer ? conversation : parties.of(sender),
    to: own || isRoom ? conversation : parties.of(toUserName),
    mentions,
    mentionsMe: !own && mentions.length > 0 && isMe(tools, mentions, self),
    time,
    fromUserName,
    toUserName,
    peer,
    sender,
    isRoom,
    own,
    raw,
    ...said,
  }
  return isRoom ? { ...message, room: conversation } : message
}

const originOf = (tools: AddressTools, own: boolean, { id, origin }: Entry): Origin => {
  if (!own) return 'peer'
  return origin ?? (tools.sentByBot(id) ? 'bot' : 'phone')
}

/** Under the name that the room shows. */
function senderIn(tools: AddressTools, parties: Parties, room: string, userName: string): Party {
  const { identities, book } = tools
  const contact = book()?.get(room)
  if (contact?.kind !== 'room') return parties.of(userName)
  const member = contact.members.find((one) => one.userName === userName)
  if (member === undefined) return parties.of(userName)
  return memberOf(identities, book(), contact.id, member, contact)
}

const nobody: readonly Mention[] = []

/** Rooms have up to five hundred members, and are replaced as a whole when one of them changes. */
const namesOf = new WeakMap<Room, MentionNames<Member>>()

function mentionsOf(tools: AddressTools, parties: Parties, peer: string, text: string): readonly Mention[] {
  if (!text.includes('@')) return nobody
  const room = tools.book()?.get(peer)
  const names = room?.kind === 'room' ? namesIn(room) : mentionNames<Member>([])
  return mentionsIn(text, names).map(({ name, isEveryone, people }) => ({
    name,
    isEveryone,
    people: people.map(({ userName }) => senderIn(tools, parties, peer, userName)),
  }))
}

function namesIn(room: Room): MentionNames<Member> {
  const known = namesOf.get(room)
  if (known !== undefined) return known
  const names = mentionNames(room.members)
  namesOf.set(room, names)
  return names
}

/** The account's own nickname counts also where the members are not known yet. */
const isMe = ({ book }: AddressTools, mentions: readonly Mention[], self: string): boolean =>
  mentions.some(
    ({ isEveryone, people, name }) =>
      isEveryone ||
      people.some(({ userName }) => userName === self) ||
      (people.length === 0 && name === book()?.self.nickName),
  )
