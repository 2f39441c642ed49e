import type { Draft } from '../deliver.js'
import { wireText } from '../wire-text.js'
import { xmlAttributes } from '../xml-text.js'

export interface Place {
  readonly latitude: number
  readonly longitude: number
  /** The address. */
  readonly label: string
  /** What is there. Default `[位置]`. */
  readonly poiName?: string
}

/** MsgType 1 with SubMsgType 48: the map's path in Content, coordinates in Url and OriContent. */
export function locationDraft(msgId: string, { latitude, longitude, label, poiName = '[位置]' }: Place): Draft {
  const [x, y] = [latitude.toFixed(6), longitude.toFixed(6)]
  const attributes = { x, y, scale: 16, label, maptype: 0, poiname: poiName, poiid: '' }
  const path = `/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?url=xxx&msgid=${msgId}&pictype=location`
  return {
    msgId,
    type: 1,
    content: `${wireText(label)}:<br/>${path}`,
    fields: {
      SubMsgType: 48,
      Url: `http://apis.map.qq.com/uri/v1/geocoder?coord=${x},${y}`,
      OriContent: `<?xml version="1.0"?>\n<msg>\n\t<location${xmlAttributes(attributes)} />\n</msg>\n`,
    },
  }
}
