import type { SenderMessage } from '../../src/actors/sender/sender-state.js'
import type { Marble } from '../../src/testing/index.js'
import { online, stageSender, submit } from './stage-sender.js'

export const orderOfSends = {
  title: 'what waited for a session is sent in order within a conversation, and side by side across them',
  doc: 'The first two go to one person, the third to another.',
  unit: 1_000,
  hot: { commands: '(123)-o' },
  given: { webwxsendmsg: ['---r|', '-r|', '-r|'] },
  run: (tools) => stageSender(tools, tools.hot<SenderMessage>('commands')),
  then: '--(ac)Z-(Xb)Y',
  values: {
    o: online,
    1: submit('1', 'alice'),
    2: submit('2', 'alice'),
    3: submit('3', 'bob'),
    r: { msgId: '7' },
    a: 'hi as 1',
    b: 'hi as 2',
    c: 'hi as 3',
    X: '1 accepted',
    Y: '2 accepted',
    Z: '3 accepted',
  },
} satisfies Marble
