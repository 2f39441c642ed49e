import { map, scan } from 'rxjs'
import { type Message, perConversation } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const perConversationMarble = {
  title: 'perConversation counts in each conversation for itself',
  unit: 1_000,
  hot: { messages: 'a-b-a-b|' },
  run: ({ hot }) =>
    hot<Message>('messages').pipe(
      perConversation((one$, id) =>
        one$.pipe(
          scan((count) => count + 1, 0),
          map((count) => `${id} ${count}`),
        ),
      ),
    ),
  then: 'w-x-y-z|',
  values: { a: said('alice', 'hi'), b: said('bob', 'hi'), w: 'alice 1', x: 'bob 1', y: 'alice 2', z: 'bob 2' },
} satisfies Marble
