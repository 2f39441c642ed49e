import { announce, announceGone, deliverNotice, members, queueMessage } from './deliver.js'
import { templateDraft } from './drafts/sysmsg-draft.js'
import { noticesOf } from './notices.js'
import { wireText } from './wire-text.js'
import type { Room, WorldState } from './world-state.js'

const nameOf = (world: WorldState, id: string): string => world.persons.get(id)?.nickName ?? id

/** Undefined for whoever reads about a deed of their own. */
const actor = (world: WorldState, by: string, reader: string): string | undefined =>
  by === reader ? undefined : nameOf(world, by)

function noticeAll(world: WorldState, room: Room, textFor: (reader: string) => string): void {
  for (const account of members(world, room)) deliverNotice(world, account, room.id, wireText(textFor(account.id)))
}

/** All accounts in the room hear that its contact has changed. */
export function roomChanged(world: WorldState, room: Room): void {
  for (const account of members(world, room)) announce(world, account, room.id)
}

/** Also those who have an account here get the room, and who else is there. */
export function admit(world: WorldState, room: Room, ids: readonly string[], by: string): void {
  seat(world, room, ids)
  const texts = noticesOf(world.settings)
  noticeAll(world, room, (reader) => {
    if (!ids.includes(reader))
      return texts.invited(
        actor(world, by, reader),
        ids.map((id) => nameOf(world, id)),
      )
    const others = [...room.members.keys()].filter((id) => id !== reader)
    return texts.invitedYou(
      nameOf(world, by),
      others.map((id) => nameOf(world, id)),
    )
  })
}

/** Somebody has scanned a QR code of the room. */
export function admitByCode(world: WorldState, room: Room, id: string, by: string): void {
  seat(world, room, [id])
  const { joinedByCode } = noticesOf(world.settings)
  noticeAll(world, room, (reader) => joinedByCode(nameOf(world, id), actor(world, by, reader)))
}

function seat(world: WorldState, room: Room, ids: readonly string[]): void {
  for (const id of ids) {
    room.members.set(id, '')
    room.invited.delete(id)
    const account = world.accounts.get(id)
    account?.rooms.set(room.id, { id: room.id, saved: false, muted: false })
    account?.recent.add(room.id)
  }
  roomChanged(world, room)
}

/** Whoever removes somebody reads it as a text, or as the `sysmsg` of newer phones; nobody else does. */
export function expel(
  world: WorldState,
  room: Room,
  ids: readonly string[],
  by: string,
  form: 'text' | 'sysmsg',
): void {
  const texts = noticesOf(world.settings)
  for (const id of ids) {
    const account = world.accounts.get(id)
    if (account !== undefined) {
      deliverNotice(world, account, room.id, wireText(texts.removedYou(nameOf(world, by))))
      account.rooms.delete(room.id)
      announceGone(world, account, room.id)
    }
    room.members.delete(id)
  }
  roomChanged(world, room)
  const owner = world.accounts.get(by)
  if (owner === undefined) return
  const names = ids.map((id) => nameOf(world, id)).join('、')
  if (form === 'text') {
    deliverNotice(world, owner, room.id, wireText(texts.removed(names)))
    return
  }
  const gone = ids.map((id) => ({ wxid: world.persons.get(id)?.wxid ?? id, name: nameOf(world, id) }))
  const draft = templateDraft('你将"$kickoutname$"移出了群聊', 'kickoutname', gone)
  queueMessage(world, owner, { msgId: world.nextMsgId(), from: room.id, to: owner.id, ...draft })
}

/** Nobody reads of it; where the owner leaves, the next in the list becomes it. */
export function depart(world: WorldState, room: Room, id: string): void {
  room.members.delete(id)
  const account = world.accounts.get(id)
  account?.rooms.delete(room.id)
  account?.recent.delete(room.id)
  if (account !== undefined) announceGone(world, account, room.id)
  const next = room.members.keys().next().value
  if (room.owner === id && next !== undefined) crown(world, room, next)
  else roomChanged(world, room)
}

/** The new owner reads of it. */
export function crown(world: WorldState, room: Room, id: string): void {
  room.owner = id
  roomChanged(world, room)
  const account = world.accounts.get(id)
  if (account !== undefined) deliverNotice(world, account, room.id, noticesOf(world.settings).newOwner())
}

export function retitle(world: WorldState, room: Room, topic: string, by: string): void {
  room.topic = topic
  roomChanged(world, room)
  const { renamed } = noticesOf(world.settings)
  noticeAll(world, room, (reader) => renamed(actor(world, by, reader), topic))
}
