import { Observable } from 'rxjs'
import { readUtf8 } from './utf8.js'

/** Lines longer than this are no commands (UTF-16 units): a text has some thousand, and a message as it was printed some more. */
const longest = 4 * 1024 * 1024

/** What comes in place of a line that was too long: no more than this is kept of it. */
export const tooLong = '\u0000'

/** What comes in place of a line that is not UTF-8, where that is asked for. */
export const notUtf8 = '\u0000\u0000'

const lineFeed = 10

/**
 * The lines of a stream of UTF-8, without their ends and without a mark of byte order before them. The last one counts without an
 * end, too. A stream that breaks has ended. `invalid`: what comes in place of a line that is not UTF-8; by default its wrong
 * bytes become U+FFFD.
 */
export const linesOf = (input: NodeJS.ReadableStream, limit = longest, invalid?: string): Observable<string> =>
  new Observable((subscriber) => {
    const rest = createRest(limit, invalid)
    const take = (chunk: Buffer | string): void => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      let from = 0
      for (let at = bytes.indexOf(lineFeed); at >= 0; at = bytes.indexOf(lineFeed, from)) {
        rest.add(bytes.subarray(from, at))
        subscriber.next(rest.line())
        from = at + 1
      }
      rest.add(bytes.subarray(from))
    }
    const end = (): void => {
      if (!rest.isEmpty()) subscriber.next(rest.line())
      subscriber.complete()
    }
    input.on('data', take).on('end', end).on('error', end)
    return () => {
      input.off('data', take).off('end', end).off('error', end)
      input.pause()
    }
  })

/** The line that has begun. A unit of UTF-16 takes three bytes at most, so what is longer is not kept. */
function createRest(limit: number, invalid: string | undefined) {
  let pieces: Buffer[] = []
  let size = 0
  const lineIn = (bytes: Buffer): string => {
    const read = readUtf8(bytes) ?? invalid ?? bytes.toString('utf8')
    return read.length > limit ? tooLong : read.replace(/^\ufeff/, '').replace(/\r$/, '')
  }
  return {
    add: (piece: Buffer): void => {
      if (piece.length === 0) return
      size += piece.length
      if (size > 3 * limit) pieces = []
      else pieces.push(piece)
    },
    line: (): string => {
      const read = size > 3 * limit ? tooLong : lineIn(Buffer.concat(pieces))
      pieces = []
      size = 0
      return read
    },
    isEmpty: (): boolean => size === 0,
  }
}
