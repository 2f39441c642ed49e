import {
  concat,
  concatMap,
  defer,
  distinctUntilChanged,
  map,
  Observable,
  switchMap,
  take,
  takeUntil,
  throwError,
} from 'rxjs'
import { failure } from '../../errors.js'
import type { Session } from '../../protocol/session.js'
import type { Env } from '../env.js'
import type { Files } from '../files.js'
import { noFiles } from '../payload.js'
import type { DownloadPlan } from './download-plan.js'
import { type Fetched, fetchFile } from './fetch-file.js'

/** How a download goes on. Sizes are in bytes. */
export type Downloading =
  | { readonly type: 'progress'; readonly received: number; readonly total: number | undefined }
  /** All of it is there, under this name. The last one of `saveTo`. */
  | { readonly type: 'saved'; readonly path: string; readonly size: number; readonly mime: string }
  /** All of it is there, to be read once; the private copy behind it goes with the stream. The last one of `open`. */
  | {
      readonly type: 'opened'
      readonly stream: ReadableStream<Uint8Array>
      readonly name: string
      readonly size: number
      readonly mime: string
    }

/** How a download is to be called. */
export interface SaveOptions {
  /** Default: the name it was sent under, made safe. */
  readonly name?: string
}

/**
 * Something to be fetched. Cold: each subscription fetches it anew, once there is a session; unsubscribing ends that and leaves nothing behind.
 * What comes is complete, or a `media` failure says why not. A request fails after 30 s without a byte, and once it takes longer than a minute
 * plus a second for each 1,024 bytes that came.
 *
 * @example
 * messages$.pipe(ofType('image'), concatMap((message) => bot.download(message).saveTo('./pictures'))).subscribe()
 */
export interface Download {
  /** Into a directory, which is made if need be: under a safe name of its own that replaces no other file, and only once it is complete. */
  readonly saveTo: (directory: string, options?: SaveOptions) => Observable<Downloading>
  /** As a stream. */
  readonly open: () => Observable<Downloading>
}

export interface DownloadTools {
  readonly env: Env
  readonly session$: Observable<Session>
  readonly stopped$: Observable<unknown>
  /** The largest download, in bytes. */
  readonly limit: number
}

export function createDownload(tools: DownloadTools, planned: () => Observable<DownloadPlan>): Download {
  const { env, session$, stopped$ } = tools
  const into = (directory: string | undefined, end: End): Observable<Downloading> =>
    defer(() => {
      const { files } = env
      if (files === undefined) throw noFiles('')
      // Nothing is opened before there is a session.
      const begun$ = session$.pipe(
        take(1),
        switchMap((session) =>
          planned().pipe(
            take(1),
            map((plan) => ({ session, plan })),
          ),
        ),
        switchMap(({ session, plan }) =>
          files
            .part(directory)
            .pipe(switchMap((part) => kept(files, part, received(tools, files, session, plan, part, end)))),
        ),
      )
      return begun$.pipe(takeUntil(stopped$.pipe(concatMap(() => throwError(stoppedFailure)))))
    })
  return {
    saveTo: (directory, options = {}) =>
      into(directory, (files, part, plan, { received: size, mime, extension }) =>
        files
          .save(part, options.name ?? named(plan.name, extension))
          .pipe(map((path): Downloading => ({ type: 'saved', path, size, mime }))),
      ),
    open: () =>
      into(undefined, (files, part, plan, { received: size, mime, extension }) =>
        files
          .open(part)
          .pipe(
            map((stream): Downloading => ({ type: 'opened', stream, name: named(plan.name, extension), size, mime })),
          ),
      ),
  }
}

type End = (
  files: Files,
  part: string,
  plan: DownloadPlan,
  fetched: Fetched & { readonly mime: string; readonly extension: string },
) => Observable<Downloading>

const stoppedFailure = () => failure('stopped', { what: 'the download was complete' })

/** Fetches into the part, tells how it goes, looks at what came and ends as asked. */
function received(
  { env, limit }: DownloadTools,
  files: Files,
  session: Session,
  plan: DownloadPlan,
  part: string,
  end: End,
): Observable<Downloading> {
  let last: Fetched | undefined
  const fetching$ = fetchFile(env, files, session, plan, part, limit).pipe(
    map((fetched): Downloading => {
      last = fetched
      return { type: 'progress', received: fetched.received, total: fetched.total }
    }),
    distinctUntilChanged((one, other) => JSON.stringify(one) === JSON.stringify(other)),
  )
  const ending$ = defer(() => {
    const fetched = last
    if (fetched === undefined)
      return throwError(() => failure('media', { reason: 'notThere', name: plan.name, why: 'nothing came' }))
    return files.sniff(part).pipe(
      concatMap((sniffed) => {
        const { mime, extension } = sniffed ?? declared(fetched.contentType)
        return end(files, part, plan, { ...fetched, mime, extension })
      }),
    )
  })
  return concat(fetching$, ending$)
}

const extensions: Readonly<Record<string, string>> = {
  'audio/mp3': 'mp3',
  'audio/mpeg': 'mp3',
  'image/jpeg': 'jpg',
  'video/mp4': 'mp4',
}

/** What the service says it is, where the bytes do not. */
function declared(contentType: string): { readonly mime: string; readonly extension: string } {
  const mime = /^[\w.+-]+\/[\w.+-]+/.exec(contentType)?.[0].toLowerCase() ?? 'application/octet-stream'
  return { mime, extension: extensions[mime] ?? 'bin' }
}

/** Files have a name; of the rest only the bytes say what they are. */
function named(name: string, extension: string): string {
  if (name === '') return `file.${extension}`
  return /\.[A-Za-z0-9]{1,16}$/.test(name) || extension === 'bin' ? name : `${name}.${extension}`
}

/** Whatever ends it before its end, the part goes. */
const kept = (files: Files, part: string, source$: Observable<Downloading>): Observable<Downloading> =>
  new Observable((subscriber) => {
    let isOver = false
    const run = source$.subscribe({
      next: (step) => {
        isOver = step.type !== 'progress'
        subscriber.next(step)
      },
      error: (error) => {
        isOver = true
        files.release(part).subscribe({ error: () => subscriber.error(error), complete: () => subscriber.error(error) })
      },
      complete: () => subscriber.complete(),
    })
    return () => {
      run.unsubscribe()
      if (!isOver) files.release(part).subscribe({ error: () => {} })
    }
  })
