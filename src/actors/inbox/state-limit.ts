import { failure } from '../../errors.js'

/** A dialogue's state may take so many bytes as JSON. */
export const stateLimit = 65_536

/** Throws an `argument` failure for a state that is too large. */
export function checkStateSize(state: unknown): void {
  const size = bytesOf(JSON.stringify(state) ?? '')
  if (size <= stateLimit) return
  throw failure('argument', {
    name: 'state',
    why: `it takes ${size} bytes as JSON, and a conversation has ${stateLimit}; keep less in it, or keep large data elsewhere`,
  })
}

/** Bytes of UTF-8. A unit takes one, two or three; the two units of a surrogate pair take four. */
function bytesOf(text: string): number {
  if (text.length * 3 <= stateLimit) return text.length
  let bytes = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3
  }
  return bytes
}
