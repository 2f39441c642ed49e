import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readFields } from '../answer.js'
import { api, baseRequest, headers } from '../base-request.js'
import type { Chunk } from '../chunks.js'
import { chunkCount } from '../chunks.js'
import type { Endpoint, WireRequest } from '../endpoint.js'
import { stringOf } from '../fields.js'
import type { MediaType } from '../media-kind.js'
import { misshapen } from '../result.js'
import type { Session } from '../session.js'
import type { CheckedUpload } from './webwxcheckupload.js'

const name = 'webwxuploadmedia'

export interface UploadMediaInput {
  readonly session: Session
  readonly from: string
  readonly to: string
  /** By which the server joins the chunks of one file: the same in all of them (ms). */
  readonly clientMediaId: number
  /** Counts the files of this client. */
  readonly count: number
  readonly mediaType: MediaType
  readonly file: {
    /** Where the bytes are to be read. */
    readonly path: string
    readonly name: string
    readonly mime: string
    readonly size: number
    readonly md5: string
    /** When it was last written to (ms). */
    readonly modified: number
  }
  readonly chunk: Chunk
  /** The value of the cookie `webwx_data_ticket`. */
  readonly dataTicket: string
  /** What webwxcheckupload said of a large file. */
  readonly checked?: CheckedUpload
}

/** A chunk may have to go over a slow line (ms). */
const uploadPatience = 60_000

/**
 * Sends one chunk of a file, in order. `mediaId` is '' before the last one; then it is good for this session and for any receiver.
 */
export const webwxuploadmedia: Endpoint<UploadMediaInput, { readonly mediaId: string }> = {
  name,
  request,
  read: (answer, { chunk, file }) =>
    pipe(
      readFields(name, answer),
      E.chain(({ MediaId }) => {
        const mediaId = stringOf(MediaId)
        const isLast = chunk.end === file.size
        return isLast && mediaId === ''
          ? misshapen(name, 'the last chunk was taken, and no MediaId came')
          : E.right({ mediaId })
      }),
    ),
}

function request(input: UploadMediaInput): WireRequest {
  const { session, file, chunk, count, mediaType, dataTicket } = input
  const chunks = chunkCount(file.size)
  return {
    method: 'POST',
    url: api(session.hosts.file, name),
    query: { f: 'json' },
    headers: { ...headers(session), origin: session.hosts.web },
    multipart: {
      fields: [
        ['id', `WU_FILE_${count}`],
        ['name', file.name],
        ['type', file.mime],
        ['size', String(file.size)],
        ...(chunks > 1
          ? ([
              ['chunks', String(chunks)],
              ['chunk', String(chunk.index)],
            ] as const)
          : []),
        ['mediatype', mediaType],
        ['uploadmediarequest', JSON.stringify(uploadRequest(input))],
        ['webwx_data_ticket', dataTicket],
        ['pass_ticket', decoded(session.passTicket)],
      ],
      file: { field: 'filename', name: file.name, type: chunks > 1 ? 'application/octet-stream' : file.mime },
      slice: { path: file.path, size: file.size, modified: file.modified, start: chunk.start, end: chunk.end },
    },
    patience: uploadPatience,
  }
}

/** The wire's word for an attachment, which is used for pictures and films, too. */
const attachment = 4

/** Sizes are those of the whole file in every chunk. */
const uploadRequest = ({ session, from, to, clientMediaId, file, checked }: UploadMediaInput) => ({
  UploadType: 2,
  BaseRequest: baseRequest(session),
  ClientMediaId: clientMediaId,
  TotalLen: file.size,
  StartPos: 0,
  DataLen: file.size,
  MediaType: attachment,
  FromUserName: from,
  ToUserName: to,
  FileMd5: file.md5,
  ...(checked === undefined ? {} : { AESKey: checked.aesKey, Signature: checked.signature }),
})

/** In a form the pass_ticket stands as it is meant, without the percent escapes it came with. */
function decoded(passTicket: string): string {
  try {
    return decodeURIComponent(passTicket)
  } catch {
    return passTicket
  }
}
