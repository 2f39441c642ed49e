import { map } from 'rxjs'
import { type Message, mentionsMe } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const mentionsMeMarble = {
  title: 'mentionsMe keeps what mentions this account',
  unit: 1_000,
  hot: { messages: 'a-b|' },
  run: ({ hot }) =>
    hot<Message>('messages').pipe(
      mentionsMe(),
      map(({ id }) => id),
    ),
  then: '--y|',
  values: { a: said('alice', 'hello all', 'team'), b: said('bob', 'hello @me', 'team'), y: 'bob: hello @me' },
} satisfies Marble
