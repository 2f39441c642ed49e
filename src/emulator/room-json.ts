import type { Account } from './account.js'
import { attrStatus, headUrl, plainContact } from './contact-json.js'
import { initialsOf, pinyinOf } from './pinyin.js'
import type { Session } from './session.js'
import type { JsonObject } from './wire-json.js'
import { wireText } from './wire-text.js'
import type { Room, WorldState } from './world-state.js'

/** `bare`: no members. `nameless`: members whose names are empty. `full`: everything, and EncryChatRoomId. */
export type RoomDetail = 'bare' | 'nameless' | 'full'

/** A room as seen by one account. One that it has left comes back empty. */
export function roomJson(
  world: WorldState,
  account: Account,
  session: Session,
  room: Room,
  detail: RoomDetail,
  skey: string,
): JsonObject {
  const member = account.rooms.get(room.id)
  const members = detail === 'bare' || member === undefined ? [] : [...room.members]
  const owns = room.owner === account.id
  const isBrief = detail === 'nameless'
  return {
    ...plainContact,
    UserName: session.names.nameOf(room.id),
    NickName: wireText(room.topic),
    HeadImgUrl: headUrl(session, room.id, isBrief ? 0 : room.headSeq, 'webwxgetheadimg', skey),
    ContactFlag: isBrief ? 0 : (member?.saved === true ? 3 : 2) + (account.pinned.has(room.id) ? 2048 : 0),
    MemberCount: members.length,
    MemberList: members.map(([id, display]) => memberJson(world, session, id, display, detail === 'full')),
    OwnerUin: owns && detail === 'full' ? Number(account.uin) : 0,
    PYInitial: isBrief ? '' : initialsOf(room.topic),
    PYQuanPin: isBrief ? '' : pinyinOf(room.topic),
    Statues: member?.muted === true ? 0 : 1,
    EncryChatRoomId: detail === 'full' ? session.names.roomKeyOf(room.id) : '',
    IsOwner: owns ? 1 : 0,
  }
}

function memberJson(world: WorldState, session: Session, id: string, display: string, named: boolean): JsonObject {
  const person = world.persons.get(id)
  return {
    Uin: 0,
    UserName: session.names.nameOf(id),
    NickName: named ? wireText(person?.nickName ?? '') : '',
    AttrStatus: named && person !== undefined ? attrStatus(person) : 0,
    PYInitial: '',
    PYQuanPin: '',
    RemarkPYInitial: '',
    RemarkPYQuanPin: '',
    MemberStatus: 0,
    DisplayName: named ? wireText(display) : '',
    KeyWord: named ? (person?.wxid.slice(0, 3) ?? '') : '',
  }
}
