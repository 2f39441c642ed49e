import type { Draft } from '../deliver.js'
import type { Random } from '../random.js'
import { appDraft, elements } from './app-draft.js'

export interface Transfer {
  /** As it is shown: `￥0.10`. */
  readonly amount: string
  readonly memo?: string
  /** Default `sent`. */
  readonly state?: 'sent' | 'received' | 'returned'
}

const states = { sent: 1, received: 3, returned: 4 } as const

/** AppMsgType 2000. */
export function transferDraft(random: Random, wxid: string, { amount, memo = '', state = 'sent' }: Transfer): Draft {
  const pay = elements({
    paysubtype: states[state],
    feedesc: amount,
    transcationid: random.digits(32),
    transferid: random.digits(31),
    invalidtime: 1_705_131_384,
    pay_memo: memo,
  })
  const des = `收到转账${amount}。如需收钱，请点此升级至最新版本`
  return appDraft({ type: 2000, title: '微信转账', des, wxid, inner: `\t\t<wcpayinfo>\n${pay}\t\t</wcpayinfo>\n` })
}

/** What a web client gets of a red packet: a text in place of it, with AppMsgType 2001. */
export const redPacketDraft = (): Draft => ({
  type: 1,
  content: '收到红包，请在手机上查看',
  fields: { AppMsgType: 2001 },
})
