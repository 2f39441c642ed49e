import type { Draft } from '../deliver.js'
import { wireText } from '../wire-text.js'
import { appDraft, elements } from './app-draft.js'

export interface Quoted {
  readonly msgId: string
  /** Its MsgType. Default 1. */
  readonly type?: number
  /** The real id of its writer. */
  readonly by: string
  /** The real id of the room; absent between two people. */
  readonly room?: string
  /** The name that is shown for its writer. */
  readonly name: string
  /** Its text, or its XML. */
  readonly content: string
}

/**
 * AppMsgType 57: the title is the answer, refermsg what it answers to. In a room `fromusr` is the room and `chatusr` the writer;
 * between two people both are the writer.
 */
export function quoteDraft(wxid: string, text: string, quoted: Quoted): Draft {
  const { type = 1, msgId, by, room = by, name, content } = quoted
  const refer = elements({ type, svrid: msgId, fromusr: room, chatusr: by, displayname: name, content })
  return appDraft({ type: 57, title: text, wxid, inner: `\t\t<refermsg>\n${refer}\t\t</refermsg>\n` })
}

const ruler = '- '.repeat(15).trim()

/** The same as a plain text, as the web often gets it: what is quoted, a line of dashes, and the answer. */
export const quoteTextDraft = (text: string, { name, content }: Pick<Quoted, 'name' | 'content'>): Draft => ({
  type: 1,
  content: wireText(`「${name}：${content}」\n${ruler}\n${text}`),
})
