import { defer, filter, merge, tap } from 'rxjs'
import { createBot, type Failure, isFailure } from 'rxwx'
import { exitCodeOf } from './exit-code.js'
import { logOf } from './log-of.js'
import { exit, say } from './output.js'
import { type GlobalOptions, settingsOf } from './settings.js'
import { whenStopped } from './stop-asked.js'
import { visible } from './visible.js'

/** `rxwx logout`: tells the server and forgets the session, so that the next start shows a QR code. */
export function logout(options: GlobalOptions): void {
  if (options.store === undefined) {
    say('rxwx: say with --store which session is to be ended')
    return exit(2)
  }
  whenStopped('the session may still be there; run "rxwx logout" again')
  /** Why the server does not know. */
  let untold: Failure | undefined
  defer(() => {
    const { qrInvert: _, ...settings } = settingsOf(options)
    const bot = createBot({ ...settings, log: logOf(settings.log) })
    const troubles$ = bot.events$.pipe(
      filter((event) => event.type === 'trouble'),
      tap(({ failure }) => {
        if ('endpoint' in failure.detail) untold = failure
      }),
    )
    return merge(troubles$, bot.logout())
  }).subscribe({
    complete: () => {
      if (untold === undefined) {
        say('logged out; the next start shows a QR code')
        return exit(0)
      }
      say(`rxwx: WeChat could not be told: ${visible(untold.message)}`)
      say(
        'the session is forgotten here, and the next start shows a QR code; WeChat still takes it from whoever has a copy of it: end it on the phone (WeChat shows the other client above the chats)',
      )
      exit(exitCodeOf(untold, true))
    },
    error: (error: unknown) => {
      say(`rxwx: ${visible(error instanceof Error ? error.message : String(error))}`)
      exit(isFailure(error) ? exitCodeOf(error, true) : 1)
    },
  })
}
