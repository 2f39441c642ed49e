import type { SenderMessage } from '../../src/actors/sender/sender-state.js'
import type { Marble } from '../../src/testing/index.js'
import { online, stageSender, submit } from './stage-sender.js'

export const paced = {
  title: 'sends are paced: here two at once, then one every two seconds',
  unit: 1_000,
  hot: { commands: '(o1234)' },
  given: { webwxsendmsg: '(r|)' },
  run: (tools) => stageSender(tools, tools.hot<SenderMessage>('commands'), { burst: 2, interval: 2_000 }),
  then: '(aXbY)-(cZ)-(dW)-',
  values: {
    o: online,
    1: submit('1', 'alice'),
    2: submit('2', 'bob'),
    3: submit('3', 'carol'),
    4: submit('4', 'dave'),
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
