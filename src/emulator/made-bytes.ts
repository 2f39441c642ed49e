import type { Bytes } from './bytes.js'
import { hexFrom } from './random.js'

/**
 * Bytes that are made when they are read: a file of gigabytes that takes no memory. The same seed gives the same bytes.
 *
 * @example
 * world.person('alice').sendFile('bot', madeBytes(1024 ** 3, 'a big one'), { name: 'big.bin' })
 */
export function madeBytes(length: number, seed: string): Bytes {
  const start = Number.parseInt(hexFrom(seed, 8), 16)
  return {
    length,
    subarray: (from, to) => {
      const end = Math.min(to, length)
      const bytes = new Uint8Array(Math.max(0, end - from))
      for (let at = 0; at < bytes.length; at++) bytes[at] = mixed(start, from + at)
      return bytes
    },
  }
}

/** One byte of the place it stands at. */
function mixed(start: number, at: number): number {
  const low = Math.imul((start ^ at) >>> 0, 0x9e3779b1)
  const high = Math.imul(Math.floor(at / 2 ** 32) ^ (low >>> 15), 0x85ebca6b)
  return (low ^ high ^ (high >>> 13)) & 0xff
}
