import { map } from 'rxjs'
import { type Message, oncePerPerson } from '../../src/index.js'
import type { Marble } from '../../src/testing/index.js'
import { said } from '../messages.js'

export const oncePerPersonMarble = {
  title: 'oncePerPerson keeps the first message of each person, here once in 6 s',
  unit: 1_000,
  hot: { messages: 'a-ab-a-a|' },
  run: ({ hot, scheduler }) =>
    hot<Message>('messages').pipe(
      oncePerPerson({ every: 6_000, scheduler }),
      map(({ id }) => id),
    ),
  then: 'x--y---x|',
  values: { a: said('alice', 'hi'), b: said('bob', 'hi'), x: 'alice: hi', y: 'bob: hi' },
} satisfies Marble
