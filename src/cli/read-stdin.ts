import { Observable } from 'rxjs'
import { exit, say } from './output.js'
import { readUtf8 } from './utf8.js'

/** All of stdin as text, once it has ended; what is not UTF-8 ends the command with 2. It is not waited for in one piece, so that a signal ends the command meanwhile. */
export const readStdin = (): Observable<string> =>
  new Observable((subscriber) => {
    const pieces: Buffer[] = []
    const take = (piece: Buffer): void => {
      pieces.push(piece)
    }
    const end = (): void => {
      const text = readUtf8(Buffer.concat(pieces))
      if (text === undefined) {
        say('rxwx: stdin is not UTF-8: nothing was done')
        return exit(2)
      }
      subscriber.next(text)
      subscriber.complete()
    }
    process.stdin.on('data', take).on('end', end).on('error', end)
    return () => process.stdin.off('data', take).off('end', end).off('error', end).pause()
  })
