import { Observable } from 'rxjs'

/** Something asynchronous as an Observable: begun anew by each subscription, and told by the signal when nobody wants it any more. */
export const task = <T>(run: (signal: AbortSignal) => Promise<T>): Observable<T> =>
  new Observable((subscriber) => {
    const abort = new AbortController()
    run(abort.signal).then(
      (value) => {
        subscriber.next(value)
        subscriber.complete()
      },
      (error: unknown) => subscriber.error(error),
    )
    return () => abort.abort()
  })
