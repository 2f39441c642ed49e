import type { Transform } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { codeOf } from './connect-problem.js'

/** Where the bytes of an answer go. */
export interface Body {
  readonly take: (chunk: Buffer) => void
  readonly end: () => void
  readonly cancel: () => void
  /** The connection broke: keeps what has come, and calls back. Absent where a part is of no use. */
  readonly salvage?: (kept: () => void) => void
}

/** What becomes of them: exactly one of these is called, unless cancelled. */
export interface BodyOutcome {
  readonly done: (text: string) => void
  readonly tooLarge: () => void
  readonly broken: (reason: string) => void
}

/** Lets the sender wait while the decoder is busy. */
export interface Flow {
  readonly pause: () => void
  readonly resume: () => void
}

/** Collects a body as UTF-8 text, unpacked; stops as soon as the unpacked bytes exceed `limit`. */
export const collectBody = (
  headers: Readonly<Record<string, string>>,
  limit: number,
  flow: Flow,
  outcome: BodyOutcome,
): Body => unpacked(headers, collectPlain(limit, outcome), flow, outcome)

/** The encoding of an answer's body; '' where it is not packed. */
export function encodingOf(headers: Readonly<Record<string, string>>): string {
  const encoding = (headers['content-encoding'] ?? '').trim().toLowerCase()
  return encoding === 'identity' ? '' : encoding
}

/** Hands the bytes on as they were before they were packed. */
export function unpacked(
  headers: Readonly<Record<string, string>>,
  plain: Body,
  flow: Flow,
  outcome: Pick<BodyOutcome, 'broken'>,
): Body {
  const encoding = encodingOf(headers)
  return encoding === '' ? plain : collectPacked(encoding, plain, flow, outcome)
}

/** Each piece becomes text as it comes: joining bytes first would take a block of memory of the whole size, new for every answer. */
function collectPlain(limit: number, outcome: BodyOutcome): Body {
  const decoder = new StringDecoder('utf8')
  let text = ''
  let size = 0
  let open = true
  return {
    take: (chunk) => {
      if (!open) return
      size += chunk.length
      if (size <= limit) {
        text += decoder.write(chunk)
        return
      }
      open = false
      text = ''
      outcome.tooLarge()
    },
    end: () => {
      if (open) outcome.done(text + decoder.end())
    },
    cancel: () => {
      open = false
      text = ''
    },
  }
}

function collectPacked(encoding: string, plain: Body, flow: Flow, outcome: Pick<BodyOutcome, 'broken'>): Body {
  let unpack: Transform | undefined
  let open = true
  const cancel = (): void => {
    open = false
    plain.cancel()
    unpack?.destroy()
  }
  const start = (first: Buffer): Transform | undefined => {
    const decoder = decoderFor(encoding, first)
    decoder?.on('data', (chunk: Buffer) => {
      if (open) plain.take(chunk)
    })
    decoder?.on('end', () => {
      if (open) plain.end()
    })
    decoder?.on('drain', () => {
      if (open) flow.resume()
    })
    decoder?.on('error', (error) => {
      if (open) outcome.broken(codeOf(error))
    })
    return decoder
  }
  return {
    take: (chunk) => {
      if (!open || chunk.length === 0) return
      unpack ??= start(chunk)
      if (unpack === undefined) return outcome.broken('unknown content-encoding')
      if (!unpack.write(chunk)) flow.pause()
    },
    // A packed answer without a body (a redirect) is an empty one.
    end: () => (unpack === undefined ? plain.end() : unpack.end()),
    cancel,
  }
}

function decoderFor(encoding: string, first: Buffer): Transform | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'br':
      return createBrotliDecompress()
    case 'deflate':
      // Half the world's servers leave the zlib wrapper away; 8 in the low bits of the first byte marks it.
      return ((first[0] ?? 0) & 0x0f) === 8 ? createInflate() : createInflateRaw()
    default:
      return undefined
  }
}
