import { filter, map, toArray } from 'rxjs'
import { askFirst } from './ask-first.js'
import { type ContactsWanted, contactLines, readContactsEnd } from './contact-lines.js'
import type { ExitCode } from './exit-code.js'
import { exit, print, say } from './output.js'
import { run } from './run.js'
import { type GlobalOptions, settingsOf } from './settings.js'
import { whenStopped } from './stop-asked.js'
import { visible } from './visible.js'

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
  /** Undefined where the last line is missing: then they are not all that is known. */
  const show = (answer: readonly string[]): ExitCode | undefined => {
    const end = readContactsEnd(answer.at(-1))
    if (end === undefined) return undefined
    for (const line of answer.slice(0, -1)) print(options.json ? line : readable(JSON.parse(line) as Fields))
    if (end.missing === undefined) return 0
    say(
      `rxwx: these are not all: the address book could not be read in full (${visible(end.missing)}); try again later`,
    )
    return 1
  }
  whenStopped('nothing was printed')
  const silent = 'rxwx: the listener is there and does not answer; ask again later'
  const asked$ = askFirst(options, { contacts: wanted }, silent)
  asked$.pipe(toArray()).subscribe((answer) => {
    if (answer.at(-1) === silent) {
      say(silent)
      return exit(1)
    }
    const code = show(answer.filter((line) => line !== undefined))
    if (code !== undefined) return exit(code)
    if (!answer.includes(undefined)) {
      say('rxwx: the listener ended before it had told all; ask again')
      return exit(1)
    }
    // A bot that ends before it has read the book says why, and that is the end.
    run(settingsOf(options), (bot) => ({
      run$: contactLines(bot, wanted).pipe(
        toArray(),
        map(show),
        filter((shown) => shown !== undefined),
      ),
    }))
  })
}
