import type { SenderMessage } from '../../src/actors/sender/sender-state.js'
import type { Marble } from '../../src/testing/index.js'
import { online, stageSender, submit } from './stage-sender.js'

export const orderOfSends = {
  title:
    'sends leave in the order in which they were asked for; one that takes over a second holds up its own conversation only',
  doc: 'The first two go to one person, the third to another, and the fourth to somebody else. The first is answered after three seconds.',
  unit: 1_000,
  hot: { commands: '(1234)-o' },
  given: { webwxsendmsg: ['---r|', '(r|)', '-r|', '(r|)'] },
  run: (tools) => stageSender(tools, tools.hot<SenderMessage>('commands')),
  then: '--a(cZd)W(XbY)',
  values: {
    o: online,
    1: submit('1', 'alice'),
    2: submit('2', 'alice'),
    3: submit('3', 'bob'),
    4: submit('4', 'carol'),
    r: { msgId: '7' },
    a: 'hi as 1',
    b: 'hi as 2',
    c: 'hi as 3',
    d: 'hi as 4',
    X: '1 accepted',
    Y: '2 accepted',
    Z: '3 accepted',
    W: '4 accepted',
  },
} satisfies Marble
