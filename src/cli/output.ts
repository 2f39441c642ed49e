import { merge, Observable, type Subscriber } from 'rxjs'
import { say } from './say.js'
import { unreadFifo$ } from './unread-fifo.js'

export { say } from './say.js'

/** Writes a line to stdout. */
export const print = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const isUnread = ({ code }: NodeJS.ErrnoException): boolean => code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED'

/** Why what was printed did not get where it should, as on a full disk; that nobody reads on is no such reason. */
let unwritten: NodeJS.ErrnoException | undefined
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (!isUnread(error)) unwritten = error
})

/** Emits when a write has shown that nobody reads stdout any more, or that it takes nothing. Without it that write would end the process with an error. */
const writeFailed$ = new Observable<void>((subscriber: Subscriber<void>) => {
  const onClose = (): void => subscriber.next()
  process.stdout.on('error', onClose)
  process.stdout.on('close', onClose)
  return () => {
    process.stdout.off('close', onClose)
  }
})

/** Emits when nobody reads stdout any more: at the next write, and from a named pipe at once. */
export const stdoutClosed$ = merge(writeFailed$, unreadFifo$)

/** Ends the process once what was written has left it, also into a slow pipe. What could not be written is not what was asked for. */
export function exit(code: number): void {
  process.exitCode = code
  const leave = (): void => {
    if (unwritten === undefined) process.exit(code)
    say(`rxwx: stdout could not be written: ${unwritten.code ?? unwritten.message}`)
    process.exit(code === 0 ? 1 : code)
  }
  const last = (stream: NodeJS.WriteStream, then: () => void): void => {
    if (stream.destroyed || stream.writableEnded) then()
    else stream.write('', then)
  }
  process.stdout.on('error', leave)
  // An error of the last write is told a moment later.
  last(process.stdout, () => setImmediate(() => last(process.stderr, leave)))
}
