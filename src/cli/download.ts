import { resolve } from 'node:path'
import { defaultIfEmpty, filter, map, type Observable, tap } from 'rxjs'
import type { Bot } from 'rxwx'
import { askFirst, silentLine } from './ask-first.js'
import { type ExitCode, refusalCode } from './exit-code.js'
import { jsonLine } from './json-line.js'
import { type FileCommand, readFileCommand, stepsOf } from './listener-files.js'
import { messageArgument } from './message-argument.js'
import { exit, print, say } from './output.js'
import { type ProgressBar, progressBar } from './progress-bar.js'
import { run, type Work } from './run.js'
import { type GlobalOptions, settingsOf } from './settings.js'
import { whenStopped } from './stop-asked.js'
import { visible } from './visible.js'

export interface DownloadOptions extends GlobalOptions {
  readonly dir?: string
  readonly thumbnail?: true
}

export interface AvatarOptions extends GlobalOptions {
  readonly dir?: string
  readonly room?: string
  readonly small?: true
}

/** `rxwx download`: what hangs on a message, by the line that `listen --json` printed of it, or by its id where a listener runs. */
export function download(message: string, options: DownloadOptions): void {
  whenStopped(unsaved)
  const { dir, thumbnail } = options
  messageArgument(message).subscribe((what) =>
    fetching('download', { ...what, dir: resolve(dir ?? ''), thumbnail: thumbnail === true }, options),
  )
}

/** `rxwx avatar`: the picture of somebody, or of a room. */
export const avatar = (whom: string, options: AvatarOptions): void =>
  fetching(
    'avatar',
    { of: whom, dir: resolve(options.dir ?? ''), room: options.room ?? '', small: options.small === true },
    options,
  )

type Fields = Readonly<Record<string, unknown>>

const unsaved = 'no file was saved'

/** Through a running listener of the same store, else by its own login. */
function fetching(type: FileCommand['type'], fields: Fields, options: GlobalOptions): void {
  whenStopped(unsaved)
  const command = readFileCommand(type, fields)
  if (typeof command === 'string') {
    say(`rxwx: ${command}`)
    return exit(2)
  }
  const bar = progressBar(type)
  end(askFirst(options, { [type]: fields }, silentLine('ask again later')), bar).subscribe((told) => {
    bar.end()
    if (told !== undefined) return exit(tell(told))
    if (command.type === 'download' && typeof command.what === 'string') {
      say('rxwx: ids are known to a running listener only; give the line that listen --json printed')
      return exit(2)
    }
    run(settingsOf(options), (bot) => own(bot, command, bar))
  })
}

function own(bot: Bot, command: FileCommand, bar: ProgressBar): Work {
  const source =
    command.type === 'avatar'
      ? bot.avatar(command.of, command.options)
      : bot.download(command.what as Exclude<typeof command.what, string>, { size: command.size })
  return {
    run$: end(stepsOf(source, command.type, command.directory).pipe(map(jsonLine)), bar).pipe(
      map((told) => {
        bar.end()
        return told === undefined ? 1 : tell(told)
      }),
    ),
  }
}

interface Told {
  readonly type?: string
  readonly outcome?: string
  readonly path?: string
  readonly reason?: string
  readonly kind?: string
  readonly problem?: string
  readonly bytes?: number
  readonly total?: number
}

/** The line that is not about progress, which moves the bar; undefined where nobody listens. */
const end = (lines$: Observable<string | undefined>, bar: ProgressBar): Observable<Told | undefined> =>
  lines$.pipe(
    map((line) => (line === undefined ? undefined : (JSON.parse(line) as Told))),
    tap((told) => {
      if (told?.type === 'progress') bar.show(told.bytes ?? 0, told.total)
    }),
    filter((told) => told?.type !== 'progress'),
    defaultIfEmpty<Told | undefined, Told>({ reason: 'the listener ended before the file was there; ask again' }),
  )

function tell({ outcome, path, reason = '', ...why }: Told): ExitCode {
  if (outcome === 'saved' && path !== undefined) {
    print(path)
    return 0
  }
  say(`rxwx: ${visible(reason)}`)
  return refusalCode(why)
}
