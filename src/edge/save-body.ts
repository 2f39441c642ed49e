import { createWriteStream, truncate } from 'node:fs'
import { failure } from '../errors.js'
import { type Body, encodingOf, type Flow, unpacked } from './collect-body.js'
import type { Ending, Head } from './exchange.js'

export interface Saving {
  readonly endpoint: string
  readonly path: string
  /** How many bytes of the file are there; a part that was asked for goes behind them. */
  readonly at: number
  /** The largest file, in bytes. */
  readonly limit: number
  readonly begun: (at: number, total: number | undefined) => void
  readonly received: (size: number) => void
  readonly done: () => void
}

/** Writes the body of a good answer into a file; the sender waits while the disk is busy. Other answers are read and forgotten. */
export function saveBody(head: Head, flow: Flow, saving: Saving, ending: Ending): Body {
  const place = placeOf(head, saving.at)
  if (place === undefined) {
    const reason = 'it answered with another part than was asked for'
    ending.fail(failure('network', { endpoint: saving.endpoint, reason, sent: true }))
    return { take: () => {}, end: () => {}, cancel: () => {} }
  }
  saving.begun(place.at, place.total)
  const isGood = head.status === 200 || head.status === 206
  if (!isGood) return { take: () => {}, end: saving.done, cancel: () => {} }
  const plain = writeBody(place.at, flow, saving, ending)
  return unpacked(head.headers, plain, flow, {
    broken: (reason) => ending.fail(failure('network', { endpoint: saving.endpoint, reason, sent: true })),
  })
}

/** Where the body belongs. A whole answer to a question for a part begins the file anew. */
function placeOf({ status, headers }: Head, at: number): { readonly at: number; readonly total?: number } | undefined {
  if (status === 206) {
    const [, first, total] = /^bytes (\d{1,15})-\d{1,15}\/(\d{1,15}|\*)$/.exec(headers['content-range'] ?? '') ?? []
    if (first === undefined || Number(first) !== at) return undefined
    return total === undefined || total === '*' ? { at } : { at, total: Number(total) }
  }
  const length = encodingOf(headers) === '' ? headers['content-length'] : undefined
  return length !== undefined && /^\d{1,15}$/.test(length) ? { at: 0, total: Number(length) } : { at: 0 }
}

function writeBody(at: number, flow: Flow, saving: Saving, ending: Ending): Body {
  const { path, limit, endpoint } = saving
  // Never made anew: it may have been deleted, since nobody wants it any more.
  const file = createWriteStream(path, { flags: 'r+', start: at })
  let size = at
  let written = at
  const unwritable = (error: Error): void =>
    ending.fail(
      failure('media', { reason: 'unwritable', name: '', why: `the disk does not take it (${codeOf(error)})` }),
    )
  /** What an earlier try left behind the end goes. */
  const close = (closed: () => void): void => {
    file.end(() => truncate(path, size, (error) => (error === null ? closed() : unwritable(error))))
  }
  file.on('drain', () => flow.resume())
  file.on('error', unwritable)
  return {
    take: (chunk) => {
      size += chunk.length
      if (size > limit) return ending.fail(failure('tooLarge', { endpoint, limit }))
      const hasRoom = file.write(chunk, () => {
        written += chunk.length
        saving.received(written)
      })
      if (!hasRoom) flow.pause()
    },
    end: () => close(saving.done),
    cancel: () => file.destroy(),
    salvage: (kept) => file.end(kept),
  }
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.name)
