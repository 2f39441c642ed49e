import { defer, of } from 'rxjs'
import { type Answer, jsonAnswer, pageAnswer, textAnswer, withHeader } from '../answer.js'
import { authoriseFields, readJson } from '../authorise.js'
import { encryFileName } from '../encry-file-name.js'
import { webOrigin } from '../hosts.js'
import { multipart, type Part } from '../multipart.js'
import { pictureSize, thumbSize } from '../picture-size.js'
import { baseResponse, refusal } from '../refusal.js'
import type { Request } from '../request.js'
import type { Route } from '../route.js'
import { takeChunk } from '../take-chunk.js'
import { fields } from '../wire-json.js'
import type { WorldState } from '../world-state.js'

/** One chunk of a file, on the file host. The last one is answered with the MediaId. */
export const webwxuploadmedia: Route = (world, request) =>
  defer(() => {
    const answer = request.method === 'OPTIONS' ? textAnswer(200, '') : upload(world, request)
    const allowed = withHeader(answer, 'access-control-allow-origin', webOrigin(world, request))
    return of(withHeader(allowed, 'access-control-allow-credentials', 'true'))
  })

const refused = (ret: number): Answer => refusal('webwxuploadmedia', ret)

function upload(world: WorldState, request: Request): Answer {
  if (request.bytes.length > world.settings.largestBody) {
    return pageAnswer(502, '<head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body>')
  }
  const parts = multipart(request.headers['content-type'] ?? '', request.bytes)
  if (parts === undefined) return refused(-1)
  const text = (name: string): string => new TextDecoder().decode(parts.find((part) => part.name === name)?.bytes)
  const asked = readJson(text('uploadmediarequest'))
  const authorised = authoriseFields(world, request, asked, 'file', text('pass_ticket'))
  if (authorised.type === 'refused') return refused(authorised.ret === 1102 ? 1 : authorised.ret)
  const { session } = authorised
  const file = parts.find(isFile)
  if (text('webwx_data_ticket') !== session.dataTicket || file === undefined) return refused(1)
  const { FromUserName } = fields(asked)
  if (FromUserName !== undefined && FromUserName !== session.names.nameOf(session.account)) return refused(1)
  const uploading = takeChunk(world, session, asked, {
    bytes: file.bytes,
    chunks: text('chunks'),
    chunk: text('chunk'),
    type: text('mediatype'),
    mime: text('type'),
    name: text('name') === '' ? (file.fileName ?? '') : text('name'),
  })
  if (typeof uploading === 'number') return refused(uploading)
  const { media, received } = uploading
  const shape = media?.type === 'pic' ? pictureSize(media.bytes?.subarray(0, 65_536) ?? file.bytes) : undefined
  const thumb = shape === undefined ? (media?.type === 'pic' ? unknownShape : noShape) : thumbSize(shape)
  return jsonAnswer({
    BaseResponse: baseResponse(0),
    MediaId: media?.mediaId ?? '',
    StartPos: received,
    CDNThumbImgHeight: thumb.height,
    CDNThumbImgWidth: thumb.width,
    EncryFileName: encryFileName(text('name')),
  })
}

const isFile = (part: Part): boolean => part.name === 'filename' && part.fileName !== undefined

const noShape = { width: 0, height: 0 }
/** Of a picture in a format that is not looked into. */
const unknownShape = { width: 100, height: 75 }
