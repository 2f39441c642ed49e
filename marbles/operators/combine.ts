import { map } from 'rxjs'
import { type Behaviour, combine, hears, type Message, named, reply } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said, stageView, told } from '../messages.js'

const echo: Behaviour = (messages$) =>
  messages$.pipe(
    hears(/./),
    map((message) => reply(message, message.text)),
  )

const fragile: Behaviour = (messages$) =>
  messages$.pipe(
    hears(/./),
    map((message) => {
      if (message.text === 'bye') throw new Error('bye')
      return reply(message, 'hello')
    }),
  )

export const combineMarble = {
  title: 'combine runs behaviours side by side; one that fails loses its message and runs again',
  unit: 1_000,
  hot: { messages: 'a-b-a-' },
  run: (tools) =>
    combine(named('fragile', fragile), named('echo', echo))(tools.hot<Message>('messages'), stageView(tools)).pipe(
      map(told),
    ),
  then: '(fe)-x-(fe)-',
  values: {
    a: said('alice', 'hi'),
    b: said('bob', 'bye'),
    f: 'to alice: hello',
    e: 'to alice: hi',
    x: 'to bob: bye',
  },
} satisfies Marble
