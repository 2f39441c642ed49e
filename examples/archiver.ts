import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { defer, EMPTY, ignoreElements, type Observable, type SchedulerLike, tap, throwError, timer } from 'rxjs'
import { type Bot, type Downloading, type HandleOptions, type Handler, isFailure, type Message } from 'rxwx'
import { runExample } from './run-example.js'

/** What is in a directory; nothing where there is none. */
export type List = (directory: string) => readonly { readonly name: string; readonly size: number }[]

export interface Archive {
  /** Where it is all put: a directory for each chat, and in it one for each day. */
  readonly root: string
  /** Bytes of one chat on one day; what would come after that is left out. Default 1 GB. */
  readonly quota?: number
  /** Told what is left out. */
  readonly report?: (why: string) => void
  /** Default: what is on the disk. */
  readonly list?: List
}

/** A download that stands still for so long (ms) is begun anew. */
const patience = 60_000

/** Files, pictures, films and voices, each once, by chat and day. */
export function archiver(bot: Pick<Bot, 'handle' | 'download' | 'scheduler'>, archive: Archive): void {
  const saved = saving(bot, archive)
  const handler: Handler = (message, { extend }) =>
    saved(message).pipe(
      tap(() => extend(patience)),
      ignoreElements(),
    )
  bot.handle('archiver', handler, { permits: 4, deadline: patience, retry: patiently(bot.scheduler) })
}

/** Failures of a file that time does not mend. */
const lasting: readonly string[] = ['notThere', 'tooLarge', 'unsupported']

/** What the service does not have it will hardly have later; anything else, a full disk as well, is tried for an hour. */
const patiently =
  (scheduler: SchedulerLike): NonNullable<HandleOptions['retry']> =>
  (error, attempt) => {
    const isLasting = isFailure(error) && error.kind === 'media' && lasting.includes(error.detail.reason)
    if (attempt >= (isLasting ? 3 : 60)) return throwError(() => error)
    return timer(Math.min(60_000, 1_000 * 2 ** (attempt - 1)), scheduler)
  }

/** Saves what a message brings, if it is not there yet: a message comes again after a kill. */
export const saving =
  (
    bot: Pick<Bot, 'download'>,
    { root, quota = 1_000_000_000, report = () => {}, list = onDisk }: Archive,
  ): ((message: Message) => Observable<Downloading>) =>
  (message) =>
    defer(() => {
      if (!isKept(message)) return EMPTY
      const directory = join(root, chatFolder(message, list(root)), dayOf(message.time))
      const there = list(directory)
      // What has no name is called by its kind and id without being asked.
      const mark = message.type === 'file' ? `${message.id} ` : `${message.type}-${message.id}`
      if (there.some(({ name }) => name.startsWith(mark))) return EMPTY
      const coming = 'size' in message ? message.size : 0
      if (there.reduce((sum, { size }) => sum + size, coming) > quota) {
        report(`${mark.trim()} is left out: ${directory} is full`)
        return EMPTY
      }
      const options = message.type === 'file' ? { name: `${mark}${message.fileName}` } : {}
      return bot.download(message).saveTo(directory, options)
    })

/** Files that this bot has sent lie on this machine, and the service may not give them back. */
const isKept = ({ type, origin }: Message): boolean =>
  !(type === 'file' && origin === 'bot') && ['file', 'image', 'video', 'microVideo', 'voice'].includes(type)

/** The name that the chat had first, and its id, which stays; nothing in it means anything to a file system. */
function chatFolder({ conversation: { id, name } }: Message, chats: ReturnType<List>): string {
  const mark = ` ${id.replace(/\W/g, '_')}`
  const known = chats.find((chat) => chat.name.endsWith(mark))
  const plain = name.replace(/[^\p{L}\p{N} _-]/gu, '_').slice(0, 40)
  return known?.name ?? `${plain.trim() || 'chat'}${mark}`
}

/** As the clocks are here: 2026-01-31, which is how Swedes write it. */
const dayOf = (time: number): string => new Date(time).toLocaleDateString('sv-SE')

const onDisk: List = (directory) => {
  try {
    return readdirSync(directory).map((name) => ({ name, size: statSync(join(directory, name)).size }))
  } catch {
    return []
  }
}

runExample(import.meta.url, {
  // What the account itself sends belongs to the chat, too.
  include: 'all',
  prepare: (bot) => {
    const { ARCHIVE: root = './archive', ARCHIVE_QUOTA: quota } = process.env
    archiver(bot, { root, report: console.error, ...(quota === undefined ? {} : { quota: Number(quota) }) })
  },
})
