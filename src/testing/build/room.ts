import type { KnownRoom } from '../../index.js'
import { unknownBase } from './contact.js'
import { member } from './member.js'

/** Any field of a made room; members may be names. */
export type RoomMaking = Partial<Omit<KnownRoom, 'kind' | 'members'>> & {
  readonly members?: readonly (string | KnownRoom['members'][number])[]
}

/**
 * A saved room by this name, which is the id, too. Pure. The first member owns it unless told otherwise; default: alice and bob are in it.
 *
 * @example
 * room('team', { members: ['alice', member('bob', { displayName: 'Bobby' })] })
 */
export const room = (name: string, options: RoomMaking = {}): KnownRoom => {
  const members = (options.members ?? ['alice', 'bob']).map((one) => (typeof one === 'string' ? member(one) : one))
  const { nickName = name, userName = `@@${name}` } = options
  return {
    id: name,
    kind: 'room',
    ...unknownBase,
    remarkName: '',
    name: nickName,
    memberCount: members.length,
    ownerUserName: members[0]?.userName ?? '',
    ownerId: members[0]?.id ?? '',
    isOwner: false,
    encryChatRoomId: '',
    isSaved: true,
    isFriend: true,
    ...options,
    members,
    nickName,
    userName,
    raw: options.raw ?? { UserName: userName, NickName: nickName },
  }
}
