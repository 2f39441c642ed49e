import type { SenderMessage } from '../../src/actors/sender/sender-state.js'
import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { online, stageSender, submit } from './stage-sender.js'

export const sessionLostWhileSending = {
  title: 'a send that finds the session gone waits for the next one, and is the first to go then',
  unit: 1_000,
  hot: { commands: '(o1)-2----o' },
  given: { webwxsendmsg: ['-#', '-r|', '-r|'] },
  run: (tools) => stageSender(tools, tools.hot<SenderMessage>('commands')),
  then: 'aL-----a(Xb)Y-',
  values: {
    o: online,
    1: submit('1', 'alice'),
    2: submit('2', 'alice'),
    r: { msgId: '7' },
    a: 'hi as 1',
    b: 'hi as 2',
    L: 'lost',
    X: '1 accepted',
    Y: '2 accepted',
  },
  error: failure('loggedOut', { endpoint: 'webwxsendmsg', code: 1100 }),
} satisfies Marble
