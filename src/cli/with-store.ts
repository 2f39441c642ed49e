import { readdirSync } from 'node:fs'
import { concatMap, defer, map, merge, type Observable, of, take, tap } from 'rxjs'
import { isFailure, openStore, type Store, type StoreDirectory } from 'rxwx'
import { type ExitCode, exitCodeOf } from './exit-code.js'
import { exit, say, stdoutClosed$ } from './output.js'
import { unreadCode } from './run.js'
import { type StoreChoice, storeSettings } from './settings.js'
import { stopAsked$ } from './signals.js'
import { sayStopped, stopCode, whenStopped } from './stop-asked.js'
import { visible } from './visible.js'

/** Runs a command on a store that no bot is using, and ends the process with the right code. */
export function withStore(
  choice: StoreChoice,
  work: (store: Store, directory: StoreDirectory) => Observable<ExitCode>,
): void {
  const { store: path } = choice
  if (path === undefined) {
    say('rxwx: say with --store which store is meant')
    return exit(2)
  }
  if (isNothing(path)) {
    say(`rxwx: there is no store in ${visible(path)}; "rxwx login --store ${visible(path)}" makes one`)
    return exit(2)
  }
  whenStopped('nothing was printed, and a change was made as a whole or not at all')
  const ended$ = merge(
    stdoutClosed$.pipe(map(unreadCode)),
    // What is being written lands as a whole, or not at all.
    stopAsked$.pipe(
      map((): ExitCode => stopCode()),
      tap(sayStopped),
    ),
  )
  const { account, ...options } = storeSettings(choice)
  const directory = openStore(path, options)
  directory
    .account(account)
    .pipe(
      concatMap((store) =>
        merge(
          ended$,
          defer(() => (choice.holes === 'gap' ? warned(store) : of(undefined))).pipe(
            concatMap(() => work(store, directory)),
          ),
        ).pipe(
          take(1),
          concatMap((code) => closed(store, code)),
        ),
      ),
    )
    .subscribe({
      next: exit,
      error: (error: unknown) => {
        say(`rxwx: ${visible(error instanceof Error ? error.message : String(error))}`)
        exit(isFailure(error) ? exitCodeOf(error, true) : 1)
      },
    })
}

/** A path with a slip in it is not made into an empty store. */
function isNothing(path: string): boolean {
  try {
    return readdirSync(path).length === 0
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
  }
}

/** A hole is let pass once: what a command hides of it, no later start tells. */
const warned = (store: Store): Observable<unknown> =>
  store.load().pipe(
    tap(({ gap }) => {
      if (gap !== undefined) say(`rxwx: gap: ${visible(gap)}`)
    }),
  )

const closed = (store: Store, code: ExitCode): Observable<ExitCode> => store.close().pipe(concatMap(() => of(code)))
