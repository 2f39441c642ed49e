import { Buffer } from 'node:buffer'

export interface Part {
  readonly name: string
  /** Undefined where it is no file. */
  readonly fileName: string | undefined
  readonly type: string
  /** A view of the request: nothing is copied. */
  readonly bytes: Uint8Array
}

/** The parts of a `multipart/form-data` body in their order; undefined where it is none, or not a whole one. */
export function multipart(contentType: string, body: Uint8Array): readonly Part[] | undefined {
  const [, quoted, plain] =
    /^multipart\/form-data;.*?boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(contentType) ?? []
  const boundary = quoted ?? plain
  if (boundary === undefined) return undefined
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const line = `\r\n--${boundary}`
  const parts: Part[] = []
  let at = bytes.indexOf(line.slice(2))
  if (at !== 0) return undefined
  at = line.length - 2
  while (bytes.toString('latin1', at, at + 2) === '\r\n') {
    const headersEnd = bytes.indexOf('\r\n\r\n', at)
    const end = headersEnd < 0 ? -1 : bytes.indexOf(line, headersEnd + 2)
    if (headersEnd < 0 || end < 0) return undefined
    const part = readPart(
      bytes.toString('utf8', at + 2, headersEnd),
      bytes.subarray(headersEnd + 4, Math.max(headersEnd + 4, end)),
    )
    if (part === undefined) return undefined
    parts.push(part)
    at = end + line.length
  }
  return bytes.toString('latin1', at, at + 2) === '--' ? parts : undefined
}

function readPart(headers: string, bytes: Uint8Array): Part | undefined {
  const disposition = /^content-disposition:\s*form-data;(.*)$/im.exec(headers)?.[1] ?? ''
  const name = /(?:^|;)\s*name=(?:"([^"]*)"|([^;\s]+))/i.exec(disposition)
  if (name === null) return undefined
  // A quote inside a file name comes raw, with a backslash, or as %22: the last quote of the line ends it.
  const fileName = /;\s*filename="(.*)"/i.exec(disposition)?.[1]
  return {
    name: name[1] ?? name[2] ?? '',
    fileName: fileName === undefined ? undefined : unquoted(fileName),
    type: /^content-type:\s*(.*?)\s*$/im.exec(headers)?.[1] ?? 'text/plain',
    bytes,
  }
}

const unquoted = (text: string): string =>
  text.replaceAll('\\"', '"').replaceAll('%22', '"').replaceAll('%0D', '\r').replaceAll('%0A', '\n')
