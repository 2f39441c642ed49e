import { defer, of } from 'rxjs'
import { type Answer, jsonAnswer } from '../answer.js'
import { authoriseBody } from '../authorise.js'
import { type Check, checkKeyOf } from '../depot.js'
import { encryFileName } from '../encry-file-name.js'
import { baseResponse, refusal } from '../refusal.js'
import type { Route } from '../route.js'
import type { Session } from '../session.js'
import { newMediaId } from '../take-chunk.js'
import type { WorldState } from '../world-state.js'

/** Before a large file: its MediaId where the server has it already, else the key and signature for its upload. */
export const webwxcheckupload: Route = (world, request) =>
  defer(() => {
    const authorised = authoriseBody(world, request)
    if (authorised.type === 'refused') return of(refusal('webwxcheckupload', authorised.ret))
    return of(check(world, authorised.session, authorised.body))
  })

function check(world: WorldState, session: Session, body: Readonly<Record<string, unknown>>): Answer {
  const { FileMd5, FileName, FileSize, FileType, FromUserName } = body
  const fine =
    typeof FileMd5 === 'string' &&
    /^[0-9a-f]{32}$/i.test(FileMd5) &&
    typeof FileName === 'string' &&
    Number.isSafeInteger(FileSize) &&
    Number(FileSize) > 0 &&
    FileType === 7 &&
    FromUserName === session.names.nameOf(session.account)
  if (!fine) return refusal('webwxcheckupload', 1)
  const md5 = FileMd5.toLowerCase()
  const made: Check = {
    size: Number(FileSize),
    aesKey: world.random.hex(32),
    signature: world.random.hex(128),
  }
  world.depot.checks.set(checkKeyOf(session.account, md5), made)
  return jsonAnswer({
    BaseResponse: baseResponse(0),
    MediaId: instantly(world, session, md5, made.size, FileName),
    AESKey: made.aesKey,
    Signature: made.signature,
    EncryFileName: encryFileName(FileName),
  })
}

/** A MediaId of this login for bytes that somebody has uploaded before; '' where nobody has. */
function instantly(world: WorldState, session: Session, md5: string, size: number, name: string): string {
  const known = world.depot.byMd5.get(md5)
  if (known === undefined || known.size !== size) return ''
  const mediaId = newMediaId(world)
  const until = world.now() + world.settings.mediaLife
  world.depot.media.set(mediaId, { ...known, mediaId, name, account: session.account, session: session.serial, until })
  return mediaId
}
