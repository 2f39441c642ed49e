import { Observable } from 'rxjs'

/** All of stdin as text, once it has ended. It is not waited for in one piece, so that a signal ends the command meanwhile. */
export const readStdin = (): Observable<string> =>
  new Observable((subscriber) => {
    const pieces: Buffer[] = []
    const take = (piece: Buffer): void => {
      pieces.push(piece)
    }
    const end = (): void => {
      subscriber.next(Buffer.concat(pieces).toString('utf8'))
      subscriber.complete()
    }
    process.stdin.on('data', take).on('end', end).on('error', end)
    return () => process.stdin.off('data', take).off('end', end).off('error', end).pause()
  })
