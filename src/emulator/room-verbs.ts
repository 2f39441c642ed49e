import { failure } from '../errors.js'
import { announce, announceGone, deliverNotice, members, queueMessage } from './deliver.js'
import { announcementDraft, templateDraft } from './drafts/sysmsg-draft.js'
import { wireText } from './wire-text.js'
import type { Room, WorldState } from './world-state.js'

/** What happens to a room. All accounts in it hear of it: the changed room, and a system text. */
export interface RoomVerbs {
  readonly rename: (topic: string, by: string) => void
  readonly add: (person: string, by: string) => void
  /** An account that is removed hears it, too, and does not see the room any more. */
  readonly remove: (person: string, by: string, form?: 'text' | 'sysmsg') => void
  /** Somebody takes another name in the room. */
  readonly display: (person: string, displayName: string) => void
  /** Puts up an announcement. */
  readonly announce: (text: string, by: string) => void
  /** A system text without any change. */
  readonly notice: (text: string) => void
}

export function createRoom(world: WorldState, room: Room): RoomVerbs {
  const name = (id: string): string => world.persons.get(id)?.nickName ?? id
  const notice = (textFor: (account: string) => string): void => {
    for (const account of members(world, room)) deliverNotice(world, account, room.id, wireText(textFor(account.id)))
  }
  const changed = (): void => {
    for (const account of members(world, room)) announce(world, account, room.id)
  }
  /** "You" where the account itself acts. */
  const actor = (by: string, account: string): string => (by === account ? '你' : `"${name(by)}"`)
  return {
    rename: (topic, by) => {
      room.topic = topic
      changed()
      notice((account) => `${actor(by, account)}修改群名为“${topic}”`)
    },
    add: (person, by) => {
      if (!world.persons.has(person)) throw failure('argument', { name: 'add', why: `there is no ${person}` })
      room.members.set(person, '')
      const account = world.accounts.get(person)
      account?.rooms.set(room.id, { id: room.id, saved: false, muted: false })
      account?.recent.add(room.id)
      changed()
      notice((reader) =>
        reader === person
          ? `"${name(by)}"邀请你加入了群聊，群聊参与人还有：${[...room.members.keys()]
              .filter((id) => id !== person)
              .map(name)
              .join('、')}`
          : `${actor(by, reader)}邀请"${name(person)}"加入了群聊${by === reader ? '  ' : ''}`,
      )
    },
    remove: (person, by, form = 'text') => {
      const account = world.accounts.get(person)
      if (account !== undefined) deliverNotice(world, account, room.id, wireText(`你被"${name(by)}"移出群聊`))
      room.members.delete(person)
      if (account !== undefined) {
        account.rooms.delete(room.id)
        announceGone(world, account, room.id)
      }
      changed()
      const owner = world.accounts.get(by)
      if (owner !== undefined && form === 'text') {
        deliverNotice(world, owner, room.id, wireText(`你将"${name(person)}"移出了群聊`))
      } else if (owner !== undefined) {
        const gone = { wxid: world.persons.get(person)?.wxid ?? person, name: name(person) }
        const draft = templateDraft('你将"$kickoutname$"移出了群聊', 'kickoutname', [gone])
        queueMessage(world, owner, { msgId: world.nextMsgId(), from: room.id, to: owner.id, ...draft })
      }
    },
    display: (person, displayName) => {
      room.members.set(person, displayName)
      changed()
    },
    announce: (text, by) => {
      const writer = world.persons.get(by)?.wxid ?? by
      const draft = announcementDraft(text, `${writer}_${room.chatroom}_${Math.floor(world.now() / 1_000)}`)
      for (const account of members(world, room)) {
        queueMessage(world, account, { msgId: world.nextMsgId(), from: room.id, to: account.id, ...draft })
      }
    },
    notice: (text) => notice(() => text),
  }
}
