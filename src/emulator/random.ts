/** The world's only source of chance: same seed, same trace. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly next: () => number
  /** A whole number from 0 up to, and without, `limit`. */
  readonly below: (limit: number) => number
  readonly hex: (length: number) => string
  readonly digits: (length: number) => string
  /** Letters, digits, `_` and `-`. */
  readonly token: (length: number) => string
}

const tokenLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-'

export function createRandom(seed: string): Random {
  const word = generator(hash(seed, 0x811c9dc5))
  const next = (): number => word() / 2 ** 32
  const below = (limit: number): number => Math.floor(next() * limit)
  const text = (letters: string, length: number): string =>
    Array.from({ length }, () => letters.charAt(below(letters.length))).join('')
  return {
    next,
    below,
    hex: (length) => text('0123456789abcdef', length),
    digits: (length) => text('0123456789', length),
    token: (length) => text(tokenLetters, length),
  }
}

/** Hex digits that depend on nothing but `seed`, so that it does not matter who is named first. */
export function hexFrom(seed: string, length: number): string {
  // Two generators: 32 bits of state alone would give two of some thousand people the same name.
  const words = [generator(hash(seed, 0x811c9dc5)), generator(hash(seed, 0x9747b28c))]
  let text = ''
  while (text.length < length) {
    for (const word of words) text += word().toString(16).padStart(8, '0')
  }
  return text.slice(0, length)
}

function hash(text: string, start: number): number {
  let state = start
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193)
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
  return (state ^ (state >>> 13)) >>> 0
}

/** mulberry32: a whole number below 2^32 at each call. */
function generator(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    const mixed = Math.imul(state ^ (state >>> 15), state | 1)
    const folded = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61))
    return (folded ^ (folded >>> 14)) >>> 0
  }
}
