import { defer, finalize, type Observable, of } from 'rxjs'
import { askListener } from './listener-socket.js'
import { exit } from './output.js'
import { type GlobalOptions, listenerPlace } from './settings.js'
import { stopAsked$ } from './signals.js'

/** What a listener of the same store answers to a command, line by line; undefined where there is none, and the work is one's own. */
export const askFirst = (options: GlobalOptions, command: object): Observable<string | undefined> =>
  defer(() => {
    const place = listenerPlace(options)
    if (place === undefined) return of(undefined)
    const signals = stopAsked$.subscribe(() => exit(0))
    return askListener(place, JSON.stringify(command)).pipe(finalize(() => signals.unsubscribe()))
  })
