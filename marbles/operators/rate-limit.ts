import { map } from 'rxjs'
import { type Message, rateLimit } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const rateLimitMarble = {
  title: 'rateLimit lets so many of each person pass in any span of time, here two in 6 s',
  unit: 1_000,
  hot: { messages: 'a-aab-a-aa' },
  run: ({ hot, scheduler }) =>
    hot<Message>('messages').pipe(
      rateLimit({ count: 2, per: 6_000, scheduler }),
      map(({ id }) => id),
    ),
  then: 'x-x-y-x-x-',
  values: { a: said('alice', 'hi'), b: said('bob', 'hi'), x: 'alice: hi', y: 'bob: hi' },
} satisfies Marble
