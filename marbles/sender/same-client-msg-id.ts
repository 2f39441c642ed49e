import type { SenderMessage } from '../../src/actors/sender/sender-state.js'
import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { online, stageSender, submit } from './stage-sender.js'

export const sameClientMsgId = {
  title: 'a send whose answer was lost is repeated under the same ClientMsgId, and the next one waits for it',
  unit: 1_000,
  hot: { commands: '(o12)' },
  given: { webwxsendmsg: ['-#', '-#', '-r|', '-r|'] },
  run: (tools) => stageSender(tools, tools.hot<SenderMessage>('commands')),
  then: 'a-a--a(Xb)Y-',
  values: {
    o: online,
    1: submit('1', 'alice'),
    2: submit('2', 'alice'),
    r: { msgId: '7' },
    a: 'hi as 1',
    b: 'hi as 2',
    X: '1 accepted',
    Y: '2 accepted',
  },
  error: failure('network', { endpoint: 'webwxsendmsg', reason: 'ECONNRESET', sent: true }),
} satisfies Marble
