import { fieldsOf, listOf } from './fields.js'
import { isFields } from './json.js'

/**
 * Gives back to each NewMsgId of a webwxsync answer the digits that JSON.parse took from it: MsgId mostly has the same ones, and the
 * text of the answer, where it is given, says whether it has. False where it has not, or where another number that is sent back was
 * rounded: such an answer has to be read with its digits kept.
 */
export function restoreIds(answer: unknown, body?: string): boolean {
  const { AddMsgList, SyncKey, SyncCheckKey } = fieldsOf(answer)
  const isWritten = body === undefined ? () => true : createReader(body)
  return (
    listOf(AddMsgList).every((message) => restoreId(message, isWritten)) &&
    isExactKey(SyncKey) &&
    isExactKey(SyncCheckKey)
  )
}

const key = '"NewMsgId"'

/** Goes through a text from one NewMsgId to the next: whether the next one has these digits. */
function createReader(body: string): (digits: string | undefined) => boolean {
  let at = 0
  return (digits) => {
    const found = body.indexOf(key, at)
    if (found < 0) return false
    at = found + key.length
    if (digits === undefined) return true
    while (/[\s:]/.test(body[at] ?? '')) at += 1
    return body.startsWith(digits, at) && !/[\d.eE]/.test(body[at + digits.length] ?? '')
  }
}

function restoreId(message: unknown, isWritten: (digits: string | undefined) => boolean): boolean {
  if (!isFields(message)) return true
  const { MsgId, NewMsgId } = message
  if (isRounded(MsgId)) return false
  if (!isRounded(NewMsgId)) return NewMsgId === undefined || isWritten(undefined)
  if (typeof MsgId !== 'string' || !isRoundedFrom(MsgId, Number(NewMsgId)) || !isWritten(MsgId)) return false
  const open: Record<string, unknown> = message
  open.NewMsgId = MsgId
  return true
}

/** Adding digits up in this way rounds up to four times: a tenth of the time of `Number`, which rounds once. */
function isRoundedFrom(digits: string, rounded: number): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(at) - 0x30
    if (!(digit >= 0 && digit <= 9)) return false
    sum = sum * 10 + digit
  }
  return Math.abs(sum - rounded) <= rounded * 2 ** -50
}

const isExactKey = (key: unknown): boolean =>
  listOf(fieldsOf(key).List).every((pair) => {
    const { Key, Val } = fieldsOf(pair)
    return !isRounded(Key) && !isRounded(Val)
  })

const isRounded = (value: unknown): boolean => typeof value === 'number' && !Number.isSafeInteger(value)
