import { map } from 'rxjs'
import { type Message, scanConversation } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const scanConversationMarble = {
  title: 'scanConversation keeps a state for each conversation; here it expires after 5 s of silence',
  unit: 1_000,
  hot: { messages: 'a-b-a-----a|' },
  run: ({ hot, scheduler }) =>
    hot<Message>('messages').pipe(
      scanConversation(0, (count) => count + 1, { expireAfter: 5_000, scheduler }),
      map(({ state, message }) => `${message.from.name} ${state}`),
    ),
  then: 'w-x-y-----w|',
  values: { a: said('alice', 'hi'), b: said('bob', 'hi'), w: 'alice 1', x: 'bob 1', y: 'alice 2' },
} satisfies Marble
