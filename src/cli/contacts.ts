import { defaultIfEmpty, EMPTY, filter, map, take, takeWhile, toArray } from 'rxjs'
import type { AddressBook } from 'rxwx'
import { contactJson } from './contact-json.js'
import type { ExitCode } from './exit-code.js'
import { askListener } from './listener-socket.js'
import { exit, print } from './output.js'
import { run } from './run.js'
import { type GlobalOptions, listenerPlace, settingsOf } from './settings.js'
import { visible } from './visible.js'

export interface ContactsOptions extends GlobalOptions {
  readonly json?: true
}

/** `rxwx contacts`: the address book, from a running listener of the same store, else by its own login. */
export function contacts(options: ContactsOptions): void {
  const place = listenerPlace(options)
  const asked$ = place === undefined ? EMPTY : askListener(place, JSON.stringify({ contacts: true }))
  asked$
    .pipe(
      takeWhile((line) => line !== '{"type":"end"}'),
      toArray(),
      defaultIfEmpty([] as string[]),
    )
    .subscribe((lines) => {
      if (lines.length === 0) return own(options)
      for (const line of lines) print(options.json ? line : readable(JSON.parse(line)))
      exit(0)
    })
}

const own = (options: ContactsOptions): void =>
  run(settingsOf(options), (bot) => ({
    run$: bot.contacts$.pipe(
      filter(({ complete }) => complete),
      take(1),
      map((book: AddressBook): ExitCode => {
        for (const contact of book.all()) {
          const shown = contactJson(contact)
          print(options.json ? JSON.stringify(shown) : readable(shown))
        }
        return 0
      }),
    ),
  }))

interface Shown {
  readonly id?: unknown
  readonly kind?: unknown
  readonly name?: unknown
}

const readable = ({ id, kind, name }: Shown): string => `${id}\t${kind}\t${visible(`${name}`)}`
