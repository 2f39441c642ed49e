import { type Guard, isCount, isNumber, isRecord, isText } from './json-guards.js'
import type { OutboxItem } from './saved.js'

const kinds: readonly unknown[] = ['image', 'gif', 'video', 'file', 'auto']

/** Whatever else is in it, a private copy is only ever deleted where private copies are. */
const isFile = (value: unknown): boolean =>
  isRecord(value) &&
  isText(value.path) &&
  [value.name, value.md5, value.mime].every((one) => one === undefined || isText(one)) &&
  (value.md5 === undefined ||
    (isText(value.name) && isText(value.mime) && isCount(value.size) && isNumber(value.modified)))

const isForward = (value: unknown): boolean =>
  isRecord(value) &&
  [value.text, value.content, value.md5].every((one) => one === undefined || isText(one)) &&
  (value.as === 'text'
    ? isText(value.text)
    : value.as === 'emoticon'
      ? isText(value.md5)
      : isText(value.content) &&
        (value.as === 'location' ||
          value.as === 'image' ||
          value.as === 'video' ||
          (value.as === 'app' && isCount(value.appMsgType))))

const isContent: Guard<OutboxItem['content']> = (value): value is OutboxItem['content'] => {
  if (!isRecord(value)) return false
  switch (value.type) {
    case 'text':
      return isText(value.text)
    case 'revoke':
      return isText(value.msgId)
    case 'media':
      return kinds.includes(value.kind) && isFile(value.file)
    case 'forward':
      return isForward(value.forward)
    default:
      return false
  }
}

/** Whether a store can hold it, and read it again. */
export const isOutboxItem: Guard<OutboxItem> = (value): value is OutboxItem =>
  isRecord(value) &&
  [value.clientMsgId, value.key, value.to].every(isText) &&
  isContent(value.content) &&
  (value.attempted === undefined || isCount(value.attempted)) &&
  (value.at === undefined || isNumber(value.at)) &&
  (value.tooOften === undefined || value.tooOften === 'refuse')
