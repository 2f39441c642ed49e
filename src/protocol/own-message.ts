import { fileXml } from './app-message.js'
import { stringOf } from './fields.js'
import type { Forward } from './forward.js'
import type { MediaKind } from './media-kind.js'
import type { RawMessage } from './message.js'
import { MsgType, SubMsgType } from './message-type.js'
import { decodeText, encodeText, outgoingText } from './text.js'
import { escapeXml } from './xml.js'

/** A file that the service has taken. */
export interface SentFile {
  readonly as: 'file'
  readonly kind: MediaKind
  readonly name: string
  /** In bytes. */
  readonly size: number
  readonly md5: string
  readonly mediaId: string
}

/** What a send said: a text, a file, or a received message once more. */
export type SentContent = Forward | SentFile

/** Between whom: UserNames of this session. */
export interface SentBetween {
  readonly from: string
  readonly to: string
}

/**
 * A message of this account as another client of it would receive it. The service does not hand it to the client that sent it, and so it is written
 * here. `time` in ms.
 */
export const ownMessage = (
  { from, to }: SentBetween,
  content: SentContent,
  sent: { readonly msgId: string; readonly time: number },
): RawMessage => ({
  MsgId: sent.msgId,
  FromUserName: from,
  ToUserName: to,
  CreateTime: Math.floor(sent.time / 1_000),
  ...fieldsOf(content),
})

/** Whether a received message is this send, by all that can be told before the service has answered the send. */
export function isSend(raw: RawMessage, { from, to }: SentBetween, content: SentContent): boolean {
  if (raw.FromUserName !== from || raw.ToUserName !== to) return false
  const { MsgType: type, SubMsgType: sub = 0, Content } = fieldsOf(content)
  if (raw.MsgType !== type || (raw.SubMsgType ?? 0) !== sub) return false
  return type !== MsgType.text || sub !== 0 || decodeText(stringOf(raw.Content)) === decodeText(Content)
}

interface OwnFields {
  readonly MsgType: number
  readonly Content: string
  readonly [field: string]: unknown
}

function fieldsOf(content: SentContent): OwnFields {
  switch (content.as) {
    case 'text':
      return { MsgType: MsgType.text, Content: encodeText(outgoingText(content.text)) }
    case 'location':
      return { MsgType: MsgType.text, SubMsgType: SubMsgType.location, Content: '', OriContent: content.content }
    case 'image':
      return { MsgType: MsgType.image, Content: encodeText(content.content) }
    case 'video':
      return {
        MsgType: content.isMicro ? MsgType.microVideo : MsgType.video,
        Content: encodeText(content.content),
      }
    case 'emoticon':
      return { MsgType: MsgType.emoticon, Content: emoticon(`md5="${escapeXml(content.md5)}"`) }
    case 'app':
      return { MsgType: MsgType.app, AppMsgType: content.appMsgType, Content: encodeText(content.content) }
    case 'file':
      return fileFields(content)
  }
}

/** Pictures and films have no XML of ours: what it would need to be passed on, only the service knows. */
function fileFields({ kind, name, size, md5, mediaId }: SentFile): OwnFields {
  switch (kind) {
    case 'image':
      return { MsgType: MsgType.image, Content: '' }
    case 'video':
      return { MsgType: MsgType.video, Content: '' }
    case 'gif':
      return { MsgType: MsgType.emoticon, Content: emoticon(`md5="${escapeXml(md5)}" len="${size}"`) }
    case 'file': {
      const attached = { AppMsgType: 6, FileName: encodeText(name), FileSize: `${size}`, MediaId: mediaId }
      return { MsgType: MsgType.app, ...attached, Content: encodeText(fileXml('web', { name, size, mediaId })) }
    }
  }
}

const emoticon = (attributes: string): string => encodeText(`<msg><emoji ${attributes}></emoji></msg>`)
