import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Failure } from '../../errors.js'
import { readDeed } from '../answer.js'
import { post } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import { namesOf, stringOf } from '../fields.js'
import type { Fields } from '../json.js'
import { type NewMember, newMembersOf } from '../new-member.js'
import { misshapen } from '../result.js'
import { Ret } from '../retcode.js'
import type { Session } from '../session.js'
import { isRoomName } from '../user-name.js'

const name = 'webwxcreatechatroom'

export interface CreateChatRoomInput {
  readonly session: Session
  readonly now: number
  /** UserNames, two or more, without the account's own. */
  readonly members: readonly string[]
  /** '' for none. */
  readonly topic: string
}

export interface CreatedRoom {
  readonly userName: string
  readonly members: readonly NewMember[]
  /** UserNames of those who refused. */
  readonly refusedBy: readonly string[]
}

/** Opens a room. It comes through webwxsync, too; `ErrMsg` says something even when all is well. */
export const webwxcreatechatroom: Endpoint<CreateChatRoomInput, CreatedRoom> = {
  name,
  request: ({ session, now, members, topic }) =>
    post(
      session,
      name,
      { r: now },
      {
        MemberCount: members.length,
        MemberList: members.map((userName) => ({ UserName: userName })),
        Topic: topic,
      },
    ),
  read: (answer) => pipe(readDeed(name, answer, [Ret.ok, Ret.partlyDone]), E.chain(readRoom)),
}

function readRoom({ ChatRoomName, MemberList, BlackList }: Fields): E.Either<Failure, CreatedRoom> {
  const userName = stringOf(ChatRoomName)
  if (!isRoomName(userName)) return misshapen(name, 'ChatRoomName is not the name of a room')
  return E.right({ userName, members: newMembersOf(MemberList), refusedBy: namesOf(BlackList) })
}
