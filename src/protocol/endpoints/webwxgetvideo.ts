import { type DownloadEndpoint, download } from '../download.js'
import type { Session } from '../session.js'

const name = 'webwxgetvideo'

/** A film. Without a Range the server answers with nothing. */
export const webwxgetvideo: DownloadEndpoint<{ readonly session: Session; readonly msgId: string }> = {
  name,
  family: 'video',
  hasRanges: true,
  request: ({ session, msgId }) => download(session, name, { msgid: msgId, skey: session.skey }),
}
