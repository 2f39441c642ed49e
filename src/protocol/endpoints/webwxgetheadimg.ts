import { type DownloadEndpoint, download } from '../download.js'
import type { Session } from '../session.js'

const name = 'webwxgetheadimg'

export interface GetHeadImgInput {
  readonly session: Session
  readonly userName: string
  /** Counts the changes of the picture; 0 for whichever there is. */
  readonly seq: number
  readonly isBig: boolean
}

/** The picture of a room. */
export const webwxgetheadimg: DownloadEndpoint<GetHeadImgInput> = {
  name,
  family: 'image',
  hasRanges: false,
  request: ({ session, userName, seq, isBig }) =>
    download(session, name, {
      seq,
      username: userName,
      skey: session.skey,
      ...(isBig ? { type: 'big' } : {}),
    }),
}
