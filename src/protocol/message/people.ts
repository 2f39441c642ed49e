import { Sex, VerifyFlag } from '../contact-flag.js'
import { fieldsOf, numberOf, stringOf } from '../fields.js'
import type { Fields } from '../json.js'
import { decodeText } from '../text.js'
import { attribute, child, type XmlElement } from '../xml.js'
import type { MessageContent, Recommended } from './content.js'
import { type Payload, payloadOf } from './payload.js'

export function cardContent(raw: Fields, content: string): MessageContent {
  const payload = payloadOf(content)
  return { type: 'card', ...recommended(raw, payload), content: payload.text }
}

export function friendSuggestionContent(raw: Fields, content: string): MessageContent {
  const payload = payloadOf(content)
  return { type: 'friendSuggestion', ...recommended(raw, payload), content: payload.text }
}

export function friendRequestContent(raw: Fields, content: string): MessageContent {
  const payload = payloadOf(content)
  const msg = child(payload.xml, 'msg')
  const info = fieldsOf(raw.RecommendInfo)
  return {
    type: 'friendRequest',
    ...recommended(raw, payload),
    greeting: textOf(info.Content) || attribute(msg, 'content'),
    ticket: stringOf(info.Ticket) || attribute(msg, 'ticket'),
    opCode: numberOf(info.OpCode) || numberOf(attribute(msg, 'opcode')),
    content: payload.text,
  }
}

/** RecommendInfo has names of this session; the XML has real ids and fills what is missing. */
function recommended(raw: Fields, { xml }: Payload): Recommended {
  const info = fieldsOf(raw.RecommendInfo)
  const msg = child(xml, 'msg')
  return {
    userName: stringOf(info.UserName),
    nickName: textOf(info.NickName) || either(msg, 'nickname', 'fromnickname'),
    alias: textOf(info.Alias) || attribute(msg, 'alias'),
    province: textOf(info.Province) || attribute(msg, 'province'),
    city: textOf(info.City) || attribute(msg, 'city'),
    sex: sexOf(numberOf(info.Sex) || numberOf(attribute(msg, 'sex'))),
    signature: textOf(info.Signature) || attribute(msg, 'sign'),
    scene: numberOf(info.Scene) || numberOf(attribute(msg, 'scene')),
    isOfficial: (numberOf(info.VerifyFlag) & VerifyFlag.official) !== 0,
  }
}

const textOf = (value: unknown): string => decodeText(stringOf(value))

const either = (element: XmlElement | undefined, first: string, second: string): string =>
  attribute(element, first) || attribute(element, second)

const sexOf = (sex: number): Sex => (sex === Sex.male || sex === Sex.female ? sex : Sex.unknown)
