import { map } from 'rxjs'
import { inChat, type Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const inChatMarble = {
  title: 'inChat keeps what is said in these conversations',
  unit: 1_000,
  hot: { messages: 'a-b-c|' },
  run: ({ hot }) =>
    hot<Message>('messages').pipe(
      inChat('alice', 'team'),
      map(({ id }) => id),
    ),
  then: 'x---z|',
  values: {
    a: said('alice', 'hi'),
    b: said('bob', 'hi'),
    c: said('bob', 'hi all', 'team'),
    x: 'alice: hi',
    z: 'bob: hi all',
  },
} satisfies Marble
