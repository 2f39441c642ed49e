import { map, merge } from 'rxjs'
import { createNewsroom, desk, sender } from '../../examples/broadcast.js'
import type { Receipt } from '../../src/index.js'
import { contact, handling, type Marble, message, stubView, told } from '../../src/testing/index.js'

const receipt = (key: string): Receipt => ({ key, to: '', clientMsgId: '', outcome: 'accepted', msgId: '7' })

export const broadcastExampleMarble = {
  title: 'news go to one subscriber after the other, and each waits for the receipt of the one before',
  when: 'broadcast',
  unit: 10_000,
  hot: { messages: 'abc-n-------', receipts: '-----p----q-' },
  run: (tools) => {
    const view = stubView({
      messages$: tools.hot('messages'),
      scheduler: tools.scheduler,
      receipts$: tools.hot<Receipt>('receipts'),
      contacts: [contact('admin')],
    })
    const room = createNewsroom({ every: 30_000 })
    const sent$ = sender(room)(view.messages$, view)
    const answered$ = handling(desk(room, 'admin', view.contacts$))(view.messages$, view)
    return merge(sent$, answered$).pipe(map(told))
  },
  then: 'xyo-(ug)--v--e-',
  told,
  values: {
    a: message.text('/subscribe', { from: 'alice' }),
    b: message.text('/subscribe', { from: 'bob' }),
    c: message.text('/unsubscribe', { from: 'alice', room: 'team' }),
    n: message.text('/news Lunch is ready.', { from: 'admin' }),
    p: receipt('await-40000-1'),
    q: receipt('await-70000-2'),
    x: 'to alice: You get the news from now on. /unsubscribe ends it.',
    y: 'to bob: You get the news from now on. /unsubscribe ends it.',
    o: 'to team: You get no more news. /subscribe begins it again.',
    u: 'to alice: Lunch is ready.',
    g: 'to admin: It goes to 2, one every 30 s. /halt gives it up.',
    v: 'to bob: Lunch is ready.',
    e: 'to admin: That was everybody.',
  },
} satisfies Marble
