/** FNV-1a, 32 bits. */
function hash(text: string, seed: number): number {
  let sum = seed
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return sum >>> 0
}

/** A MsgId for made messages, 19 digits: the same for the same words, so that builders stay pure. */
export const madeId = (...words: readonly string[]): string => {
  const text = JSON.stringify(words)
  const digits = [0x811c9dc5, 0x01000193].map((seed) => `${hash(text, seed)}`.padStart(10, '0')).join('')
  return `${1 + (hash(text, 7) % 8)}${digits.slice(0, 18)}`
}
