import { failure } from '../errors.js'
import type { Bytes } from './bytes.js'
import { announce, announceGone, type Draft, deliver, deliverNotice, members, queueMessage } from './deliver.js'
import { requestDraft } from './drafts/request-draft.js'
import { patDraft } from './drafts/sysmsg-draft.js'
import { acceptAsked, befriend } from './friendship.js'
import { noticesOf } from './notices.js'
import { deliverRecall } from './recall.js'
import { admit } from './room-changes.js'
import { createSends, type SendVerbs } from './send-verbs.js'
import type { Json, JsonObject } from './wire-json.js'
import { wireText } from './wire-text.js'
import type { Person, WorldState } from './world-state.js'

/** What a friend, a stranger or an official account does. `to` is an account; verbs answer the MsgId. */
export interface PersonVerbs extends SendVerbs {
  /** Writes a text to an account, or into a room. */
  readonly say: (to: string, text: string) => string
  /** Writes a text into a room; the same as `say`. */
  readonly sayIn: (room: string, text: string) => string
  /** Any raw message, to an account or into a room: the fields replace those of a plain text. */
  readonly send: (to: string, raw: JsonObject) => string
  /** Takes back a message that this person wrote. */
  readonly recall: (msgId: string) => void
  /** Takes another name; the accounts hear of it. */
  readonly rename: (nickName: string) => void
  /** Takes another avatar: these bytes, or a grey one. */
  readonly changeAvatar: (bytes?: Bytes) => void
  /** Asks an account to be its friend: a message of type 37. */
  readonly request: (account: string, greeting: string) => string
  /** Pats somebody, in a room or in the chat with an account: a system text, or the `sysmsg` of newer phones. */
  readonly pat: (to: string, patted: string, form?: 'text' | 'sysmsg') => void
  /** Becomes a friend; where the account has asked, that is the answer. */
  readonly befriend: (account: string) => void
  /** Deletes the account, which is not told: what it sends next is refused by a system text. */
  readonly unfriend: (account: string) => void
  /** Refuses messages of the account, which reads of each. */
  readonly block: (account: string) => void
  /** Is recommended to an account as somebody it may know: a message of type 40. */
  readonly suggest: (account: string) => string
  /** Follows an invitation to a room. */
  readonly accept: (room: string) => void
  /** Is deleted on the account's phone. */
  readonly vanish: (account: string) => void
}

export function createPerson(world: WorldState, person: Person): PersonVerbs {
  const wrote = new Map<string, string>()
  const send = (to: string, draft: Draft): string => {
    if (!world.accounts.has(to) && !world.rooms.has(to)) throw unknown('to', to)
    const msgId = deliver(world, person.id, to, draft)
    wrote.set(msgId, to)
    return msgId
  }
  const say = (to: string, text: string): string => send(to, { type: 1, text, content: wireText(text) })
  return {
    ...createSends(world, person.id, send),
    say,
    sayIn: say,
    send: (to, raw) => send(to, rawDraft(raw)),
    recall: (msgId) => {
      const chat = wrote.get(msgId)
      if (chat === undefined)
        throw failure('argument', { name: 'recall', why: `${msgId} is not a message of ${person.id}` })
      deliverRecall(world, person.id, chat, msgId)
    },
    rename: (nickName) => {
      person.nickName = nickName
      tellFriends(world, person)
    },
    changeAvatar: (bytes) => {
      person.headSeq += 1
      person.avatar = bytes
      tellFriends(world, person)
    },
    pat: (to, patted, form = 'text') => pat(world, person, to, patted, form),
    request: (account, greeting) => request(world, person, account, greeting),
    befriend: (to) => {
      const account = accountOf(world, to)
      if (account.asked.has(person.id)) acceptAsked(world, account, person.id)
      else befriend(world, account, person.id)
    },
    block: (to) => {
      const friend = accountOf(world, to).friends.get(person.id)
      if (friend !== undefined) friend.blockedYou = true
    },
    suggest: (to) => {
      const draft = requestDraft(world.random, person, '', '', 40)
      const msgId = world.nextMsgId()
      queueMessage(world, accountOf(world, to), { msgId, from: 'fmessage', to, ...draft })
      return msgId
    },
    accept: (roomId) => {
      const room = world.rooms.get(roomId)
      const by = room?.invited.get(person.id)
      if (room === undefined || by === undefined) {
        throw failure('argument', { name: 'accept', why: `${person.id} is not invited to ${roomId}` })
      }
      admit(world, room, [person.id], by)
    },
    unfriend: (to) => {
      const friend = accountOf(world, to).friends.get(person.id)
      if (friend !== undefined) friend.deletedYou = true
    },
    vanish: (to) => {
      const account = accountOf(world, to)
      account.friends.delete(person.id)
      account.recent.delete(person.id)
      announceGone(world, account, person.id)
    },
  }
}

const unknown = (name: string, id: string) => failure('argument', { name, why: `there is no ${id} in this world` })

function accountOf(world: WorldState, id: string) {
  const account = world.accounts.get(id)
  if (account === undefined) throw unknown('account', id)
  return account
}

/** A raw message keeps what a rendered one has, unless it says otherwise. */
function rawDraft(raw: JsonObject): Draft {
  const { MsgType, Content, MsgId } = raw
  const draft = { type: Number(MsgType ?? 1), content: '' }
  const own = rawFields(raw)
  if (typeof Content === 'string') return { ...draft, content: Content, fields: own, ...idOf(MsgId) }
  return { ...draft, fields: raw, ...idOf(MsgId) }
}

/** Content gets the sender's prefix in rooms, so it is no replaced field. */
function rawFields({ Content: _, ...rest }: JsonObject): JsonObject {
  return rest
}

const idOf = (msgId: Json): { readonly msgId?: string } =>
  typeof msgId === 'string' && /^\d{1,19}$/.test(msgId) ? { msgId } : {}

function tellFriends(world: WorldState, { id }: Person): void {
  for (const account of world.accounts.values()) if (account.friends.has(id)) announce(world, account, id)
  for (const room of world.rooms.values()) {
    if (!room.members.has(id)) continue
    for (const member of room.members.keys()) {
      const account = world.accounts.get(member)
      if (account !== undefined && !account.friends.has(id)) announce(world, account, room.id)
    }
  }
}

function request(world: WorldState, person: Person, to: string, greeting: string): string {
  const account = accountOf(world, to)
  const msgId = world.nextMsgId()
  const ticket = `v2_${world.random.hex(40)}@stranger`
  account.requests.set(person.id, { ticket, until: world.now() + world.settings.requestLife })
  queueMessage(world, account, { msgId, from: 'fmessage', to, ...requestDraft(world.random, person, greeting, ticket) })
  return msgId
}

function pat(world: WorldState, person: Person, to: string, patted: string, form: 'text' | 'sysmsg'): void {
  const room = world.rooms.get(to)
  const whom = world.persons.get(patted)
  if (whom === undefined) throw unknown('patted', patted)
  const { patted: words } = noticesOf(world.settings)
  /** For the one who is patted, and for all others. */
  const told = (isReader: boolean, by: string, name: string): string =>
    words(`"${by}"`, isReader ? undefined : `"${name}"`)
  for (const account of room === undefined ? [accountOf(world, to)] : members(world, room)) {
    const chat = room?.id ?? person.id
    const isReader = patted === account.id
    const text = told(isReader, person.nickName, whom.nickName)
    if (form === 'text') deliverNotice(world, account, chat, wireText(text))
    else {
      const template = told(isReader, `\${${person.wxid}}`, `\${${whom.wxid}}`)
      const draft = patDraft(person.wxid, whom.wxid, room?.chatroom ?? person.wxid, template)
      queueMessage(world, account, { msgId: world.nextMsgId(), from: chat, to: account.id, ...draft })
    }
  }
}
