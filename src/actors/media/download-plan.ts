import { failure } from '../../errors.js'
import type { DownloadEndpoint } from '../../protocol/download.js'
import type { WireRequest } from '../../protocol/endpoint.js'
import { webwxgeticon } from '../../protocol/endpoints/webwxgeticon.js'
import { webwxgetmedia } from '../../protocol/endpoints/webwxgetmedia.js'
import { webwxgetmsgimg } from '../../protocol/endpoints/webwxgetmsgimg.js'
import { webwxgetpubliclinkimg } from '../../protocol/endpoints/webwxgetpubliclinkimg.js'
import { webwxgetvideo } from '../../protocol/endpoints/webwxgetvideo.js'
import { webwxgetvoice } from '../../protocol/endpoints/webwxgetvoice.js'
import type { Session } from '../../protocol/session.js'
import type { Env } from '../env.js'
import type { Message } from '../message.js'

/** What is fetched, and what is known of it before. */
export interface DownloadPlan {
  readonly endpoint: Pick<DownloadEndpoint<never>, 'name' | 'family' | 'hasRanges'>
  readonly request: (session: Session, env: Env) => WireRequest
  /** A name with an extension, or without one where only the bytes say which. */
  readonly name: string
  /** Bytes; 0 where nobody says. */
  readonly size: number
}

/** Which picture of a message is meant. */
export interface DownloadOptions {
  /** `thumbnail`: the small picture of a picture, a film or a sticker. Default `full`. */
  readonly size?: 'full' | 'thumbnail'
}

/** As much of a message as a download of what hangs on it needs. */
export type Downloadable =
  | { readonly type: 'image' | 'emoticon' | 'voice' | 'location'; readonly id: string }
  | { readonly type: 'video' | 'microVideo'; readonly id: string; readonly size: number }
  | { readonly type: 'friendRequest'; readonly id: string; readonly userName: string }
  | DownloadableFile

interface DownloadableFile {
  readonly type: 'file'
  readonly id: string
  readonly fromUserName: string
  readonly mediaId: string
  readonly encryFileName: string
  readonly fileName: string
  readonly size: number
}

/** A request of one endpoint, and its input once there is a session. */
export function planOf<I>(
  endpoint: DownloadEndpoint<I>,
  input: (session: Session, env: Env) => I,
  name: string,
  size = 0,
): DownloadPlan {
  return { endpoint, request: (session, env) => endpoint.request(input(session, env)), name, size }
}

/** How the media of a message is fetched. Throws `media` for kinds that have none. */
export function messagePlan(message: Message | Downloadable, { size = 'full' }: DownloadOptions = {}): DownloadPlan {
  const { id: msgId, type } = message
  const name = `${type}-${msgId}`
  const picture = (scale?: 'slave'): DownloadPlan =>
    planOf(webwxgetmsgimg, (session) => ({ session, msgId, ...(scale === undefined ? {} : { size: scale }) }), name)
  switch (message.type) {
    case 'image':
    case 'emoticon':
      return picture(size === 'thumbnail' ? 'slave' : undefined)
    case 'video':
    case 'microVideo':
      if (size === 'thumbnail') return picture('slave')
      return planOf(webwxgetvideo, (session) => ({ session, msgId }), name, message.size)
    case 'voice':
      return planOf(webwxgetvoice, (session) => ({ session, msgId }), name)
    case 'location':
      return planOf(webwxgetpubliclinkimg, (session) => ({ session, msgId }), name)
    case 'friendRequest': {
      const { userName } = message
      return planOf(webwxgeticon, (session) => ({ session, userName, seq: 0, msgId, isBig: true }), name)
    }
    case 'file':
      return filePlan(message)
    default:
      throw failure('media', {
        reason: 'unsupported',
        name: '',
        why: `a message of the kind ${type} has nothing to download`,
      })
  }
}

function filePlan(message: DownloadableFile): DownloadPlan {
  const { mediaId, encryFileName, fileName, size, fromUserName: sender } = message
  const input = (session: Session, env: Env) => ({
    session,
    sender,
    mediaId,
    // Older messages come without it.
    encryFileName: encryFileName || fileName,
    dataTicket: env.cookies.value(session.hosts.file, 'webwx_data_ticket') ?? '',
  })
  return planOf(webwxgetmedia, input, fileName, size)
}
