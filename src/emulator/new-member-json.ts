import type { Account } from './account.js'
import type { Session } from './session.js'
import type { JsonObject } from './wire-json.js'
import { wireText } from './wire-text.js'
import type { WorldState } from './world-state.js'

/** 0 joined, 3 has blocked the account, 4 has deleted it. */
export function memberStatus(account: Account, id: string): 0 | 3 | 4 {
  const friend = account.friends.get(id)
  return friend?.blockedYou === true ? 3 : friend?.deletedYou === true ? 4 : 0
}

/** A member in the answer of whoever makes a room, or adds to it. */
export const newMemberJson = (world: WorldState, account: Account, session: Session, id: string): JsonObject => ({
  Uin: 0,
  UserName: session.names.nameOf(id),
  NickName: wireText(world.persons.get(id)?.nickName ?? ''),
  AttrStatus: 0,
  PYInitial: '',
  PYQuanPin: '',
  RemarkPYInitial: '',
  RemarkPYQuanPin: '',
  MemberStatus: memberStatus(account, id),
  DisplayName: '',
  KeyWord: '',
})
