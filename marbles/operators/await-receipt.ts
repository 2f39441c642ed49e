import { map } from 'rxjs'
import { awaitReceipt, type Receipt, text } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { stageView, told } from '../messages.js'

const alice = { id: 'alice' }
const receipt: Receipt = { key: 'mine', to: 'alice', clientMsgId: '1', outcome: 'accepted', msgId: '7' }

export const awaitReceiptMarble = {
  title: 'awaitReceipt sends, waits for the receipt of that send, and goes on with it',
  unit: 1_000,
  hot: { receipts: '-o-r-' },
  run: (tools) =>
    awaitReceipt(
      stageView(tools, { receipts$: tools.hot('receipts') }),
      { type: 'send', to: alice, text: 'hi', key: 'mine' },
      { received: ({ outcome }) => text('bob', `it was ${outcome}`) },
    ).pipe(map((command) => (command.type === 'send' && command.to === 'bob' ? command.text : told(command)))),
  then: 's--(x|)',
  values: { s: 'to alice: hi', o: { ...receipt, key: 'another' }, r: receipt, x: 'it was accepted' },
} satisfies Marble
