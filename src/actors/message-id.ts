import type { RawMessage } from '../protocol/message.js'

/**
 * What a message is known by: its MsgId, or where the server left that out a hash of its raw form, so that the same
 * message sent twice is still recognised.
 */
export function messageId(raw: RawMessage): string {
  return idOf(raw.MsgId) ?? idOf(raw.NewMsgId) ?? hashed(raw)
}

function idOf(value: unknown): string | undefined {
  const id = typeof value === 'number' ? `${value}` : value
  return typeof id !== 'string' || id === '' || id === '0' ? undefined : id
}

function hashed(raw: RawMessage): string {
  const text = JSON.stringify(raw)
  return `raw-${hash(text, 0x811c9dc5)}${hash(text, 0x01000193)}`
}

/** FNV-1a, 32 bits: two of them with different seeds tell the few messages without an id apart. */
function hash(text: string, seed: number): string {
  let sum = seed
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return (sum >>> 0).toString(16).padStart(8, '0')
}
