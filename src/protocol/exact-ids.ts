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
  if (typeof MsgId !== 'string' || Number(MsgId) !== NewMsgId) return false
  Object.assign(message, { NewMsgId: MsgId })
  return true
}

const isExactKey = (key: unknown): boolean =>
  listOf(fieldsOf(key).List).every((pair) => {
    const { Key, Val } = fieldsOf(pair)
    return !isRounded(Key) && !isRounded(Val)
  })

const isRounded = (value: unknown): boolean => typeof value === 'number' && !Number.isSafeInteger(value)
