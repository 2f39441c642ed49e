/** FNV-1a over UTF-16 units, 32 bits, mixed once more: its low bits follow the last letters. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash ^ (hash >>> 15)
}

/** Odd, and far from each other. */
const multipliers = [0x01000193, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f]

/** 128 bits that tell texts apart, as 32 hex digits. It is no seal: somebody who wants two texts with one can make them. */
export function fingerprint(text: string): string {
  const lanes = multipliers.map((multiplier, lane) => {
    let hash = 0x811c9dc5 ^ Math.imul(lane + 1, 0x9e3779b1)
    for (let at = 0; at < text.length; at += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(at), multiplier)
      hash ^= hash >>> 15
    }
    return (Math.imul(hash ^ text.length, 0x85ebca6b) >>> 0).toString(16).padStart(8, '0')
  })
  return lanes.join('')
}
