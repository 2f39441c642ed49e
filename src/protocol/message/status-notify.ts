import { namesOf, numberOf } from '../fields.js'
import type { Fields } from '../json.js'
import { child, textAt } from '../xml.js'
import type { MessageContent } from './content.js'
import { payloadOf } from './payload.js'

/** What the phone did with its chats. The list of recent chats names rooms that are known from nowhere else. */
export function statusNotifyContent(raw: Fields, content: string): MessageContent {
  const { text, xml } = payloadOf(content)
  return {
    type: 'statusNotify',
    code: numberOf(raw.StatusNotifyCode),
    userNames: namesOf(raw.StatusNotifyUserName),
    realIds: namesOf(textAt(child(xml, 'msg', 'op'), 'username')),
    content: text,
  }
}
