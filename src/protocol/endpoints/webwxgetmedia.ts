import { type DownloadEndpoint, download } from '../download.js'
import type { Session } from '../session.js'

const name = 'webwxgetmedia'

export interface GetMediaInput {
  readonly session: Session
  /** FromUserName of the message: in a room, the room. */
  readonly sender: string
  readonly mediaId: string
  readonly encryFileName: string
  /** The value of the cookie `webwx_data_ticket`. */
  readonly dataTicket: string
}

/** A file that somebody sent. */
export const webwxgetmedia: DownloadEndpoint<GetMediaInput> = {
  name,
  family: 'any',
  hasRanges: false,
  request: ({ session, sender, mediaId, encryFileName, dataTicket }) =>
    download(
      session,
      name,
      {
        sender,
        mediaid: mediaId,
        encryfilename: encryFileName,
        fromuser: session.uin,
        pass_ticket: session.passTicket,
        webwx_data_ticket: dataTicket,
      },
      session.hosts.file,
    ),
}
