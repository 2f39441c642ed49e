import { defer } from 'rxjs'
import { createBot, isFailure } from 'rxwx'
import { exitCodeOf } from './exit-code.js'
import { exit, say } from './output.js'
import { type GlobalOptions, settingsOf } from './settings.js'
import { visible } from './visible.js'

/** `rxwx logout`: tells the server and forgets the session, so that the next start shows a QR code. */
export function logout(options: GlobalOptions): void {
  if (options.store === undefined) {
    say('rxwx: say with --store which session is to be ended')
    return exit(2)
  }
  defer(() => createBot(settingsOf(options)).logout()).subscribe({
    complete: () => {
      say('logged out; the next start shows a QR code')
      exit(0)
    },
    error: (error: unknown) => {
      say(`rxwx: ${visible(error instanceof Error ? error.message : String(error))}`)
      exit(isFailure(error) ? exitCodeOf(error, true) : 1)
    },
  })
}
