import { map } from 'rxjs'
import { direct, type Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const directMarble = {
  title: 'direct keeps what is not said in rooms',
  unit: 1_000,
  hot: { messages: 'a-b|' },
  run: ({ hot }) =>
    hot<Message>('messages').pipe(
      direct(),
      map(({ id }) => id),
    ),
  then: 'x--|',
  values: { a: said('alice', 'hi'), b: said('alice', 'hi all', 'team'), x: 'alice: hi' },
} satisfies Marble
