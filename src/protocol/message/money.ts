import { AppMsgType } from '../message-type.js'
import { child, textAt, type XmlElement } from '../xml.js'
import type { MessageContent } from './content.js'

const directions: Readonly<Record<string, 'sent' | 'received' | 'returned'>> = {
  1: 'sent',
  3: 'received',
  4: 'returned',
}

/** Transfers and red packets: can be looked at, not touched. */
export function moneyContent(
  type: number,
  element: XmlElement | undefined,
  title: string,
  content: string,
): MessageContent {
  const pay = child(element, 'wcpayinfo')
  if (type === AppMsgType.redPacket) {
    const text = textAt(pay, 'receivertitle') || textAt(pay, 'sendertitle') || title
    return { type: 'redPacket', text, content }
  }
  const subtype = textAt(pay, 'paysubtype')
  return {
    type: 'transfer',
    amount: textAt(pay, 'feedesc'),
    memo: textAt(pay, 'pay_memo'),
    direction: Object.hasOwn(directions, subtype) ? (directions[subtype] ?? 'unknown') : 'unknown',
    transferId: textAt(pay, 'transferid') || textAt(pay, 'transcationid'),
    description: textAt(element, 'des'),
    content,
  }
}
