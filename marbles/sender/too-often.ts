import type { SenderMessage } from '../../src/actors/sender/sender-state.js'
import { failure } from '../../src/errors.js'
import type { Marble } from '../../src/testing/index.js'
import { online, stageSender, submit } from './stage-sender.js'

export const tooOften = {
  title: '1205 stops all sending for 30 s, then for 2 min, and one send finds out whether it may go on',
  unit: 10_000,
  hot: { commands: '(o12)' },
  given: { webwxsendmsg: ['#', '#', '(r|)', '(r|)'] },
  run: (tools) => stageSender(tools, tools.hot<SenderMessage>('commands')),
  then: '(ap)--(aq)-----------(aXbY)-',
  values: {
    o: online,
    1: submit('1', 'alice'),
    2: submit('2', 'bob'),
    r: { msgId: '7' },
    a: 'hi as 1',
    b: 'hi as 2',
    p: 'pause 30 s',
    q: 'pause 120 s',
    X: '1 accepted',
    Y: '2 accepted',
  },
  error: failure('retcode', { endpoint: 'webwxsendmsg', code: 1205, message: '' }),
} satisfies Marble
