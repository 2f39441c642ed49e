import {
  asapScheduler,
  catchError,
  concat,
  defer,
  EMPTY,
  finalize,
  ignoreElements,
  map,
  merge,
  type Observable,
  observeOn,
  of,
  share,
  switchMap,
  take,
  tap,
  throwError,
} from 'rxjs'
import { type Bot, createBot, isFailure } from 'rxwx'
import { keptOut } from './again-by-push.js'
import { attend } from './attend.js'
import { type ExitCode, exitCodeOf } from './exit-code.js'
import { isLight } from './inverted-qr.js'
import { logOf } from './log-of.js'
import { exit, say, stdoutClosed$ } from './output.js'
import type { CommandSettings } from './settings.js'
import { stopAsked$ } from './signals.js'
import { isEndedOnPurpose, sayStopped, stopCode, whatBecomes } from './stop-asked.js'
import { stopTold$ } from './supervised.js'
import { visible } from './visible.js'

/** How long handlers that run may go on when the process is asked to stop (ms). */
const drainPatience = 1_500

export interface Work {
  /** Emits the exit code when the command is done. */
  readonly run$: Observable<ExitCode>
  /** As `run$`, and goes on until the bot has stopped, so that whoever asked for something hears what a stop makes of it. Default nothing. */
  readonly answers$?: Observable<never>
  /** The bot starts when it emits; default at once. */
  readonly ready$?: Observable<unknown>
  /** What a stop waits for, two seconds at the most; default nothing. */
  readonly drained$?: Observable<unknown>
  /** The command itself says how its sends end; default true. */
  readonly printsReceipts?: boolean
}

/** Runs a command's work with a bot: shows what a person has to know, and ends the process with the right code. */
export function run({ log, qrInvert, ...settings }: CommandSettings, work: (bot: Bot) => Work): void {
  let hadSession = false

  const code = (error: unknown): ExitCode => {
    say(`rxwx: ${isFailure(error) ? visible(error.message) : `unexpected: ${visible(String(error))}`}`)
    return isFailure(error) ? exitCodeOf(error, hadSession) : 1
  }

  const main$ = defer(() => {
    const bot = createBot({ ...settings, log: logOf(log) })
    const {
      run$,
      answers$ = EMPTY,
      ready$ = of(undefined),
      drained$ = of(undefined),
      printsReceipts = true,
    } = work(bot)
    const answering$ = answers$.pipe(share())
    const answering = answering$.subscribe({ error: () => {} })
    const ends$ = merge(
      attend(bot, log, qrInvert ?? isLight(process.env), printsReceipts),
      merge(run$, answering$).pipe(catchError((error: unknown) => why(bot, error))),
      merge(stopAsked$, stopTold$).pipe(
        switchMap(() => drained$.pipe(take(1))),
        map((): ExitCode => stopCode()),
      ),
      stdoutClosed$.pipe(map(unreadCode)),
      bot.state$.pipe(
        tap(({ type }) => {
          if (type === 'resuming' || type === 'online') hadSession = true
        }),
        ignoreElements(),
      ),
      keptOut(bot).pipe(map((): ExitCode => 4)),
      concat(bot.done$, of<ExitCode>(0)),
      ready$.pipe(
        take(1),
        tap(() => bot.start()),
        ignoreElements(),
      ),
    )
    return ends$.pipe(
      take(1),
      // Once nothing listens any more: stopping the bot makes what still waits fail, and only whoever asked a listener for it hears of that.
      observeOn(asapScheduler),
      switchMap((ended) =>
        defer(() => {
          bot.stop({ drain: drainPatience })
          return concat(bot.done$.pipe(catchError(() => of())), of(ended)).pipe(take(1))
        }),
      ),
      finalize(() => answering.unsubscribe()),
    )
  })

  main$.pipe(catchError((error: unknown) => of(code(error)))).subscribe((ended) => {
    if (ended === stopCode()) sayStopped()
    exit(ended)
  })
}

/** A listener is done when its reader is gone; of another command that is no answer. */
export function unreadCode(): ExitCode {
  if (isEndedOnPurpose()) return 0
  say(`rxwx: nobody reads stdout any more: ${whatBecomes()}`)
  return 1
}

/** What the end of the bot made fail is told as that end: "stopped" says less than "in use". */
const why = (bot: Bot, error: unknown): Observable<never> =>
  isFailure(error) && error.kind === 'stopped'
    ? concat(
        bot.done$.pipe(ignoreElements()),
        throwError(() => error),
      )
    : throwError(() => error)
