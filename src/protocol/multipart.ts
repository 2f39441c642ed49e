import { wellFormed } from './well-formed.js'

/** The file of a form: its bytes are put between head and tail by whoever has them. */
export interface FormFile {
  readonly field: string
  readonly name: string
  readonly type: string
}

/** As browsers write them: what would end the name or the line is percent-encoded, the rest is UTF-8. */
const formName = (name: string): string =>
  wellFormed(name).replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** A type is written into a header line: what is no type is none. */
const typeOf = (type: string): string => (/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream')

/** What stands before the bytes of the one file of a `multipart/form-data` body, which comes last. */
export function multipartHead(
  boundary: string,
  fields: readonly (readonly [string, string])[],
  file: FormFile,
): string {
  const parts = fields.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${formName(name)}"\r\n\r\n${value}\r\n`,
  )
  const last = `--${boundary}\r\nContent-Disposition: form-data; name="${formName(file.field)}"; filename="${formName(file.name)}"`
  return `${parts.join('')}${last}\r\nContent-Type: ${typeOf(file.type)}\r\n\r\n`
}

/** What stands behind them. */
export const multipartTail = (boundary: string): string => `\r\n--${boundary}--\r\n`
