import { numberOf } from '../fields.js'
import { AppMsgType, MsgType } from '../message-type.js'
import { child, parseXml, textAt } from '../xml.js'
import type { QuotedKind } from './content.js'

const kinds: Readonly<Record<number, QuotedKind>> = {
  [MsgType.text]: 'text',
  [MsgType.image]: 'image',
  [MsgType.voice]: 'voice',
  [MsgType.video]: 'video',
  [MsgType.microVideo]: 'video',
  [MsgType.emoticon]: 'emoticon',
  [MsgType.location]: 'location',
  [MsgType.card]: 'card',
}

const apps: Readonly<Record<number, QuotedKind>> = {
  [AppMsgType.text]: 'text',
  [AppMsgType.groupNote]: 'text',
  [AppMsgType.music]: 'music',
  [AppMsgType.link]: 'link',
  [AppMsgType.video]: 'link',
  [AppMsgType.file]: 'file',
  [AppMsgType.fileUploading]: 'file',
  [AppMsgType.chatHistory]: 'chatHistory',
  [AppMsgType.forwardedHistory]: 'chatHistory',
  [AppMsgType.miniProgram]: 'miniProgram',
  [AppMsgType.miniProgramPage]: 'miniProgram',
  [AppMsgType.quote]: 'quote',
}

/** What a quoted message is, and what it says in words. */
export function quotedOf(msgType: number, content: string): { readonly kind: QuotedKind; readonly text: string } {
  if (msgType === MsgType.text) return { kind: 'text', text: content }
  if (msgType !== MsgType.app) return { kind: kinds[msgType] ?? 'unknown', text: '' }
  const app = appIn(content)
  return { kind: apps[numberOf(textAt(app, 'type'))] ?? 'unknown', text: textAt(app, 'title') }
}

function appIn(content: string) {
  const xml = parseXml(content)
  return child(xml, 'msg', 'appmsg') ?? child(xml, 'appmsg')
}
