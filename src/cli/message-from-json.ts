import type { MessageOf } from 'rxwx'

/** Messages with something to download. */
export type MediaMessage = MessageOf<
  'image' | 'voice' | 'video' | 'microVideo' | 'emoticon' | 'location' | 'file' | 'friendRequest'
>

const types: readonly unknown[] = [
  'image',
  'voice',
  'video',
  'microVideo',
  'emoticon',
  'location',
  'file',
  'friendRequest',
] satisfies readonly MediaMessage['type'][]

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * A message with something to download, from the line that `rxwx listen --json` printed of it; undefined for any other value. Only what a download
 * needs is taken over.
 */
export function messageFromJson(value: unknown): MediaMessage | undefined {
  if (!isFields(value)) return undefined
  const { id, type, origin, conversation, from, size } = value
  if (typeof id !== 'string' || !/^\d{1,20}$/.test(id) || !types.includes(type)) return undefined
  const sender = origin === 'peer' ? conversation : from
  const fromUserName = isFields(sender) ? textOf(sender.userName) : ''
  const { mediaId, encryFileName, fileName, userName } = value
  const known = {
    id,
    type,
    fromUserName,
    size: Number.isSafeInteger(size) ? size : 0,
    mediaId: textOf(mediaId),
    encryFileName: textOf(encryFileName),
    fileName: textOf(fileName),
    userName: textOf(userName),
  }
  return known as unknown as MediaMessage
}
