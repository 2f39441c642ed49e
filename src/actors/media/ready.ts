import {
  catchError,
  concat,
  concatMap,
  defer,
  ignoreElements,
  map,
  type Observable,
  of,
  throwError,
  toArray,
} from 'rxjs'
import { failure } from '../../errors.js'
import { defaultMediaLimits, type MediaKind, type MediaLimits, mediaKindOf } from '../../protocol/media-kind.js'
import { checkedCommand } from '../checked-command.js'
import type { Command } from '../command.js'
import type { Env } from '../env.js'
import type { MediaFile } from '../files.js'
import { isReady } from '../outgoing.js'
import { noFiles } from '../payload.js'
import type { FilePlace } from '../saved.js'

/** Kind and file as they are sent. */
export interface ReadyMedia {
  readonly kind: MediaKind
  readonly file: MediaFile
}

/** The largest files that are sent; `false` leaves it to the service. */
export type LimitSetting = MediaLimits | false

type MediaCommand = Extract<Command, { readonly type: 'media' }>

/** The Commands of one answer, each as with {@link readyCommand}. */
export function readyCommands(
  env: Env,
  commands: readonly Command[],
  limits?: LimitSetting,
): Observable<readonly Command[]> {
  if (commands.every((command) => checkedCommand(command).type !== 'media')) return of(commands)
  return of(...commands).pipe(
    concatMap((command) => readyCommand(env, command, limits)),
    toArray(),
  )
}

/** A Command whose file is measured, hashed and readable as often as needed; one without a file as it is, at once. Fails with `media`. */
export function readyCommand(env: Env, given: Command, limits: LimitSetting = defaultMediaLimits): Observable<Command> {
  const command = checkedCommand(given)
  if (command.type !== 'media' || isReady(command.source)) return of(command)
  return readyMedia(env, limits, command).pipe(map(({ kind, file }) => ({ ...command, kind, source: file })))
}

/** Looks at a file before its first byte leaves: whether it can be sent as what it is asked to be. */
export function readyMedia(
  { files }: Env,
  limits: LimitSetting,
  { kind, source, name }: Pick<MediaCommand, 'kind' | 'source' | 'name'>,
): Observable<ReadyMedia> {
  if (isReady(source)) return of(checked(kind, source, limits))
  if (files === undefined) throw noFiles(name ?? '')
  const limit = largest(kind, limits)
  return files.prepare(source, { limit, ...(name === undefined ? {} : { name }) }).pipe(
    concatMap((file) =>
      defer(() => of(checked(kind, file, limits))).pipe(
        catchError((error: unknown) => {
          const refused$ = throwError(() => error)
          return file.isSpooled ? concat(files.release(file.path).pipe(ignoreElements()), refused$) : refused$
        }),
      ),
    ),
  )
}

/** What waits in the outbox, looked at when its turn comes. */
export const readyContent = (
  env: Env,
  limits: LimitSetting,
  { kind, file }: { readonly kind: MediaKind | 'auto'; readonly file: MediaFile | FilePlace },
): Observable<ReadyMedia> =>
  isReady(file)
    ? of(checked(kind, file, limits))
    : readyMedia(env, limits, { kind, source: file.path, ...(file.name === undefined ? {} : { name: file.name }) })

function largest(kind: MediaKind | 'auto', limits: LimitSetting): number {
  if (limits === false) return Number.POSITIVE_INFINITY
  return kind === 'auto' || kind === 'image' ? Math.max(...Object.values(limits)) : limits[kind]
}

/** A GIF that is sent as a picture would stand still, so it goes as what it is. */
function checked(asked: MediaKind | 'auto', file: MediaFile, limits: LimitSetting): ReadyMedia {
  const is = mediaKindOf(file.mime)
  const kind = asked === 'auto' || (asked === 'image' && is === 'gif') ? is : asked
  const { name, mime, size } = file
  if (kind !== 'file' && kind !== is)
    throw failure('media', {
      reason: 'wrongKind',
      name,
      why: `its content is ${mime}, which cannot be sent as ${kind}`,
    })
  if (limits !== false && size > limits[kind])
    throw failure('media', { reason: 'tooLarge', name, why: `it has ${size} bytes; at most ${limits[kind]} are sent` })
  return { kind, file }
}

/** Limits as somebody sets them. */
export const limitsOf = (setting: Partial<MediaLimits> | false = {}): LimitSetting =>
  setting === false ? false : { ...defaultMediaLimits, ...setting }
