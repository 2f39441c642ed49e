import type { Draft } from '../deliver.js'
import { appDraft, elements } from './app-draft.js'

export interface Quoted {
  readonly msgId: string
  /** Its MsgType. Default 1. */
  readonly type?: number
  /** The real ids of its writer and of the chat, and the name that is shown. */
  readonly from: string
  readonly chat: string
  readonly name: string
  /** Its text, or its XML. */
  readonly content: string
}

/** AppMsgType 57: the title is the answer, refermsg what it answers to. */
export function quoteDraft(wxid: string, text: string, quoted: Quoted): Draft {
  const { type = 1, msgId, from, chat, name, content } = quoted
  const refer = elements({ type, svrid: msgId, fromusr: from, chatusr: chat, displayname: name, content })
  return appDraft({ type: 57, title: text, wxid, inner: `\t\t<refermsg>\n${refer}\t\t</refermsg>\n` })
}
