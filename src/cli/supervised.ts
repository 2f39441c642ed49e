import { Observable, of } from 'rxjs'

/** What a bot under `--watch` and its supervisor tell each other. */
export type Signal = { readonly rxwx: 'loaded' } | { readonly rxwx: 'go' } | { readonly rxwx: 'stop' }

export const isSignal = (value: unknown, what: Signal['rxwx']): boolean =>
  typeof value === 'object' && value !== null && 'rxwx' in value && value.rxwx === what

/** Is this a bot that `--watch` has started? */
export const isSupervised = (): boolean => process.send !== undefined && process.env.RXWX_SUPERVISED === '1'

/** Says that the modules are loaded, and emits when the bot may begin: at once, unless another one has to stop first. */
export const whenTold = (): Observable<void> =>
  isSupervised()
    ? new Observable((subscriber) => {
        const listener = (message: unknown): void => {
          if (!isSignal(message, 'go')) return
          process.off('message', listener)
          subscriber.next()
          subscriber.complete()
        }
        process.on('message', listener)
        process.send?.({ rxwx: 'loaded' } satisfies Signal)
        return () => process.off('message', listener)
      })
    : of(undefined)

/** Emits when the supervisor wants the bot to stop, or is gone. */
export const stopTold$ = new Observable<void>((subscriber) => {
  if (!isSupervised()) return
  const stop = (): void => subscriber.next()
  const listener = (message: unknown): void => {
    if (isSignal(message, 'stop')) stop()
  }
  process.on('message', listener)
  process.on('disconnect', stop)
  return () => {
    process.off('message', listener)
    process.off('disconnect', stop)
  }
})
