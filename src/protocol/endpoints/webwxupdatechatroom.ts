import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readDeed } from '../answer.js'
import { post } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import { type NewMember, newMembersOf } from '../new-member.js'
import { Ret } from '../retcode.js'
import type { Session } from '../session.js'

const name = 'webwxupdatechatroom'

/** What is done to a room, by the `fun` that the wire calls it. People are UserNames. */
export type RoomUpdate =
  /** Adds friends at once; below the size from which a room is joined by invitation only. */
  | { readonly fun: 'addmember'; readonly members: readonly string[] }
  /** Sends each an invitation. */
  | { readonly fun: 'invitemember'; readonly members: readonly string[] }
  /** Its owner only. */
  | { readonly fun: 'delmember'; readonly members: readonly string[] }
  | { readonly fun: 'modtopic'; readonly topic: string }
  /** Leaves the room. Never seen on the wire: the name of the call is known, its answer is not. */
  | { readonly fun: 'quitchatroom' }

export interface UpdateChatRoomInput {
  readonly session: Session
  /** The room's UserName. */
  readonly room: string
  readonly update: RoomUpdate
}

/** Changes the members or the topic of a room. What came of it arrives through webwxsync. */
export const webwxupdatechatroom: Endpoint<UpdateChatRoomInput, { readonly members: readonly NewMember[] }> = {
  name,
  request: ({ session, room, update }) =>
    post(session, name, { fun: update.fun }, { ChatRoomName: room, ...fieldOf(update) }),
  read: (answer) =>
    pipe(
      readDeed(name, answer, [Ret.ok, Ret.partlyDone]),
      E.map(({ MemberList }) => ({ members: newMembersOf(MemberList) })),
    ),
}

function fieldOf(update: RoomUpdate): Readonly<Record<string, string>> {
  switch (update.fun) {
    case 'addmember':
      return { AddMemberList: update.members.join(',') }
    case 'invitemember':
      return { InviteMemberList: update.members.join(',') }
    case 'delmember':
      return { DelMemberList: update.members.join(',') }
    case 'modtopic':
      return { NewTopic: update.topic }
    case 'quitchatroom':
      return {}
  }
}
