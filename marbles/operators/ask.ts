import { exhaustMap, map } from 'rxjs'
import { ask, command, type Message, reply } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said, stageView, told } from '../messages.js'

const numberIn = (message: Message) =>
  message.type === 'text' && /^\d{1,3}$/.test(message.text) ? Number(message.text) : undefined

export const askMarble = {
  title: 'ask waits for what the same person says next, repeats the question, and gives up in the end',
  doc: 'What bob says is no answer of alice. The second time nobody answers within 5 s.',
  unit: 1_000,
  hot: { messages: 'ob-n-3--o-----' },
  run: (tools) =>
    tools.hot<Message>('messages').pipe(
      command('order'),
      exhaustMap((message) =>
        ask(stageView(tools), message, 'how many?', {
          accept: numberIn,
          timeout: 5_000,
          again: 'a number, please',
          answered: (count) => reply(message, `${count} it is`),
          otherwise: () => reply(message, 'another time'),
        }),
      ),
      map(told),
    ),
  then: 'q--r-x--q----y',
  values: {
    o: said('alice', '/order'),
    b: said('bob', '7', 'alice'),
    n: said('alice', 'many'),
    3: said('alice', '3'),
    q: 'to alice: how many?',
    r: 'to alice: a number, please',
    x: 'to alice: 3 it is',
    y: 'to alice: another time',
  },
} satisfies Marble
