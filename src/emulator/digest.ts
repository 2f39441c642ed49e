import { createHash } from 'node:crypto'
import type { Bytes } from './bytes.js'

export interface Digest {
  readonly md5: string
  readonly sha256: string
}

/** A hash that is fed piece by piece. */
export interface Digester {
  readonly take: (bytes: Uint8Array) => void
  /** Once, at the end. */
  readonly finish: () => Digest
}

export function createDigester(): Digester {
  const [md5, sha256] = [createHash('md5'), createHash('sha256')]
  return {
    take: (bytes) => {
      md5.update(bytes)
      sha256.update(bytes)
    },
    finish: () => ({ md5: md5.digest('hex'), sha256: sha256.digest('hex') }),
  }
}

const piece = 1024 * 1024

/** Lower-case hex. Reads a megabyte at a time. */
export function digestOf(bytes: Bytes): Digest {
  const digester = createDigester()
  for (let at = 0; at < bytes.length; at += piece) digester.take(bytes.subarray(at, Math.min(bytes.length, at + piece)))
  return digester.finish()
}
