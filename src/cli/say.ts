/** A progress bar may stand on the last line of a terminal: it is drawn again below what is said. */
const erased = process.stderr.isTTY === true ? '\r\u001b[K' : ''

// Nobody has to read what is said beside the result: a stderr that is closed is no reason to end.
process.stderr.on('error', () => {})

/** Writes a line to stderr, where everything goes that is not the result. */
export const say = (line: string): void => {
  process.stderr.write(`${erased}${line}\n`)
}
