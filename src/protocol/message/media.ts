import { numberOf } from '../fields.js'
import type { Fields } from '../json.js'
import { attribute, child, type XmlElement } from '../xml.js'
import type { MessageContent } from './content.js'
import { payloadOf } from './payload.js'

/** A received picture is an opaque token; one's own, sent from the phone, is XML. */
export function imageContent(raw: Fields, content: string): MessageContent {
  const { text, xml } = payloadOf(content)
  const img = child(xml, 'msg', 'img')
  return {
    type: 'image',
    width: numberOf(raw.ImgWidth) || numberOf(attribute(img, 'cdnthumbwidth')),
    height: numberOf(raw.ImgHeight) || numberOf(attribute(img, 'cdnthumbheight')),
    size: numberOf(attribute(img, 'hdlength')) || numberOf(attribute(img, 'length')),
    md5: attribute(img, 'md5'),
    content: text,
  }
}

export function voiceContent(raw: Fields, content: string): MessageContent {
  const { text, xml } = payloadOf(content)
  const voice = child(xml, 'msg', 'voicemsg')
  const duration = numberOf(raw.VoiceLength) || numberOf(attribute(voice, 'voicelength'))
  return { type: 'voice', duration, size: numberOf(attribute(voice, 'length')), content: text }
}

export function videoContent(type: 'video' | 'microVideo', raw: Fields, content: string): MessageContent {
  const { text, xml } = payloadOf(content)
  const video = child(xml, 'msg', 'videomsg')
  return {
    type,
    duration: (numberOf(raw.PlayLength) || numberOf(attribute(video, 'playlength'))) * 1_000,
    width: numberOf(raw.ImgWidth) || numberOf(attribute(video, 'cdnthumbwidth')),
    height: numberOf(raw.ImgHeight) || numberOf(attribute(video, 'cdnthumbheight')),
    size: numberOf(attribute(video, 'length')),
    md5: attribute(video, 'md5'),
    content: text,
  }
}

export function emoticonContent(raw: Fields, content: string): MessageContent {
  const { text, xml } = payloadOf(content)
  const emoji = child(xml, 'msg', 'emoji')
  return {
    type: 'emoticon',
    url: attribute(emoji, 'cdnurl'),
    isFromStore: numberOf(raw.HasProductId) !== 0 || attribute(emoji, 'productid') !== '' || text === '',
    game: gameOf(child(xml, 'msg', 'gameext')),
    width: numberOf(raw.ImgWidth) || numberOf(attribute(emoji, 'width')),
    height: numberOf(raw.ImgHeight) || numberOf(attribute(emoji, 'height')),
    size: numberOf(attribute(emoji, 'len')),
    md5: attribute(emoji, 'md5'),
    content: text,
  }
}

/** Type 1 is rock, paper, scissors, type 2 a die; `content` is the result. */
const gameOf = (game: XmlElement | undefined): number =>
  numberOf(attribute(game, 'type')) === 0 ? 0 : numberOf(attribute(game, 'content'))
