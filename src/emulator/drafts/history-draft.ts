import type { Draft } from '../deliver.js'
import { appDraft, elements } from './app-draft.js'

export interface HistoryItem {
  readonly name: string
  readonly text: string
  /** As it is shown: `2018-3-13 18:03`. */
  readonly time: string
}

/** AppMsgType 19: messages of a chat passed on together. The JSON's own AppMsgType may be 0. */
export function historyDraft(wxid: string, title: string, items: readonly HistoryItem[]): Draft {
  const list = items.map(
    ({ name, text, time }, at) =>
      `<dataitem datatype="1" dataid="${String(at).padStart(32, '0')}">${elements({ datadesc: text, sourcename: name, sourcetime: time })}</dataitem>`,
  )
  const record = `<recordinfo><info>${items.length}</info><datalist count="${items.length}">${list.join('')}</datalist></recordinfo>`
  const des = items.map(({ name, text }) => `${name}: ${text}`).join('\n')
  return appDraft({ type: 19, title, des, wxid, inner: elements({ recorditem: record }), fields: { AppMsgType: 0 } })
}
