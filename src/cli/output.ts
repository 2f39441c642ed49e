import { merge, Observable, type Subscriber } from 'rxjs'
import { unreadFifo$ } from './unread-fifo.js'

/** Writes a line to stdout. */
export const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/** A progress bar may stand on the last line of a terminal: it is drawn again below what is said. */
const erased = process.stderr.isTTY === true ? '\r\u001b[K' : ''

/** Writes a line to stderr, where everything goes that is not the result. */
export const say = (line: string): void => {
  process.stderr.write(`${erased}${line}\n`)
}

/** Emits when a write has shown that nobody reads stdout any more. Without it that write would end the process with an error. */
const writeFailed$ = new Observable<void>((subscriber: Subscriber<void>) => {
  const onError = (error: NodeJS.ErrnoException): void => {
    if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED') subscriber.next()
    else subscriber.error(error)
  }
  const onClose = (): void => subscriber.next()
  process.stdout.on('error', onError)
  process.stdout.on('close', onClose)
  return () => {
    process.stdout.off('close', onClose)
  }
})

/** Emits when nobody reads stdout any more: at the next write, and from a named pipe at once. */
export const stdoutClosed$ = merge(writeFailed$, unreadFifo$)

/** Ends the process once what was written has left it, also into a slow pipe. */
export function exit(code: number): void {
  process.exitCode = code
  const leave = (): void => process.exit(code)
  const last = (stream: NodeJS.WriteStream, then: () => void): void => {
    if (stream.destroyed || stream.writableEnded) then()
    else stream.write('', then)
  }
  process.stdout.on('error', leave)
  last(process.stdout, () => last(process.stderr, leave))
}
