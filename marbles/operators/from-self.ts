import { map } from 'rxjs'
import { fromSelf, type Message } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const fromSelfMarble = {
  title: "fromSelf keeps the account's own messages",
  unit: 1_000,
  hot: { messages: 'a-b|' },
  run: ({ hot }) =>
    hot<Message>('messages').pipe(
      fromSelf(),
      map(({ id }) => id),
    ),
  then: '--y|',
  values: { a: said('alice', 'hi'), b: { ...said('me', 'hi'), own: true }, y: 'me: hi' },
} satisfies Marble
