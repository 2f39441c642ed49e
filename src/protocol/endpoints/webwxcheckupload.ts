import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readFields } from '../answer.js'
import { post } from '../base-request.js'
import type { Endpoint } from '../endpoint.js'
import { stringOf } from '../fields.js'
import type { Session } from '../session.js'

const name = 'webwxcheckupload'

/** The wire's word for a large file. */
const largeFile = 7

export interface CheckUploadInput {
  readonly session: Session
  readonly from: string
  readonly to: string
  readonly fileName: string
  readonly size: number
  readonly md5: string
}

/** What is to be repeated in the upload and the send of a large file. */
export interface CheckedUpload {
  /** Not '': the server has the file already. */
  readonly mediaId: string
  readonly aesKey: string
  readonly signature: string
}

/** Asks before the upload of a file of more than 25 MB. */
export const webwxcheckupload: Endpoint<CheckUploadInput, CheckedUpload> = {
  name,
  request: ({ session, from, to, fileName, size, md5 }) =>
    post(
      session,
      name,
      {},
      {
        FileMd5: md5,
        FileName: fileName,
        FileSize: size,
        FileType: largeFile,
        FromUserName: from,
        ToUserName: to,
      },
    ),
  read: (answer) =>
    pipe(
      readFields(name, answer),
      E.map(({ MediaId, AESKey, Signature }) => ({
        mediaId: stringOf(MediaId),
        aesKey: stringOf(AESKey),
        signature: stringOf(Signature),
      })),
    ),
}
