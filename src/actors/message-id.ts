import type { RawMessage } from '../protocol/message.js'

/**
 * What a message is known by: its MsgId, or where the server left that out a hash of its raw form, so that the same
 * message sent twice is still recognised.
 */
export function messageId(raw: RawMessage): string {
  const { MsgId, NewMsgId } = raw
  for (const id of [MsgId, NewMsgId])
    if ((typeof id === 'string' || typeof id === 'number') && `${id}` !== '' && `${id}` !== '0') return `${id}`
  return `raw-${hash(JSON.stringify(raw), 0x811c9dc5)}${hash(JSON.stringify(raw), 0x01000193)}`
}

/** FNV-1a, 32 bits: two of them with different seeds tell the few messages without an id apart. */
function hash(text: string, seed: number): string {
  let sum = seed
  for (let at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
  return (sum >>> 0).toString(16).padStart(8, '0')
}
