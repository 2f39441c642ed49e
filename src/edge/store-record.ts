import { crc32 } from 'node:zlib'

/** The three kinds of records: the state at some commit, the commits since, and the entries of each pull. */
export const snapshotKey = 'snapshot'
export const commitKey = (commit: number): string => `commit/${ordered(commit)}`
export const pullKey = (firstSeq: number): string => `pull/${ordered(firstSeq)}`

/** Padded, so that the order of keys is the order of numbers. */
const ordered = (number: number): string => String(number).padStart(16, '0')

/** A value with its checksum, which covers the key: a record in another's place is damage, too. */
export function seal(key: string, value: unknown): string {
  const text = JSON.stringify(value)
  return checksum(key, text) + text
}

/** The value, or undefined for what was not written by {@link seal} under this key. */
export function unseal(key: string, sealed: string): unknown {
  const text = sealed.slice(8)
  if (sealed.slice(0, 8) !== checksum(key, text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const checksum = (key: string, text: string): string => crc32(text, crc32(key)).toString(16).padStart(8, '0')
