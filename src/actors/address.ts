import type { Contact, Member, Room } from '../protocol/contact.js'
import { type Found, type MentionNames, mentionNames, mentionsIn, withoutMentions } from '../protocol/mentions.js'
import type { MessageContent } from '../protocol/message/content.js'
import { contentOf } from '../protocol/message/content-of.js'
import { namedIn } from '../protocol/message/named-in.js'
import { wordsOf } from '../protocol/message/words.js'
import { openEnvelope } from '../protocol/message.js'
import { isRoomName } from '../protocol/user-name.js'
import type { AddressBook } from './address-book.js'
import type { Identities } from './identity/identities.js'
import type { Mention, Message, NamedParty, Origin, Party } from './message.js'
import { createParties, memberOf, type Parties } from './parties.js'
import type { Entry } from './saved.js'

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
  const words = wordsOf(said)
  const found = isRoom && words.includes('@') ? mentionsIn(words, namesIn(tools, peer)) : none
  const mentions = found.length === 0 ? nobody : mentionsOf(tools, parties, peer, found)
  // Field by field, and what is optional last: V8 takes many times as long to add fields to an object that began as a spread.
  const message = {
    id: entry.id,
    origin: originOf(tools, own, entry),
    conversation,
    from: isRoom ? senderIn(tools, parties, peer, sender) : sender === peer ? conversation : parties.of(sender),
    to: own || isRoom ? conversation : parties.of(toUserName),
    words,
    wordsWithoutMentions: found.length === 0 ? words.trim() : withoutMentions(words, found),
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
  const named = said.type === 'system' || said.type === 'pat' ? namedPeople(tools, parties, peer, said) : unnamed
  if (named.length > 0) return isRoom ? { ...message, room: conversation, named } : { ...message, named }
  return isRoom ? { ...message, room: conversation } : message
}

const unnamed: readonly NamedParty[] = []

/** A phone shows a friend's remark, else the name in the room, else the nickname. */
function namedPeople(tools: AddressTools, parties: Parties, peer: string, said: MessageContent): readonly NamedParty[] {
  const inRoom = isRoomName(peer) ? namesIn(tools, peer).byName : nobodyNamed
  const personOf = (userName: string): Party =>
    isRoomName(peer) ? senderIn(tools, parties, peer, userName) : parties.of(userName)
  return namedIn(said).map(({ name, isSelf }) => {
    if (isSelf) return { shown: name, isSelf, people: parties.self === '' ? [] : [parties.of(parties.self)] }
    const friends = tools.book()?.find(name) ?? []
    const found = [...friends.filter(isPersonCalled(name)), ...(inRoom.get(name) ?? [])]
    return { shown: name, isSelf, people: [...new Set(found.map(({ userName }) => userName))].map(personOf) }
  })
}

const nobodyNamed: ReadonlyMap<string, readonly Member[]> = new Map()

/** By the remark, or by the nickname where there is no remark: an id or an alias is never shown. */
const isPersonCalled =
  (name: string) =>
  (one: Contact): boolean =>
    name !== '' && one.kind !== 'room' && (one.remarkName || one.nickName) === name

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
const none: readonly Found<Member>[] = []

const mentionsOf = (
  tools: AddressTools,
  parties: Parties,
  peer: string,
  found: readonly Found<Member>[],
): readonly Mention[] =>
  found.map(({ name, isEveryone, people }) => ({
    name,
    isEveryone,
    people: people.map(({ userName }) => senderIn(tools, parties, peer, userName)),
  }))

/** Rooms have up to five hundred members, and are replaced as a whole when one of them changes. */
const namesOf = new WeakMap<Contact, MentionNames<Member>>()

function namesIn({ book }: AddressTools, peer: string): MentionNames<Member> {
  const present = book()
  const room = present?.get(peer)
  const of = room?.kind === 'room' ? room : present?.self
  if (of === undefined) return nameless
  const known = namesOf.get(of)
  if (known !== undefined) return known
  const names = mentionNames(of.kind === 'room' ? withSelf(of, present?.self) : [asMember(of)])
  namesOf.set(of, names)
  return names
}

const nameless = mentionNames<Member>([])

/** The account is in each of its rooms, also where the room's members are not known, or not by name. */
function withSelf({ members }: Room, self: Contact | undefined): readonly Member[] {
  const isThere = members.some(({ userName, nickName }) => userName === self?.userName && nickName !== '')
  return self === undefined || isThere ? members : [...members, asMember(self)]
}

const asMember = ({ userName, nickName }: Contact): Member => ({
  userName,
  name: nickName,
  nickName,
  displayName: '',
})

/** The account's own nickname counts also where the members are not known yet. */
const isMe = ({ book }: AddressTools, mentions: readonly Mention[], self: string): boolean =>
  mentions.some(
    ({ isEveryone, people, name }) =>
      isEveryone ||
      people.some(({ userName }) => userName === self) ||
      (people.length === 0 && name === book()?.self.nickName),
  )
