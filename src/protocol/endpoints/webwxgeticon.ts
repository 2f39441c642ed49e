import { type DownloadEndpoint, download } from '../download.js'
import type { Session } from '../session.js'

const name = 'webwxgeticon'

export interface GetIconInput {
  readonly session: Session
  readonly userName: string
  /** Counts the changes of the avatar; 0 for whichever there is. */
  readonly seq: number
  /** EncryChatRoomId of a room in which the person is; needed for those who are no friends. */
  readonly room?: string
  /** The friend request that came from the person. */
  readonly msgId?: string
  readonly isBig: boolean
}

/** The avatar of a person. */
export const webwxgeticon: DownloadEndpoint<GetIconInput> = {
  name,
  family: 'image',
  hasRanges: false,
  request: ({ session, userName, seq, room, msgId, isBig }) =>
    download(session, name, {
      seq,
      username: userName,
      skey: session.skey,
      ...(room === undefined ? {} : { chatroomid: room }),
      ...(msgId === undefined ? {} : { msgid: msgId }),
      ...(isBig ? { type: 'big' } : {}),
    }),
}
