import type { Downloadable } from 'rxwx'

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * What a download needs of a message, from the line that `rxwx listen --json` printed of it; undefined for any other value, and for messages with nothing
 * to download.
 */
export function messageFromJson(value: unknown): Downloadable | undefined {
  if (!isFields(value)) return undefined
  const { type } = value
  const id = textOf(value.id)
  if (!/^\d{1,20}$/.test(id)) return undefined
  const size = typeof value.size === 'number' && Number.isSafeInteger(value.size) ? value.size : 0
  switch (type) {
    case 'image':
    case 'emoticon':
    case 'voice':
    case 'location':
      return { type, id }
    case 'video':
    case 'microVideo':
      return { type, id, size }
    case 'friendRequest':
      return { type, id, userName: textOf(value.userName) }
    case 'file': {
      const [mediaId, encryFileName, fileName] = [value.mediaId, value.encryFileName, value.fileName].map(textOf)
      const file = { mediaId: mediaId ?? '', encryFileName: encryFileName ?? '', fileName: fileName ?? '' }
      return { type, id, size, fromUserName: senderIn(value), ...file }
    }
    default:
      return undefined
  }
}

/** FromUserName of the message: of the room, of the other person, or the own one. */
function senderIn({ origin, conversation, from }: Fields): string {
  const sender = origin === 'peer' ? conversation : from
  return isFields(sender) ? textOf(sender.userName) : ''
}
