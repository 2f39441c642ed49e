import { EMPTY, filter, map, toArray } from 'rxjs'
import { type ContactsWanted, contactLines } from './contact-lines.js'
import type { ExitCode } from './exit-code.js'
import { askListener } from './listener-socket.js'
import { exit, print } from './output.js'
import { run } from './run.js'
import { type GlobalOptions, listenerPlace, settingsOf } from './settings.js'

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
  const place = listenerPlace(options)
  const asked$ = place === undefined ? EMPTY : askListener(place, JSON.stringify({ contacts: wanted }))
  const show = (lines: readonly string[]): ExitCode => {
    for (const line of lines) print(options.json ? line : readable(JSON.parse(line) as Fields))
    return 0
  }
  asked$.pipe(toArray()).subscribe((lines) => {
    if (lines.length > 0) return exit(show(lines.filter((line) => line !== '{"type":"end"}')))
    // A bot that ends before it has read the book says why, and that is the end.
    run(settingsOf(options), (bot) => ({ run$: contactLines(bot, wanted).pipe(toArray(), filter(isRead), map(show)) }))
  })
}

const isRead = (lines: readonly string[]): boolean => lines.length > 0
