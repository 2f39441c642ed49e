import { isAbsolute } from 'node:path'
import { map, type Observable, of } from 'rxjs'
import type { AvatarOptions, Bot, Download, Downloadable, Message } from 'rxwx'
import { createLatest, type Latest } from './latest.js'
import { messageFromJson } from './message-from-json.js'

/** What is to be fetched, and into which directory. */
export type FileCommand =
  | {
      readonly type: 'download'
      /** The id of a message that this listener has received, or the message as it was printed. */
      readonly what: string | Downloadable
      readonly directory: string
      readonly size: 'full' | 'thumbnail'
    }
  | { readonly type: 'avatar'; readonly of: string; readonly directory: string; readonly options: AvatarOptions }

/** Received messages with something to download whose ids are known. */
const remembered = 1_000

export interface ListenerFiles {
  readonly remember: (message: Message) => void
  /** An answer for each step, with the id of the message or whose picture it is; the last one says where the file is. */
  readonly handle: (command: FileCommand) => Observable<object>
}

export function createListenerFiles(bot: Bot): ListenerFiles {
  const messages = createLatest<Message>(remembered)
  return {
    remember: (message) => {
      if (messageFromJson(message) !== undefined) messages.set(message.id, message)
    },
    handle: (command) => fetched(bot, command, messages).pipe(map((answer) => ({ ...subjectOf(command), ...answer }))),
  }
}

function fetched(bot: Bot, command: FileCommand, messages: Latest<Message>): Observable<object> {
  const { directory, type } = command
  if (type === 'avatar') return stepsOf(bot.avatar(command.of, command.options), type, directory)
  const { what, size } = command
  const message = typeof what === 'string' ? messages.get(what) : what
  return message === undefined ? of(unknown) : stepsOf(bot.download(message, { size }), type, directory)
}

/** What the answers are about, as it was asked for. */
export const subjectOf = (command: FileCommand): object => {
  if (command.type === 'download') return { id: typeof command.what === 'string' ? command.what : command.what.id }
  const { room } = command.options
  return { of: command.of, ...(room === undefined ? {} : { room }) }
}

const unknown = {
  type: 'download',
  outcome: 'refused',
  kind: 'argument',
  reason: 'this listener has received no message with this id; give the whole line that it printed',
}

/** What a download tells, step by step. */
export const stepsOf = (download: Download, type: FileCommand['type'], directory: string): Observable<object> =>
  download
    .saveTo(directory)
    .pipe(
      map((step) =>
        step.type === 'progress'
          ? { type: 'progress', bytes: step.received, ...(step.total === undefined ? {} : { total: step.total }) }
          : { ...step, type, outcome: step.type },
      ),
    )

/** Reads a command for files; a text says why it is none. */
export function readFileCommand(
  type: FileCommand['type'],
  fields: Readonly<Record<string, unknown>>,
): FileCommand | string {
  const { dir } = fields
  if (typeof dir !== 'string' || !isAbsolute(dir)) return `"${type}" needs "dir", an absolute path`
  if (type === 'avatar') return avatarCommand(fields, dir)
  const size = fields.thumbnail === true ? 'thumbnail' : 'full'
  if (typeof fields.id === 'string' && fields.id !== '') return { type, what: fields.id, directory: dir, size }
  const what = messageFromJson(fields.message)
  return what === undefined ? whyNothing(fields.message) : { type, what, directory: dir, size }
}

/** A line of `listen --json` is one, but of another kind. */
function whyNothing(message: unknown): string {
  const type = typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined
  return typeof type === 'string'
    ? `a message of type ${JSON.stringify(type)} has nothing to download, or its id is missing`
    : '"download" needs the "id" of a received message, or the "message" as it was printed'
}

function avatarCommand(
  { of: whom, room, small }: Readonly<Record<string, unknown>>,
  directory: string,
): FileCommand | string {
  if (typeof whom !== 'string' || whom === '') return '"avatar" needs "of": whose it is'
  const options: AvatarOptions = {
    ...(typeof room === 'string' && room !== '' ? { room } : {}),
    ...(small === true ? { size: 'small' } : {}),
  }
  return { type: 'avatar', of: whom, directory, options }
}
