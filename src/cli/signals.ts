import { Observable } from 'rxjs'

/** Emits at SIGINT and SIGTERM; the second signal ends the process at once. */
export const stopAsked$ = new Observable<NodeJS.Signals>((subscriber) => {
  let asked = false
  const listener = (signal: NodeJS.Signals): void => {
    if (asked) process.exit(0)
    asked = true
    subscriber.next(signal)
  }
  process.on('SIGINT', listener)
  process.on('SIGTERM', listener)
  return () => {
    process.off('SIGINT', listener)
    process.off('SIGTERM', listener)
  }
})
