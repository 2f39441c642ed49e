import type { Draft } from '../deliver.js'
import type { JsonObject } from '../wire-json.js'
import { wireText, wireXml } from '../wire-text.js'
import { xmlText } from '../xml-text.js'

export interface App {
  /** AppMsgType, and `<type>` in the XML. */
  readonly type: number
  readonly title: string
  readonly des?: string
  readonly url?: string
  readonly appId?: string
  readonly appName?: string
  /** The real id of whoever sent it. */
  readonly wxid: string
  /** Elements that only this type has. */
  readonly inner?: string
  readonly fields?: JsonObject
}

/** MsgType 49: title and link stand beside the XML, too. */
export function appDraft(app: App): Draft {
  const { type, title, url = '', appId = '', fields = {} } = app
  return {
    type: 49,
    content: wireXml(appXml(app)),
    fields: {
      AppMsgType: type,
      FileName: wireText(title),
      Url: wireText(url),
      FileSize: '0',
      AppInfo: { AppID: appId, Type: 0 },
      ...fields,
    },
  }
}

function appXml({ type, title, des = '', url = '', appId = '', appName = '', wxid, inner = '' }: App): string {
  return (
    `<?xml version="1.0"?>\n<msg>\n\t<appmsg appid="${xmlText(appId)}" sdkver="0">\n\t\t<title>${xmlText(title)}</title>\n` +
    `\t\t<des>${xmlText(des)}</des>\n\t\t<action>view</action>\n\t\t<type>${type}</type>\n\t\t<showtype>0</showtype>\n` +
    `\t\t<content></content>\n\t\t<url>${xmlText(url)}</url>\n\t\t<lowurl></lowurl>\n${inner}\t</appmsg>\n` +
    `\t<fromusername>${wxid}</fromusername>\n\t<scene>0</scene>\n\t<appinfo>\n\t\t<version>1</version>\n` +
    `\t\t<appname>${xmlText(appName)}</appname>\n\t</appinfo>\n\t<commenturl></commenturl>\n</msg>\n`
  )
}

/** `<name>value</name>` on a line of its own, for each. */
export const elements = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => `\t\t<${name}>${xmlText(String(value))}</${name}>\n`)
    .join('')
