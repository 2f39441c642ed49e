import { fieldsOf, listOf } from './fields.js'
import { isFields } from './json.js'

/**
 * Gives back to each NewMsgId of a webwxsync answer the digits that JSON.parse took from it: MsgId has the same ones. False
 * where it has not, or where another number that is sent back was rounded: such an answer has to be read with its digits kept.
 */
export function restoreIds(answer: unknown): boolean {
  const { AddMsgList, SyncKey, SyncCheckKey } = fieldsOf(answer)
  return listOf(AddMsgList).every(restoreId) && isExactKey(SyncKey) && isExactKey(SyncCheckKey)
}

function restoreId(message: unknown): boolean {
  if (!isFields(message)) return true
  const { MsgId, NewMsgId } = message
  if (isRounded(MsgId)) return false
  if (!isRounded(NewMsgId)) return true
  if (typeof MsgId !== 'string' || !isRoundedFrom(MsgId, Number(NewMsgId))) return false
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
