import { type DownloadEndpoint, download } from '../download.js'
import type { Session } from '../session.js'

const name = 'webwxgetvoice'

/** What somebody said, as MP3. */
export const webwxgetvoice: DownloadEndpoint<{ readonly session: Session; readonly msgId: string }> = {
  name,
  family: 'audio',
  hasRanges: false,
  request: ({ session, msgId }) => download(session, name, { msgid: msgId, skey: session.skey }),
}
