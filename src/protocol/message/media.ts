import { countOf, msOf, numberOf } from '../fields.js'
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
    width: countOf(raw.ImgWidth) || countOf(attribute(img, 'cdnthumbwidth')),
    height: countOf(raw.ImgHeight) || countOf(attribute(img, 'cdnthumbheight')),
    size: countOf(attribute(img, 'hdlength')) || countOf(attribute(img, 'length')),
    md5: attribute(img, 'md5'),
    content: text,
  }
}

export function voiceContent(raw: Fields, content: string): MessageContent {
  const { text, xml } = payloadOf(content)
  const voice = child(xml, 'msg', 'voicemsg')
  const duration = countOf(raw.VoiceLength) || countOf(attribute(voice, 'voicelength'))
  return { type: 'voice', duration, size: countOf(attribute(voice, 'length')), content: text }
}

export function videoContent(type: 'video' | 'microVideo', raw: Fields, content: string): MessageContent {
  const { text, xml } = payloadOf(content)
  const video = child(xml, 'msg', 'videomsg')
  return {
    type,
    duration: msOf(raw.PlayLength) || msOf(attribute(video, 'playlength')),
    width: countOf(raw.ImgWidth) || countOf(attribute(video, 'cdnthumbwidth')),
    height: countOf(raw.ImgHeight) || countOf(attribute(video, 'cdnthumbheight')),
    size: countOf(attribute(video, 'length')),
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
    width: countOf(raw.ImgWidth) || countOf(attribute(emoji, 'width')),
    height: countOf(raw.ImgHeight) || countOf(attribute(emoji, 'height')),
    size: countOf(attribute(emoji, 'len')),
    md5: attribute(emoji, 'md5'),
    content: text,
  }
}

/** Type 1 is rock, paper, scissors, type 2 a die; `content` is the result. */
const gameOf = (game: XmlElement | undefined): number =>
  numberOf(attribute(game, 'type')) === 0 ? 0 : countOf(attribute(game, 'content'))
