import type { Contact, Member } from '../../protocol/contact.js'
import { numberOf, stringOf } from '../../protocol/fields.js'
import type { Identity } from '../saved.js'

/** What finds a person or room again after a login has given everybody a new UserName. */
export type Evidence = Pick<
  Identity,
  'kind' | 'remarkName' | 'alias' | 'nickName' | 'uin' | 'pinyin' | 'avatarSeq' | 'members'
>

/** Somebody of whom nothing is known yet. */
export const noEvidence = (userName: string): Evidence => ({
  kind: isRoomName(userName) ? 'room' : 'person',
  remarkName: '',
  alias: '',
  nickName: '',
})

export const isRoomName = (userName: string): boolean => userName.startsWith('@@') || userName.endsWith('@chatroom')

/** The evidence in a contact; what the service left out is left out. `self`: this account, who is a member of every room. */
export function evidenceOf(seen: Contact, self = ''): Evidence {
  const { remarkName, alias, nickName, avatarSeq, raw } = seen
  const uin = numberOf(raw?.Uin)
  const pinyin = stringOf(raw?.RemarkPYQuanPin) || stringOf(raw?.PYQuanPin)
  const members = seen.kind === 'room' ? membersOf(seen.members.filter(({ userName }) => userName !== self)) : []
  return {
    kind: isRoomName(seen.userName) ? 'room' : 'person',
    remarkName,
    alias,
    nickName,
    ...(uin === 0 ? {} : { uin }),
    ...(pinyin === '' ? {} : { pinyin }),
    ...(avatarSeq > 0 ? { avatarSeq } : {}),
    ...(members.length === 0 ? {} : { members }),
  }
}

/** Whether anything is known that could find somebody again. */
export const isFindable = ({ remarkName, alias, nickName, uin, pinyin, avatarSeq, members = [] }: Evidence): boolean =>
  [remarkName, alias, nickName, pinyin ?? ''].some((name) => name !== '') ||
  uin !== undefined ||
  avatarSeq !== undefined ||
  members.length > 0

export const isSameEvidence = (one: Evidence, other: Evidence): boolean =>
  one.remarkName === other.remarkName &&
  one.alias === other.alias &&
  one.nickName === other.nickName &&
  one.uin === other.uin &&
  one.pinyin === other.pinyin &&
  one.avatarSeq === other.avatarSeq &&
  (one.members ?? []).join() === (other.members ?? []).join()

/** Larger rooms do not exist. */
const membersLimit = 500

/** The members of a room as sorted hashes of their names: five hundred names of two hundred rooms would be a large book. */
const membersOf = (members: readonly Member[]): readonly number[] =>
  members
    .slice(0, membersLimit)
    .flatMap(({ nickName }) => (nickName === '' ? [] : hash(nickName)))
    .sort((one, other) => one - other)

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let sum = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return sum >>> 0
}
