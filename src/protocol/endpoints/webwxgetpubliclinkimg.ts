import { type DownloadEndpoint, download } from '../download.js'
import type { Session } from '../session.js'

const name = 'webwxgetpubliclinkimg'

/** The piece of a map that a location shows. */
export const webwxgetpubliclinkimg: DownloadEndpoint<{ readonly session: Session; readonly msgId: string }> = {
  name,
  family: 'image',
  hasRanges: false,
  request: ({ session, msgId }) => download(session, name, { url: 'xxx', msgid: msgId, pictype: 'location' }),
}
