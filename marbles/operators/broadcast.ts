import { map } from 'rxjs'
import { type BotEvent, broadcast, type Receipt } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { stageView, told } from '../messages.js'

const everybody = ['alice', 'bob', 'carol', 'dave'].map((id) => ({ id }))
const receipt = (key: string): Receipt => ({ key, to: '', clientMsgId: '', outcome: 'accepted', msgId: '7' })

export const broadcastMarble = {
  title: 'broadcast writes to one after the other, and ends when the service says "too often"',
  doc: 'At least 3 s from one to the next, and not before the receipt of the one before.',
  unit: 1_000,
  hot: { receipts: '-p-----q--', events: '---------e' },
  run: (tools) =>
    broadcast(
      stageView(tools, { receipts$: tools.hot('receipts'), events$: tools.hot<BotEvent>('events') }),
      everybody,
      'news',
      { every: 3_000 },
    ).pipe(map(told)),
  then: 'a--b---c-|',
  values: {
    p: receipt('await-0-1'),
    q: receipt('await-3000-2'),
    e: { type: 'rateLimited', pause: 30_000 },
    a: 'to alice: news',
    b: 'to bob: news',
    c: 'to carol: news',
  },
} satisfies Marble
