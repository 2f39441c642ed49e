import { catchError, defer, finalize, type Observable, of, throwError } from 'rxjs'
import { isFailure } from 'rxwx'
import { askListener } from './listener-socket.js'
import { exit } from './output.js'
import { listenerPlace, type StoreChoice } from './settings.js'
import { stopAsked$ } from './signals.js'
import { sayStopped, stopCode } from './stop-asked.js'

/**
 * What a listener of the same store answers to a command, line by line; undefined where there is none, and the work is one's own. Of one that is there and
 * says nothing, as one that was suspended, `silent` is the last line. `onAsked` is called once there is one that was asked.
 */
export const askFirst = (
  options: StoreChoice,
  command: object,
  silent: string,
  onAsked?: () => void,
): Observable<string | undefined> =>
  defer(() => {
    const place = listenerPlace(options)
    if (place === undefined) return of(undefined)
    const signals = stopAsked$.subscribe(() => {
      sayStopped()
      exit(stopCode())
    })
    return askListener(place, JSON.stringify(command), undefined, onAsked).pipe(
      catchError((error: unknown) =>
        isFailure(error) && error.kind === 'timeout' ? of(silent) : throwError(() => error),
      ),
      finalize(() => signals.unsubscribe()),
    )
  })

/** The line for a listener that said nothing; `then`: what may become of it. */
export const silentLine = (then: string): string =>
  JSON.stringify({ outcome: 'unknown', reason: `the listener is there and does not answer; ${then}` })
