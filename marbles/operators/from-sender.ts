import { map } from 'rxjs'
import { fromSender, type Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const fromSenderMarble = {
  title: 'fromSender keeps what these people say, wherever they say it',
  unit: 1_000,
  hot: { messages: 'a-b-c|' },
  run: ({ hot }) =>
    hot<Message>('messages').pipe(
      fromSender('alice'),
      map(({ id }) => id),
    ),
  then: 'x---z|',
  values: {
    a: said('alice', 'hi'),
    b: said('bob', 'hi'),
    c: said('alice', 'hi all', 'team'),
    x: 'alice: hi',
    z: 'alice: hi all',
  },
} satisfies Marble
