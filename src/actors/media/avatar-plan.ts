import { failure } from '../../errors.js'
import { webwxgetheadimg } from '../../protocol/endpoints/webwxgetheadimg.js'
import { webwxgeticon } from '../../protocol/endpoints/webwxgeticon.js'
import type { AddressBook } from '../address-book.js'
import { type DownloadPlan, planOf } from './download-plan.js'

/** Which picture of somebody is meant. */
export interface AvatarOptions {
  /** `small`: as in the list of chats. Default `big`. */
  readonly size?: 'big' | 'small'
  /** UserName or own id of a room the person is in; needed for those who are no friends. */
  readonly room?: string
}

/** How the picture of somebody, or of a room, is fetched. Throws `media` for a room that is not known. */
export function avatarPlan(book: AddressBook, userName: string, { size = 'big', room }: AvatarOptions): DownloadPlan {
  const known = book.get(userName)
  const name = `avatar-${known?.name || 'unknown'}`
  const seq = known?.avatarSeq ?? 0
  const isBig = size === 'big'
  if (userName.startsWith('@@')) return planOf(webwxgetheadimg, (session) => ({ session, userName, seq, isBig }), name)
  const chat = room === undefined ? {} : { room: encryptedId(book, room) }
  return planOf(webwxgeticon, (session) => ({ session, userName, seq, isBig, ...chat }), name)
}

function encryptedId(book: AddressBook, room: string): string {
  const known = book.get(room) ?? book.find(room)[0]
  if (known?.kind === 'room' && known.encryChatRoomId !== '') return known.encryChatRoomId
  throw failure('media', { reason: 'notThere', name: '', why: 'the room in which to look for the avatar is not known' })
}
