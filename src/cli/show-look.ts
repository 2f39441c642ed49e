import { map, toArray } from 'rxjs'
import { askFirst } from './ask-first.js'
import type { ExitCode } from './exit-code.js'
import { jsonLine } from './json-line.js'
import { heldIn, type Look, type Looks, lookAnswers } from './look.js'
import { exit, print, say } from './output.js'
import type { StoreChoice } from './settings.js'
import { whenStopped } from './stop-asked.js'
import { visible } from './visible.js'
import { withStore } from './with-store.js'

export interface ShowOptions extends StoreChoice {
  readonly json?: true
}

const silent = '{"outcome":"unknown","reason":"the listener is there and does not answer; ask again later"}'

/** Prints a look at a store: by the listener that has it open, else by opening it. `readable` puts one object in words. */
export const showLook = <What extends Look>(
  options: ShowOptions,
  what: What,
  readable: (item: Looks[What]) => string,
  write: (line: string) => void = print,
): void => {
  const show = (lines: readonly string[]): ExitCode | undefined => {
    if (!isEnd(lines.at(-1))) return undefined
    for (const line of lines.slice(0, -1)) write(options.json ? line : readable(JSON.parse(line) as Looks[What]))
    return 0
  }
  whenStopped('nothing was printed')
  askFirst(options, { look: what }, silent)
    .pipe(toArray())
    .subscribe((answer) => {
      if (answer.includes(undefined)) return showOwn(options, what, show)
      const lines = answer.filter((line) => line !== undefined)
      exit(show(lines) ?? refused(lines.at(-1)))
    })
}

/** Nobody has the store open. */
const showOwn = (options: ShowOptions, what: Look, show: (lines: readonly string[]) => ExitCode | undefined): void =>
  withStore(options, (store, directory) =>
    lookAnswers(what, heldIn(directory, store.load())).pipe(
      map(jsonLine),
      toArray(),
      map((lines) => show(lines) ?? 1),
    ),
  )

const isEnd = (line: string | undefined): boolean => line !== undefined && fieldsOf(line).type === 'end'

const fieldsOf = (line: string): Readonly<Record<string, unknown>> =>
  JSON.parse(line) as Readonly<Record<string, unknown>>

/** The listener could not read the store, did not know the question, or ended before it had told all. */
function refused(line: string | undefined): ExitCode {
  const { reason, kind } = fieldsOf(line ?? '{}')
  say(`rxwx: ${typeof reason === 'string' ? visible(reason) : 'the listener ended before it had told all; ask again'}`)
  return kind === 'store' ? 6 : 1
}
