import { catchError, concatMap, defer, type Observable, of, range, tap, throwError } from 'rxjs'
import { advise, type Failure, failure, isFailure } from '../../errors.js'
import { backoff, escalate, type Policy } from '../../kernel/policy.js'
import { chunkAt, chunkCount } from '../../protocol/chunks.js'
import { type CheckedUpload, webwxcheckupload } from '../../protocol/endpoints/webwxcheckupload.js'
import { webwxuploadmedia } from '../../protocol/endpoints/webwxuploadmedia.js'
import { checkAbove, mediaTypeOf } from '../../protocol/media-kind.js'
import type { Call } from '../call.js'
import type { Env } from '../env.js'
import { persist, transient } from '../persist.js'
import type { Sending } from '../sender/sender-state.js'
import type { ReadyMedia } from './ready.js'

/** What the send of an uploaded file needs. */
export interface UploadedMedia {
  readonly mediaId: string
  /** Of a large file. */
  readonly signature?: string
  /** It was uploaded for an earlier send. */
  readonly isReused?: true
}

/** How an upload goes on. */
export type Uploading =
  /** So many bytes were taken by the service. */
  | { readonly type: 'uploaded'; readonly bytes: number }
  | { readonly type: 'trouble'; readonly failure: Failure; readonly attempt: number }
  /** The last one. */
  | { readonly type: 'done'; readonly media: UploadedMedia }

export interface Uploads {
  /** Uploads a file, unless this session did so a short while ago. Fails with `media` where it was not taken, and with what concerns the session. */
  readonly upload: (media: ReadyMedia, sending: Sending, to: string) => Observable<Uploading>
  /** The service does not know it any more. */
  readonly forget: (media: ReadyMedia, sending: Sending) => void
}

/** How often a chunk is sent again: to a server that is not reached (some minutes), that answers with a page, that says no. */
const chunkTries = { unreached: 30, unusable: 5, refused: 3 }

/** A file is begun so often. */
const fileTries = 3

/** A MediaId is used again for so long (ms); nobody knows how long it is good. */
const freshFor = 10 * 60_000

/** MediaIds that are remembered. */
const rememberedLimit = 100

interface Remembered {
  readonly media: UploadedMedia
  readonly until: number
}

/** The way of files to the service: one chunk after the other, each tried again by itself. */
export function createUploads(env: Env, call: Call): Uploads {
  const remembered = new Map<string, Remembered>()
  let lastId = 0
  let count = -1

  /** Two files that are sent in the same millisecond must not be joined. */
  const nextId = (): number => {
    lastId = Math.max(lastId + 1, env.scheduler.now())
    return lastId
  }

  const remember = (key: string, media: UploadedMedia): void => {
    if (remembered.size >= rememberedLimit)
      for (const oldest of [...remembered.keys()].slice(0, 10)) remembered.delete(oldest)
    remembered.set(key, { media, until: env.scheduler.now() + freshFor })
  }

  const known = (key: string): UploadedMedia | undefined => {
    const one = remembered.get(key)
    return one !== undefined && one.until > env.scheduler.now() ? one.media : undefined
  }

  return {
    upload: (media, sending, to) =>
      defer((): Observable<Uploading> => {
        const key = keyOf(media, sending)
        const before = known(key)
        if (before !== undefined) return of({ type: 'done', media: { ...before, isReused: true } })
        count += 1
        return uploading({ env, call, nextId, count }, media, sending, to).pipe(
          tap((one) => {
            if (one.type === 'done') remember(key, one.media)
          }),
        )
      }),
    forget: (media, sending) => void remembered.delete(keyOf(media, sending)),
  }
}

const keyOf = ({ kind, file }: ReadyMedia, { session }: Sending): string =>
  `${session.sid} ${mediaTypeOf(kind)} ${file.size} ${file.md5} ${file.name}`

interface Tools {
  readonly env: Env
  readonly call: Call
  readonly nextId: () => number
  readonly count: number
}

/** Large files are asked about first: the service may have them. */
function uploading(tools: Tools, media: ReadyMedia, sending: Sending, to: string): Observable<Uploading> {
  const { file } = media
  if (file.size <= checkAbove) return inChunks(tools, media, sending, to)
  const { session, self: from } = sending
  const { name: fileName, size, md5 } = file
  const check = { session, from, to, fileName, size, md5 }
  return defer(() => tools.call(webwxcheckupload, check)).pipe(
    persist<Uploading>(patient(tools.env), trouble),
    concatMap((one): Observable<Uploading> => {
      if ('type' in one) return of(one)
      if (one.mediaId !== '') return of({ type: 'done', media: { mediaId: one.mediaId, signature: one.signature } })
      return inChunks(tools, media, sending, to, one)
    }),
    catchError((error: unknown) => throwError(() => notTaken(file.name, error))),
  )
}

function inChunks(
  tools: Tools,
  media: ReadyMedia,
  { session, self: from }: Sending,
  to: string,
  checked?: CheckedUpload,
): Observable<Uploading> {
  const { env, call, count } = tools
  const { kind, file } = media
  const whole$ = defer(() => {
    const clientMediaId = tools.nextId()
    const dataTicket = env.cookies.value(session.hosts.file, 'webwx_data_ticket') ?? ''
    const common = { session, from, to, clientMediaId, count, mediaType: mediaTypeOf(kind), file, dataTicket }
    return range(0, chunkCount(file.size)).pipe(
      concatMap((index) => {
        const chunk = chunkAt(file.size, index)
        const input = { ...common, chunk, ...(checked === undefined ? {} : { checked }) }
        return defer(() => call(webwxuploadmedia, input)).pipe(
          persist<Uploading>(patient(env), trouble),
          concatMap((one): readonly Uploading[] =>
            'type' in one
              ? [one]
              : [{ type: 'uploaded', bytes: chunk.end }, ...done(one.mediaId, chunk.end === file.size)],
          ),
        )
      }),
    )
  })
  const done = (mediaId: string, isLast: boolean): readonly Uploading[] =>
    isLast
      ? [{ type: 'done', media: { mediaId, ...(checked === undefined ? {} : { signature: checked.signature }) } }]
      : []
  return whole$.pipe(
    persist<Uploading>(fromTheStart(env), trouble),
    catchError((error: unknown) => throwError(() => notTaken(file.name, error))),
  )
}

const trouble = (failed: Failure, attempt: number): Uploading => ({ type: 'trouble', failure: failed, attempt })

/** A chunk that was lost on the way is sent again, and no other. */
const patient = (env: Env): Policy => {
  const again = transient(env, chunkTries)
  return (error, attempt) => (isFailure(error) && isTooOften(error) ? escalate : again)(error, attempt)
}

/** The service may have forgotten what it had of the file. */
const fromTheStart = ({ scheduler, random }: Env): Policy => {
  const again = backoff({ first: 2_000, max: 15_000, tries: fileTries - 1, jitter: 0.3, random, scheduler })
  return (error, attempt) =>
    isFailure(error) && error.kind !== 'media' && advise(error) !== 'login' && !isTooOften(error)
      ? again(error, attempt)
      : escalate(error, attempt)
}

const isTooOften = (failed: Failure): boolean => failed.kind === 'retcode' && failed.detail.code === 1205

/** Nothing of a file that was not taken is to be seen by anybody: that is no doubtful send. What concerns the session stays what it is. */
function notTaken(name: string, error: unknown): unknown {
  if (!isFailure(error) || error.kind === 'media' || advise(error) === 'login' || isTooOften(error)) return error
  return failure('media', { reason: 'notTaken', name, why: `the service did not take it: ${error.message}` }, error)
}
