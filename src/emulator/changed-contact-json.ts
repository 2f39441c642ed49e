import type { Account } from './account.js'
import { personJson } from './contact-json.js'
import { roomJson } from './room-json.js'
import type { Session } from './session.js'
import { isList, isObject, type JsonObject } from './wire-json.js'
import type { WorldState } from './world-state.js'

/** An entry of ModContactList: fewer fields than a contact elsewhere, and some that exist only here. */
export function changedContactJson(
  world: WorldState,
  account: Account,
  session: Session,
  id: string,
): JsonObject | undefined {
  const room = world.rooms.get(id)
  const person = world.persons.get(id)
  const full =
    room !== undefined
      ? roomJson(world, account, session, room, 'full', '')
      : person === undefined
        ? undefined
        : personJson(account, session, person, '')
  if (full === undefined) return undefined
  const { MemberList, ...rest } = full
  return {
    UserName: rest.UserName,
    NickName: rest.NickName,
    Sex: rest.Sex,
    HeadImgUpdateFlag: 1,
    ContactType: 0,
    Alias: rest.Alias,
    ChatRoomOwner: room === undefined ? '' : session.names.nameOf(room.owner),
    HeadImgUrl: rest.HeadImgUrl,
    ContactFlag: rest.ContactFlag,
    MemberCount: rest.MemberCount,
    MemberList: isList(MemberList)
      ? MemberList.map((member) => (isObject(member) ? { ...member, HeadImgUrl: '' } : member))
      : [],
    HideInputBarFlag: 0,
    Signature: rest.Signature,
    VerifyFlag: rest.VerifyFlag,
    RemarkName: rest.RemarkName,
    Statues: rest.Statues,
    AttrStatus: rest.AttrStatus,
    Province: rest.Province,
    City: rest.City,
    SnsFlag: rest.SnsFlag,
    KeyWord: rest.KeyWord,
  }
}
