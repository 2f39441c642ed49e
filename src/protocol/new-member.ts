import { fieldsOf, listOf, numberOf, stringOf } from './fields.js'
import { decodeText } from './text.js'

/** Somebody who was to come into a room, as the answer tells it. */
export interface NewMember {
  readonly userName: string
  readonly nickName: string
  /** `hasDeletedYou` and `hasBlockedYou`: not in the room, and no friend any more. */
  readonly status: 'joined' | 'hasDeletedYou' | 'hasBlockedYou'
}

const MemberStatus = { blocked: 3, deleted: 4 } as const

/** The people of a `MemberList`; entries without a UserName are left out. */
export const newMembersOf = (list: unknown): readonly NewMember[] =>
  listOf(list).flatMap((entry) => {
    const { UserName, NickName, MemberStatus: status } = fieldsOf(entry)
    return typeof UserName === 'string' && UserName !== ''
      ? [{ userName: UserName, nickName: decodeText(stringOf(NickName)), status: statusOf(numberOf(status)) }]
      : []
  })

function statusOf(status: number): NewMember['status'] {
  if (status === MemberStatus.deleted) return 'hasDeletedYou'
  return status === MemberStatus.blocked ? 'hasBlockedYou' : 'joined'
}
