import { crc32 } from 'node:zlib'

/** Where the records of one account are: the state at some commit, the commits since, and the entries of each pull. */
export interface RecordKeys {
  readonly prefix: string
  readonly snapshot: string
  readonly commit: (commit: number) => string
  readonly pull: (firstSeq: number) => string
}

/** The records of an account; the first one's stand at the top, as those of stores from before there were accounts. */
export const recordKeys = (prefix: string): RecordKeys => ({
  prefix,
  snapshot: `${prefix}snapshot`,
  commit: (commit) => `${prefix}commit/${ordered(commit)}`,
  pull: (firstSeq) => `${prefix}pull/${ordered(firstSeq)}`,
})

/** Padded, so that the order of keys is the order of numbers. */
const ordered = (number: number): string => String(number).padStart(16, '0')

/** The number at the end of a key. */
export const numberIn = (key: string): number => Number(key.slice(key.lastIndexOf('/') + 1))

/** How values are written, and found to be what was written. */
export interface Codec {
  readonly seal: (key: string, value: unknown) => string
  /** The value, or undefined for what was not written by `seal` under this key. */
  readonly unseal: (key: string, sealed: string) => unknown
}

/** Readable, with a checksum that covers the key: a record in another's place is damage, too. */
export const clearCodec: Codec = {
  seal: (key, value) => {
    const text = JSON.stringify(value)
    return checksum(key, text) + text
  },
  unseal: (key, sealed) => {
    const text = sealed.slice(8)
    return sealed.slice(0, 8) === checksum(key, text) ? parsed(text) : undefined
  },
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const checksum = (key: string, text: string): string => crc32(text, crc32(key)).toString(16).padStart(8, '0')
