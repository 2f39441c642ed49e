import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { MediaSource } from '../actors/files.js'

/** A source as pieces of bytes. What is a path is none: it is read where it lies. */
export function piecesOf(source: Exclude<MediaSource, string>): AsyncIterable<Uint8Array | string> {
  if (source instanceof Uint8Array) return Readable.from([source])
  if (source instanceof Blob) return piecesOf(source.stream())
  if (Symbol.asyncIterator in source) return source
  return Readable.fromWeb(source as NodeReadableStream)
}

/** The pieces of a file. */
export const fileOf = (path: string, signal: AbortSignal): AsyncIterable<Uint8Array> =>
  createReadStream(path, { signal })

/** Is this something that can be sent? Callers without types send other things. */
export const isSource = (source: unknown): source is MediaSource =>
  typeof source === 'string' ||
  source instanceof Uint8Array ||
  source instanceof Blob ||
  (typeof source === 'object' && source !== null && (Symbol.asyncIterator in source || 'getReader' in source))
