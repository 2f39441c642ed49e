import { StringDecoder } from 'node:string_decoder'
import { Observable } from 'rxjs'

/** Lines longer than this are no commands (UTF-16 units): a text has some thousand, and a message as it was printed some more. */
const longest = 4 * 1024 * 1024

/** What comes in place of a line that was too long: no more than this is kept of it. */
export const tooLong = '\u0000'

/**
 * The lines of a stream of UTF-8, without their ends and without a mark of byte order before them. The last one counts without an end, too. A stream that breaks has
 * ended.
 */
export const linesOf = (input: NodeJS.ReadableStream, limit = longest): Observable<string> =>
  new Observable((subscriber) => {
    const decoder = new StringDecoder('utf8')
    let rest = ''
    let skipping = false
    const emit = (line: string): void => {
      subscriber.next(skipping || line.length > limit ? tooLong : line.replace(/^\ufeff/, '').replace(/\r$/, ''))
      skipping = false
    }
    const take = (chunk: Buffer | string): void => {
      const pieces = (typeof chunk === 'string' ? chunk : decoder.write(chunk)).split('\n')
      const last = pieces.pop() ?? ''
      for (const piece of pieces) {
        const line = rest + piece
        rest = ''
        emit(line)
      }
      rest += last
      if (rest.length > limit) {
        rest = ''
        skipping = true
      }
    }
    const end = (): void => {
      if (rest !== '' || skipping) emit(rest)
      rest = ''
      subscriber.complete()
    }
    input.on('data', take).on('end', end).on('error', end)
    return () => {
      input.off('data', take).off('end', end).off('error', end)
      input.pause()
    }
  })
