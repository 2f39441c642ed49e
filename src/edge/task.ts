import { Observable } from 'rxjs'

/**
 * Something asynchronous as an Observable. Each subscription begins it anew; the signal aborts once nobody wants it.
 * `discard` gets a result that came after that: what it holds, such as a new file, belongs to nobody else.
 */
export const task = <T>(
  run: (signal: AbortSignal) => Promise<T>,
  discard: (late: T) => void = () => {},
): Observable<T> =>
  new Observable((subscriber) => {
    const abort = new AbortController()
    run(abort.signal).then(
      (value) => {
        if (subscriber.closed) return discard(value)
        subscriber.next(value)
        subscriber.complete()
      },
      (error: unknown) => subscriber.error(error),
    )
    return () => abort.abort()
  })
