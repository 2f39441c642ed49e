import { filter, map, take } from 'rxjs'
import type { ExitCode } from './exit-code.js'
import { exit, print, say } from './output.js'
import { run } from './run.js'
import { type GlobalOptions, settingsOf } from './settings.js'
import { whenStopped } from './stop-asked.js'
import { visible } from './visible.js'

/** `rxwx login`: opens a session and keeps it in the store. */
export function login(options: GlobalOptions): void {
  if (options.store === undefined) {
    say('rxwx: say with --store where the session is to be kept')
    return exit(2)
  }
  whenStopped('the login was not finished')
  run(settingsOf(options), (bot) => ({
    run$: bot.state$.pipe(
      filter((state) => state.type === 'online'),
      take(1),
      map((state): ExitCode => {
        print(visible(state.self.name))
        return 0
      }),
    ),
  }))
}
