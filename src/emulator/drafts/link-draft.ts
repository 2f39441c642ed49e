import type { Draft } from '../deliver.js'
import { xmlText } from '../xml-text.js'
import { appDraft, elements } from './app-draft.js'

export interface Link {
  readonly title: string
  readonly url: string
  readonly des?: string
  readonly thumbUrl?: string
  /** The official account it comes from. */
  readonly source?: { readonly wxid: string; readonly name: string }
}

/** AppMsgType 5. */
export function linkDraft(wxid: string, { title, url, des = '', thumbUrl = '', source }: Link): Draft {
  const inner = elements({
    sourceusername: source?.wxid ?? '',
    sourcedisplayname: source?.name ?? '',
    thumburl: thumbUrl,
  })
  return { ...appDraft({ type: 5, title, des, url, wxid, inner }) }
}

/** Several articles of an official account in one message: AppMsgType 5 with mmreader. */
export function articlesDraft(wxid: string, name: string, articles: readonly Link[]): Draft {
  const items = articles.map(
    ({ title, url, des = '', thumbUrl = '' }) =>
      `\t\t\t\t<item>\n${elements({ itemshowtype: 0, title, url, digest: des, cover: thumbUrl, pub_time: 1_500_000_000 })}\t\t\t\t</item>\n`,
  )
  const inner =
    `\t\t<mmreader>\n\t\t\t<category type="20" count="${articles.length}">\n\t\t\t\t<name><![CDATA[${name.replaceAll(']]>', ']] >')}]]></name>\n` +
    `${items.join('')}\t\t\t</category>\n\t\t</mmreader>\n\t\t<sourceusername>${xmlText(wxid)}</sourceusername>\n`
  const { title = '', url = '', des = '' } = articles[0] ?? {}
  return appDraft({ type: 5, title, url, des, wxid, inner })
}
