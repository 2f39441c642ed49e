import { failure } from '../errors.js'
import { announce, announceGone, type Draft, deliver, deliverNotice, queueMessage } from './deliver.js'
import { deliverRecall } from './recall.js'
import type { Json, JsonObject } from './wire-json.js'
import { wireText, wireXml } from './wire-text.js'
import type { Person, WorldState } from './world-state.js'

/** What a friend, a stranger or an official account does. `to` is an account; verbs answer the MsgId. */
export interface PersonVerbs {
  readonly say: (to: string, text: string) => string
  readonly sayIn: (room: string, text: string) => string
  /** Any raw message, to an account or into a room: the fields replace those of a plain text. */
  readonly send: (to: string, raw: JsonObject) => string
  /** Takes back a message that this person wrote. */
  readonly recall: (msgId: string) => void
  /** Takes another name; the accounts hear of it. */
  readonly rename: (nickName: string) => void
  /** Takes another avatar. */
  readonly changeAvatar: () => void
  /** Asks an account to be its friend: a message of type 37. */
  readonly request: (account: string, greeting: string) => string
  /** Becomes a friend. */
  readonly befriend: (account: string) => void
  /** Deletes the account, which is not told: what it sends next is refused by a system text. */
  readonly unfriend: (account: string) => void
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
  const say = (to: string, text: string): string => send(to, { type: 1, content: wireText(text) })
  return {
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
    changeAvatar: () => {
      person.headSeq += 1
      tellFriends(world, person)
    },
    request: (account, greeting) => request(world, person, account, greeting),
    befriend: (to) => {
      const account = accountOf(world, to)
      account.friends.set(person.id, { id: person.id, remarkName: '', starred: false, deletedYou: false })
      announce(world, account, person.id, '6')
      const text = `你已添加了${wireText(person.nickName)}，现在可以开始聊天了。`
      deliverNotice(world, account, person.id, text)
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
  const attribute = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  const ticket = `v2_${world.random.hex(40)}@stranger`
  const xml =
    `<msg fromusername="${person.wxid}" encryptusername="v1_${world.random.hex(40)}@stranger" ` +
    `fromnickname="${attribute(person.nickName)}" content="${attribute(greeting)}" shortpy="" imagestatus="3" ` +
    `scene="30" country="CN" sex="${person.sex}" ticket="${ticket}" opcode="2" bigheadimgurl="" smallheadimgurl="" ` +
    'qrticket="" chatroomusername=""></msg>'
  const recommendation = {
    NickName: wireText(person.nickName),
    QQNum: 0,
    Province: person.province,
    City: person.city,
    Content: wireText(greeting),
    Signature: wireText(person.signature),
    Alias: person.alias,
    Scene: 30,
    VerifyFlag: 0,
    AttrStatus: 16896,
    Sex: person.sex,
    Ticket: ticket,
    OpCode: 2,
  }
  queueMessage(world, account, {
    msgId,
    from: 'fmessage',
    to,
    type: 37,
    content: wireXml(xml),
    named: ({ nameOf }) => ({ RecommendInfo: { UserName: nameOf(person.id), ...recommendation } }),
  })
  return msgId
}
