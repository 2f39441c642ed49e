import { type DownloadEndpoint, download } from '../download.js'
import type { Session } from '../session.js'

const name = 'webwxgetmsgimg'

export interface GetMsgImgInput {
  readonly session: Session
  readonly msgId: string
  /** `slave` is the thumbnail, `big` a larger one; absent: as it was sent. */
  readonly size?: 'slave' | 'big'
}

/** The picture, the moving picture or the thumbnail of a message. Its type is always said to be JPEG: look at the bytes. */
export const webwxgetmsgimg: DownloadEndpoint<GetMsgImgInput> = {
  name,
  family: 'image',
  hasRanges: false,
  request: ({ session, msgId, size }) =>
    download(session, name, { MsgID: msgId, skey: session.skey, ...(size === undefined ? {} : { type: size }) }),
}
