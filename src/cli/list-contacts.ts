import { filter, map, toArray } from 'rxjs'
import { askFirst } from './ask-first.js'
import { type ContactsWanted, contactLines, endLine } from './contact-lines.js'
import type { ExitCode } from './exit-code.js'
import { exit, print, say } from './output.js'
import { run } from './run.js'
import { type GlobalOptions, settingsOf } from './settings.js'

export interface ListOptions extends GlobalOptions {
  readonly json?: true
}

type Fields = Readonly<Record<string, unknown>>

/** Prints contacts from a running listener of the same store, else by its own login: as JSON, or as `readable` puts it. */
export function listContacts(
  options: ListOptions,
  wanted: ContactsWanted,
  readable: (contact: Fields) => string,
): void {
  const show = (lines: readonly string[]): ExitCode => {
    for (const line of lines) print(options.json ? line : readable(JSON.parse(line) as Fields))
    return 0
  }
  const asked$ = askFirst(options, { contacts: wanted })
  asked$.pipe(toArray()).subscribe((answer) => {
    const lines = answer.filter((line) => line !== undefined)
    const end = lines.pop()
    if (end === endLine) return exit(show(lines))
    if (!answer.includes(undefined)) {
      say('rxwx: the listener ended before it had told all; ask again')
      return exit(1)
    }
    // A bot that ends before it has read the book says why, and that is the end.
    run(settingsOf(options), (bot) => ({ run$: contactLines(bot, wanted).pipe(toArray(), filter(isRead), map(show)) }))
  })
}

const isRead = (lines: readonly string[]): boolean => lines.length > 0
