import { countOf, numberOf, stringOf } from '../fields.js'
import type { Fields } from '../json.js'
import { MsgType, SubMsgType } from '../message-type.js'
import { decodeText } from '../text.js'
import { attribute, child, parseXml, type XmlElement } from '../xml.js'
import type { MessageContent } from './content.js'
import { payloadOf } from './payload.js'

/** A location comes as a text: marked, or betrayed by a map's address and a picture's path. */
export function isLocation(raw: Fields): boolean {
  if (numberOf(raw.MsgType) === MsgType.location) return true
  if (numberOf(raw.MsgType) !== MsgType.text) return false
  if (numberOf(raw.SubMsgType) === SubMsgType.location) return true
  return stringOf(raw.Url).includes('apis.map.qq.com') && stringOf(raw.Content).trimEnd().endsWith('pictype=location')
}

/** The coordinates are in OriContent (x is the latitude), or in the map's address; the label stands before the path. */
export function locationContent(raw: Fields, content: string): MessageContent {
  const { text, xml } = payloadOf(content)
  const found = child(xml, 'msg', 'location') ?? child(parseXml(stringOf(raw.OriContent)), 'msg', 'location')
  const url = decodeText(stringOf(raw.Url))
  const label = xml === undefined ? labelOf(content) : ''
  return {
    type: 'location',
    label: label || attribute(found, 'label'),
    name: attribute(found, 'poiname'),
    scale: countOf(attribute(found, 'scale')),
    url,
    ...coordinatesOf(found, url),
    content: text,
  }
}

const labelOf = (content: string): string => decodeText(content.split(/:(?:<br\s?\/?>|\n)/, 1)[0] ?? '').trim()

const degrees = /^-?\d{1,3}(?:\.\d{1,20})?$/

function coordinatesOf(found: XmlElement | undefined, url: string): { latitude?: number; longitude?: number } {
  const inUrl = /[?&]coord=([-\d.]{1,24}),([-\d.]{1,24})/.exec(url)
  const latitude = attribute(found, 'x') || (inUrl?.[1] ?? '')
  const longitude = attribute(found, 'y') || (inUrl?.[2] ?? '')
  if (!degrees.test(latitude) || !degrees.test(longitude)) return {}
  const place = { latitude: Number(latitude), longitude: Number(longitude) }
  return Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180 ? place : {}
}
